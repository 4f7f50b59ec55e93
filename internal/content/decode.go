package content

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// decoder decodes the YAML of one front matter into values.
type decoder struct {
	page   *Page
	rules  *schema.VisibilityRules
	lines  int          // number of lines in the file before the YAML
	places *tomlPlaces  // positions in the TOML source, if the YAML was made from TOML
	bad    map[int]bool // fields that are present but unreadable, by position

	claimed map[string]bool // keys that said who sees the page, as named by their rules
}

func (d *decoder) complain(n ast.Node, rule *problem.Rule, message, hint string) {
	d.page.Problems = append(d.page.Problems, d.at(n, rule).Say(message, hint))
}

func (d *decoder) at(n ast.Node, rule *problem.Rule) problem.Problem {
	line, column := d.place(n)
	return rule.At(d.page.File, line, column)
}

func (d *decoder) place(n ast.Node) (line, column int) {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return d.lines + 1, 1
	}
	at := n.GetToken().Position
	return at.Line + d.lines, at.Column
}

// fields decodes the mapping of a front matter. It returns false if the node is no mapping.
func (d *decoder) fields(root ast.Node) bool {
	mapping, ok := root.(ast.MapNode)
	if !ok {
		d.complain(root, problem.InvalidHeader, "l’en-tête n’est pas une suite de « nom: valeur »",
			"une ligne par champ, par exemple « titre: Prévenir les chutes », avec une espace ordinaire après les deux-points")
		return false
	}
	values, ranks := map[int]Value{}, map[int]int{}
	for it := mapping.MapRange(); it.Next(); {
		name, node := d.key(it.Key()), it.Value()
		position := d.page.Type.Position(name)
		switch {
		case name == "" || isNull(node):
		case position < 0:
			if !d.visibility(name, it.Key(), node) {
				d.unknownField(it.Key(), name)
			}
		default:
			field := &d.page.Type.Fields[position]
			r := rank(field, name)
			if first, twice := ranks[position]; twice && first <= r {
				continue
			}
			ranks[position] = r
			v, good := d.value(field, node)
			values[position], d.bad[position] = v, !good
			for _, rule := range []*schema.VisibilityKey{d.rules.Of(field), d.rules.Key(name)} {
				if rule != nil {
					d.claimed[rule.Key] = true
					d.page.Withheld = d.page.Withheld || !good && (len(rule.Values) > 0 || rule.Date == schema.Until)
				}
			}
		}
	}
	for i := range d.page.Type.Fields {
		if v := values[i]; v.IsSet() && !d.bad[i] {
			d.page.Values = append(d.page.Values, v)
		}
	}
	return true
}

// checkRequired reports missing required fields. Unreadable fields have been
// reported already. A page of the default type may take its title from its
// first heading or its file name.
func (d *decoder) checkRequired() {
	p := d.page
	for i := range p.Type.Fields {
		f := &p.Type.Fields[i]
		if !f.Required && !f.Recommended || p.Index || d.bad[i] || f.Role == schema.Title && p.Type.Default {
			continue
		}
		if _, set := p.Value(f.Name); set {
			continue
		}
		rule := problem.MissingField
		if !f.Required {
			rule = problem.RecommendedField
		}
		p.Problems = append(p.Problems, rule.At(p.File, d.lines, 1).Say(fmt.Sprintf("il manque le champ « %s »", f.Name),
			"ajoutez à l’en-tête une ligne « "+f.Name+": "+exampleOf(f)+" »"))
	}
}

// key returns the name of a field. French typists put a non-breaking space before
// the colon, and copied texts contain quotation marks and invisible characters: all
// these are removed. A leading non-breaking space was meant as indentation.
func (d *decoder) key(n ast.MapKeyNode) string {
	if n.Type() == ast.MergeKeyType {
		d.complain(n, problem.InvalidHeader, "« << » n’est pas permis", "écrivez les champs un à un")
		return ""
	}
	written, ok := scalar(n)
	if !ok {
		written = n.String()
	}
	name := strings.Trim(visible(written), "“”„‟«»\u00a0\u202f ")
	if strings.HasPrefix(written, "\u00a0") || strings.HasPrefix(written, "\u202f") {
		d.complain(n, problem.InvalidHeader, "une espace insécable sert de marge devant « "+name+" »",
			"remplacez-la par des espaces ordinaires")
		return ""
	}
	return name
}

// rank orders the keys that mean the same field: its own name comes before the
// others, date before lastmod, in whatever order they are written.
func rank(f *schema.Field, name string) int {
	if strings.EqualFold(f.Name, name) {
		return 0
	}
	return 1 + slices.IndexFunc(f.Also, func(also string) bool { return strings.EqualFold(also, name) })
}

// unknownField reports a key that the type does not have. Portals without a
// configuration ignore the problem if it is a warning.
func (d *decoder) unknownField(key ast.Node, name string) {
	hint := problem.DidYouMean(name, d.page.Type.Keys())
	if hint == "" {
		hint = "champs du type « " + d.page.Type.Name + " » : " + strings.Join(d.page.Type.Keys(), ", ")
	}
	p := d.at(key, problem.UnknownField).Say("champ inconnu « "+name+" »", hint)
	if d.page.Type.Default {
		p.Level = problem.Warning
	}
	d.page.Problems = append(d.page.Problems, p)
}

