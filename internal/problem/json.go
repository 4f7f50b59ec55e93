package problem

import (
	"encoding/json"
	"io"
)

// WriteJSON writes problems as an array of objects with the keys file, line,
// column, level ("error" or "warning"), code, message and hint. All keys are
// always present; unknown values are 0 or "".
func WriteJSON(w io.Writer, ps []Problem) error {
	if ps == nil {
		ps = []Problem{} // an empty array, not null
	}
	return encode(w, ps)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // keep « & » and « < » readable: this is not HTML
	e.SetIndent("", "  ")
	return e.Encode(v)
}
