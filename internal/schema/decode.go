package schema

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"

	"intraqvt/internal/problem"
)

// Decode reads a YAML file strictly into a struct: what is no field of it is
// an error, positioned in the file.
func Decode(name string, data []byte, into any) []problem.Problem {
	if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
		return []problem.Problem{YAMLProblem(name, 0, err)}
	}
	return nil
}

// YAMLProblem says in French what is wrong with YAML that starts after the
// given number of lines of a file.
func YAMLProblem(name string, linesBefore int, err error) problem.Problem {
	p := problem.Problem{File: name, Level: problem.Error, Code: "yaml", Message: "YAML illisible : " + err.Error()}
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		message := positioned.GetMessage()
		p.Message = "YAML illisible : " + message
		if at := positioned.GetToken(); at != nil && at.Position != nil {
			p.Line, p.Column = at.Position.Line+linesBefore, at.Position.Column
		}
		for _, known := range yamlMessages {
			if strings.Contains(message, known.part) {
				p.Message, p.Hint = "YAML illisible : "+known.message, known.hint
				break
			}
		}
	}
	return p
}

// yamlMessages says the library's commonest complaints in French.
var yamlMessages = []struct{ part, message, hint string }{
	{"unknown field", "champ inconnu", "les champs permis sont décrits dans le guide des auteurs"},
	{"character '\t'", "une tabulation sert de marge", "mettez des espaces : YAML n’accepte pas les tabulations"},
	{"found a tab", "une tabulation sert de marge", "mettez des espaces : YAML n’accepte pas les tabulations"},
	{"tab character", "une tabulation sert de marge", "mettez des espaces : YAML n’accepte pas les tabulations"},
	{"mapping value is not allowed", "deux-points inattendus", "mettez entre guillemets le texte qui contient « : »"},
	{"already defined", "le même champ est écrit deux fois", "gardez une seule des deux lignes"},
	{"duplicate", "le même champ est écrit deux fois", "gardez une seule des deux lignes"},
	{"could not find end character of double-quoted", "des guillemets ne sont pas fermés", "fermez-les avec \""},
	{"could not find end character of single-quoted", "une apostrophe ouvre un texte qui n’est pas fermé", "mettez le texte entre \" et \""},
	{"sequence end token ']'", "une liste entre crochets n’est pas fermée", "ajoutez ]"},
	{"flow mapping end token '}'", "une accolade n’est pas fermée", "ajoutez }"},
	{"non-map value", "une ligne sans « nom: valeur »", "chaque ligne de l’en-tête est de la forme « nom: valeur » ; vérifiez aussi les marges"},
	{"unexpected key name", "une ligne sans « nom: valeur »", "chaque ligne de l’en-tête est de la forme « nom: valeur » ; vérifiez aussi les marges"},
	{"value is not allowed in this context", "valeur inattendue", "vérifiez les marges et les guillemets de cette ligne"},
}
