package problem

import (
	"encoding/json"
	"io"
)

// WriteJSON writes problems as one array of objects with the keys file, line,
// column, level ("error" or "warning"), code, message and hint; all keys are
// always there, 0 and "" where nothing is known.
func WriteJSON(w io.Writer, ps []Problem) error {
	if ps == nil {
		ps = []Problem{} // an empty array, not null
	}
	return encode(w, ps)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // « & » and « < » stay readable; this is no HTML
	e.SetIndent("", "  ")
	return e.Encode(v)
}
