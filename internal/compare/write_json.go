package compare

import (
	"encoding/json"
	"io"
)

// WriteJSON writes a report as one object, its keys those that [Report] and
// what it holds name in their tags. All keys are always there; lists are never
// null. Words such as "added" and "equal" are English, sentences French.
func WriteJSON(w io.Writer, r *Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
