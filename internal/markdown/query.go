package markdown

import (
	"errors"
	"strconv"

	"github.com/goccy/go-yaml"
	yamlast "github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// query reports « ::: liste » around YAML: type, limite, tri, forme, and fields with
// the values that pages must have. A list with errors is left out, since it
// would show something else than the author asked for.
func (k *walker) query(n *container) {
	r := queryReader{k: k, n: n}
	q := &Query{}
	file, err := parser.ParseBytes(n.Lines().Value(k.source), 0)
	if err != nil {
		line := 0
		var positioned yaml.Error
		if errors.As(err, &positioned) && positioned.GetToken() != nil {
			line = positioned.GetToken().Position.Line
		}
		r.fail(line, "liste illisible : ce n’est pas du YAML")
		return
	}
	for _, doc := range file.Docs {
		r.entries(doc.Body, q)
	}
	if r.failed {
		return
	}
	k.slot(Slot{Kind: SlotQuery, Query: q}, k.position(n))
}

// queryReader reads the YAML of one list.
type queryReader struct {
	k      *walker
	n      *container
	failed bool
}

// fail complains about a line of the YAML; 0 is the line that opens the block.
func (r *queryReader) fail(line int, message string) {
	r.failed = true
	at := r.k.position(r.n)
	if 0 < line && line <= r.n.Lines().Len() {
		at = r.n.Lines().At(line - 1).Start
	}
	l, column := r.k.place(at)
	r.k.problems = append(r.k.problems, problem.UnreadableQuery.At(r.k.o.File, l, column).
		Say(message, "une ligne par condition, par exemple « type: bonne-pratique »"))
}

func (r *queryReader) entries(body yamlast.Node, q *Query) {
	switch body := body.(type) {
	case nil, *yamlast.CommentGroupNode:
	case *yamlast.MappingNode:
		for _, e := range body.Values {
			r.entry(e, q)
		}
	case *yamlast.MappingValueNode:
		r.entry(body, q)
	default:
		r.fail(lineOf(body), "liste illisible : chaque ligne s’écrit « champ: valeur »")
	}
}

func (r *queryReader) entry(e *yamlast.MappingValueNode, q *Query) {
	line := lineOf(e.Key)
	key, _ := scalarOf(e.Key)
	values := r.values(e.Value)
	if len(values) == 0 {
		r.fail(line, "liste illisible : « "+key+" » n’a pas de valeur simple")
		return
	}
	switch french.Fold(key) {
	case "type":
		q.Type = values[0]
	case "tri", "sort":
		q.Sort = values[0]
	case "quand":
		switch french.Fold(values[0]) {
		case "a venir":
			q.When = Coming
		case "passe", "passes", "passee", "passees":
			q.When = Past
		case "d'ici au prochain numero":
			q.When = UntilNext
		case "depuis le dernier numero":
			q.When = SinceLast
		default:
			r.fail(line, "quand « "+values[0]+
				" » : « à venir », « passés » ou, dans un numéro, « d’ici au prochain numéro », « depuis le dernier numéro » sont attendus")
			return
		}
	case "forme":
		if french.Fold(values[0]) != "carte" {
			r.fail(line, "forme « "+values[0]+" » : « carte » est attendue")
			return
		}
		q.Form = MapForm
	case "limite", "limit":
		limit, err := strconv.Atoi(values[0])
		if err != nil || limit < 0 {
			r.fail(line, "limite « "+values[0]+" » : un nombre entier est attendu")
			return
		}
		q.Limit = limit
	default:
		at, _ := r.k.d.Place(r.n.Lines().At(min(line, r.n.Lines().Len()) - 1).Start)
		q.Filters = append(q.Filters, Filter{Field: key, Values: values, Line: at})
		return
	}
	if len(values) > 1 {
		r.fail(line, "liste illisible : « "+key+" » n’a qu’une valeur")
	}
}

// values returns the text of a value, or the texts of a list; nil for anything
// else.
func (r *queryReader) values(n yamlast.Node) []string {
	if list, ok := n.(*yamlast.SequenceNode); ok {
		var values []string
		for _, item := range list.Values {
			v, ok := scalarOf(item)
			if !ok {
				return nil
			}
			values = append(values, v)
		}
		return values
	}
	if v, ok := scalarOf(n); ok {
		return []string{v}
	}
	return nil
}

// scalarOf returns a value as the author wrote it: 2026-03-14 and 05 are texts.
func scalarOf(n yamlast.Node) (string, bool) {
	switch n := n.(type) {
	case *yamlast.StringNode:
		return n.Value, true
	case *yamlast.LiteralNode:
		return n.Value.Value, true
	case *yamlast.IntegerNode, *yamlast.FloatNode, *yamlast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func lineOf(n yamlast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}