// value decodes one node as its field requires. good is false if a problem was reported.
func (d *decoder) value(f *schema.Field, n ast.Node) (v Value, good bool) {
	v = Value{Field: f}
	v.Line, v.Column = d.place(n)
	switch n.(type) {
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		// YAML aliases are of no use to authors, and a title may begin with
		// an asterisk.
		d.complain(n, problem.InvalidValue,
			fmt.Sprintf("« %s » : un texte ne peut pas commencer par « %s »", f.Name, n.GetToken().Value[:1]),
			"mettez le texte entre guillemets droits : \"…\"")
		return v, false
	}
	switch f.Kind {
	case schema.List:
		return d.list(v, n)
	case schema.Table:
		return d.table(v, n)
	case schema.Frozen:
		return d.frozen(v, n)
	case schema.Group:
		items, ok := d.record(f, f.Fields, n)
		v.Items = items
		return v, ok
	}
	text, ok := scalar(n)
	if !ok {
		d.complain(n, problem.InvalidValue, fmt.Sprintf("« %s » attend une seule valeur", f.Name),
			"écrivez-la sur la même ligne : "+f.Name+": "+exampleOf(f))
		return v, false
	}
	return d.single(v, text, n)
}

// single reads a text as the value that v's field requires.
func (d *decoder) single(v Value, text string, n ast.Node) (Value, bool) {
	v.Written = strings.TrimSpace(text)
	if v.Written == "" {
		return v, true
	}
	if message, hint := v.read(); message != "" {
		d.complain(n, problem.InvalidValue, fmt.Sprintf("« %s » : %s", v.Field.Name, message), hint)
		return v, false
	}
	if message := v.tooLong(); message != "" {
		d.complain(n, problem.TextTooLong, fmt.Sprintf("« %s » : %s", v.Field.Name, message), "raccourcissez le texte")
	}
	if v.Field.Kind == schema.Reference {
		d.page.References++
		v.Nth = d.page.References
	}
	return v, true
}

func (d *decoder) list(v Value, n ast.Node) (Value, bool) {
	good := true
	take := func(item Value, ok bool) {
		good = good && ok
		if ok && item.IsSet() {
			v.Items = append(v.Items, item)
		}
	}
	item := v.Field.Item
	if sequence, ok := n.(*ast.SequenceNode); ok {
		for _, child := range sequence.Values {
			if !isNull(child) {
				take(d.value(item, child))
			}
		}
	} else if text, ok := scalar(n); ok {
		for _, part := range splitList(v.Field, text) {
			take(d.single(Value{Field: item, Line: v.Line, Column: v.Column}, part, n))
		}
	} else {
		take(d.value(item, n))
	}
	return v, good || len(v.Items) > 0
}

// splitList splits a text that was written instead of a list. A single value is a list
// of one. A text is split at commas, unless a value of the field may contain commas.
func splitList(f *schema.Field, text string) []string {
	parts := strings.Split(text, ",")
	switch {
	case f.Taxonomy || f.Item.Kind == schema.Choice:
		return parts
	case f.Item.Kind == schema.Reference && !slices.ContainsFunc(parts, func(part string) bool {
		return french.Slug(part) != strings.TrimSpace(part) // a title, not a slug or a number
	}):
		return parts
	}
	return []string{text}
}

func (d *decoder) table(v Value, n ast.Node) (Value, bool) {
	sequence, ok := n.(*ast.SequenceNode)
	if !ok {
		d.complain(n, problem.InvalidValue, fmt.Sprintf("« %s » attend une liste de lignes", v.Field.Name),
			"chaque ligne commence par un tiret : - "+v.Field.Columns[0].Name+": …")
		return v, false
	}
	good := true
	for _, child := range sequence.Values {
		row, ok := d.record(v.Field, v.Field.Columns, child)
		good = good && ok
		if row != nil {
			v.Rows = append(v.Rows, row)
		}
	}
	return v, good || len(v.Rows) > 0
}

// record decodes a mapping whose keys are parts of a group or columns of a
// table. The values are returned in the order of the description.
func (d *decoder) record(f *schema.Field, parts []schema.Field, n ast.Node) ([]Value, bool) {
	mapping, ok := n.(ast.MapNode)
	names := make([]string, len(parts))
	for i := range parts {
		names[i] = parts[i].Name
	}
	if !ok {
		d.complain(n, problem.InvalidValue, fmt.Sprintf("« %s » attend : %s", f.Name, strings.Join(names, ", ")),
			"chacun sur sa ligne : "+names[0]+": …")
		return nil, false
	}
	out := make([]Value, len(parts))
	bad := make([]bool, len(parts))
	for i := range parts {
		out[i].Field = &parts[i]
	}
	good := true
	for it := mapping.MapRange(); it.Next(); {
		name, node := d.key(it.Key()), it.Value()
		if name == "" {
			good = false
			continue
		}
		i := slices.IndexFunc(names, func(s string) bool { return strings.EqualFold(s, name) })
		if i < 0 {
			d.complain(it.Key(), problem.UnknownField, fmt.Sprintf("« %s » ne contient pas de « %s »", f.Name, name),
				problem.OneOf(name, names))
			good = false
			continue
		}
		if isNull(node) {
			continue
		}
		v, ok := d.value(&parts[i], node)
		if good, bad[i] = good && ok, !ok; ok {
			out[i] = v
		}
	}
	for i := range parts {
		if parts[i].Required && !bad[i] && !out[i].IsSet() {
			d.complain(n, problem.MissingField, fmt.Sprintf("« %s » : il manque « %s »", f.Name, parts[i].Name),
				parts[i].Name+": "+exampleOf(&parts[i]))
			good = false
		}
	}
	return out, good
}

func isNull(n ast.Node) bool { return n == nil || n.Type() == ast.NullType }

// scalar returns the text of a single value as it was written.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		return "", false // the library counts them as scalars
	case ast.ScalarNode:
		return n.GetToken().Value, true
	}
	return "", false
}
