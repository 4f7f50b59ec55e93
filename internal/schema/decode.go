package schema

import (
	"errors"
	"reflect"
	"slices"

	"github.com/goccy/go-yaml"

	"intraqvt/internal/problem"
)

// Decode reads a YAML file strictly into a struct. Unknown keys and merge
// conflicts are errors, positioned in the file.
func Decode(name string, data []byte, into any) []problem.Problem {
	if found := problem.Conflicts(name, data); len(found) > 0 {
		return found
	}
	err := yaml.UnmarshalWithOptions(data, into, yaml.Strict())
	if err == nil {
		return nil
	}
	p := YAMLProblem(problem.InvalidYAML, name, data, 0, err)
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) && unknown.Token != nil {
		p.Message = "champ inconnu « " + unknown.Token.Value + " »"
		p.Hint = "les champs permis sont décrits dans le guide des auteurs"
		if now := formerKeys[unknown.Token.Value]; now != "" {
			p.Hint = now
		} else if hint := problem.DidYouMean(unknown.Token.Value, keys(reflect.TypeOf(into), nil)); hint != "" {
			p.Hint = hint
		}
	}
	return []problem.Problem{p}
}

// formerKeys are keys of older versions, each with what to write instead.
var formerKeys = map[string]string{
	"key":    "donnez « role: number » au champ dont la valeur nomme la page",
	"colour": "donnez « role: colour » au champ qui colore la page",
	"next":   "donnez « role: next-issue » au champ qui dit le jour du prochain numéro",
}

// keys returns the YAML names of the fields of a type and of the types in it.
func keys(t reflect.Type, seen []reflect.Type) []string {
	for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map}, t.Kind()) {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || slices.Contains(seen, t) {
		return nil
	}
	seen = append(seen, t)
	var names []string
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("yaml"); name != "" && name != "-" {
			names = append(append(names, name), keys(t.Field(i).Type, seen)...)
		}
	}
	return names
}
