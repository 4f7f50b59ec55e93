package compare

import (
	"encoding/json"
	"io"
)

// WriteJSON writes a report as one object with the keys in the tags of [Report]
// and its parts. All keys are always present; lists are never null. Words such
// as "added" and "equal" are English, sentences French.
func WriteJSON(w io.Writer, r *Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
