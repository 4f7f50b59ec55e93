package content

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// visibility reads a key that no field has, where it says who sees the page or
// seems to; false where it is about something else.
func (d *decoder) visibility(name string, key ast.Node, value ast.Node) bool {
	if rule := d.rules.Key(name); rule != nil {
		d.page.Claims = append(d.page.Claims, d.claim(rule, key, value))
		return true
	}
	if strings.EqualFold(name, "cascade") {
		d.cascade(value)
		if !SpeaksForFolder(d.page.File) { // it has nothing below: it can only mean itself
			for _, c := range d.page.Cascade {
				d.page.Claims = append(d.page.Claims, c.Claims...)
			}
		}
		return true
	}
	if d.rules.IsGroup(name) {
		d.page.Claims = append(d.page.Claims, d.group(name, value)...)
		return true
	}
	text, single := scalar(value)
	if !single {
		return false
	}
	near := ""
	switch suggestion := french.Suggest(name, d.hidingKeys()); {
	case suggestion != "" && hides(d.rules.Key(suggestion), text):
		near = suggestion
	case d.hidesAsStatus(text):
		near = d.page.Type.ByRole(schema.Status).Name
	default:
		return false
	}
	d.withhold(key, fmt.Sprintf("champ inconnu « %s », qui semble cacher la page : « %s »", name, text), "vouliez-vous dire « "+near+" » ?")
	return true
}

// hidesAsStatus tells whether a value would keep the page from readers, were it
// that of the field of its status.
func (d *decoder) hidesAsStatus(text string) bool {
	return d.page.Type.ByRole(schema.Status) != nil && slices.ContainsFunc(d.rules.Keys, func(k schema.VisibilityKey) bool {
		return k.Role == schema.Status && hides(&k, text)
	})
}

// withhold hides the page, since nobody can tell whether it should be shown.
func (d *decoder) withhold(n ast.Node, message, hint string) {
	d.page.Withheld = true
	d.complain(n, problem.UnclearVisibility, message, hint)
}

func (d *decoder) hidingKeys() []string {
	var keys []string
	for _, k := range d.rules.Keys {
		keys = append(keys, k.Key)
	}
	return keys
}

// claim reads the value of a key that has a rule.
func (d *decoder) claim(rule *schema.VisibilityKey, key ast.Node, value ast.Node) Claim {
	d.said[rule.Key] = true
	text, single := scalar(value)
	if isNull(value) {
		return Claim{Key: rule.Key}
	}
	if !single && rule.Open {
		return Claim{Key: rule.Key}
	}
	c, ok := claim(rule, text)
	if single && ok {
		return c
	}
	if !single {
		c = Claim{Key: rule.Key, Value: strings.TrimSpace(value.String()), Level: schema.Hidden, Unreadable: true}
	}
	d.complain(key, problem.UnclearVisibility,
		fmt.Sprintf("« %s » : « %s » ne dit pas si la page est publiée", rule.Key, shortened(c.Value)), remedyOf(rule))
	return c
}

// remedyOf names values that a rule understands.
func remedyOf(rule *schema.VisibilityKey) string {
	switch {
	case rule.Date == "":
		return "écrivez " + rule.Key + ": true ou " + rule.Key + ": false"
	case len(rule.Values) == 0:
		return "écrivez une date, par exemple " + rule.Key + ": 2026-03-14"
	default:
		return "écrivez true, false, ou une date AAAA-MM-JJ"
	}
}

func shortened(text string) string {
	if text = strings.Join(strings.Fields(text), " "); len([]rune(text)) > 60 {
		text = string([]rune(text)[:59]) + "…"
	}
	return text
}

// group reads the keys of a group, such as Hugo's « build ». A single value in
// its place says of the whole group what a key in it would say.
func (d *decoder) group(name string, value ast.Node) []Claim {
	if mapping, ok := value.(ast.MapNode); ok {
		var claims []Claim
		for it := mapping.MapRange(); it.Next(); {
			if rule := d.rules.Key(name + "." + d.key(it.Key())); rule != nil {
				claims = append(claims, d.claim(rule, it.Key(), it.Value()))
			}
		}
		return claims
	}
	text, _ := scalar(value)
	for i := range d.rules.Keys {
		rule := &d.rules.Keys[i]
		if !d.rules.InGroup(rule, name) {
			continue
		}
		if c, ok := claim(rule, text); ok && c.Level != schema.Listed {
			return []Claim{c}
		}
	}
	return nil
}

// cascade reads what Hugo's « cascade » says for the pages below: one group of
// keys, or several, each with the pages that it is for
// (https://gohugo.io/content-management/front-matter/#cascade). Of what says
// for which pages, paths alone are followed; where it says more, the claims
// hold for more pages than they would in Hugo, never for fewer.
func (d *decoder) cascade(value ast.Node) {
	switch n := value.(type) {
	case *ast.SequenceNode:
		for _, child := range n.Values {
			d.cascade(child)
		}
	case ast.MapNode:
		var c Cascade
		said := d.said // what a cascade says is not said of the page
		d.said = map[string]bool{}
		for it := n.MapRange(); it.Next(); {
			name := d.key(it.Key())
			switch rule := d.rules.Key(name); {
			case isNull(it.Value()):
			case rule != nil:
				c.Claims = append(c.Claims, d.claim(rule, it.Key(), it.Value()))
			case strings.TrimLeft(strings.ToLower(name), "_") == "target":
				c.Paths = append(c.Paths, pathsIn(it.Value())...)
			case d.rules.IsGroup(name):
				c.Claims = append(c.Claims, d.group(name, it.Value())...)
			}
		}
		d.said = said
		if len(c.Claims) > 0 {
			d.page.Cascade = append(d.page.Cascade, c)
		}
	default:
		if !isNull(value) {
			d.withhold(value, "« cascade » ne dit rien de lisible",
				"écrivez dessous, en retrait, les champs que les pages du dossier reçoivent : draft: true")
		}
	}
}

// ReadCascade reads what a configuration says in the place of a page's
// « cascade ». ok is false where it cannot be understood.
func ReadCascade(types *schema.Set, value any) (cascade []Cascade, ok bool) {
	header, err := yaml.Marshal(map[string]any{"cascade": value})
	if err != nil {
		return nil, false
	}
	p := &Page{File: "index.md", Type: types.Default()}
	d := &decoder{page: p, rules: types.Visibility, bad: map[int]bool{}, said: map[string]bool{}}
	if !d.yaml(header) || p.Withheld || len(p.Problems) > 0 {
		return nil, false
	}
	return p.Cascade, true
}

// SpeaksForFolder tells whether a file is the page of its folder.
func SpeaksForFolder(file string) bool {
	base := path.Base(file)
	switch strings.ToLower(strings.TrimSuffix(base, path.Ext(base))) {
	case "index", "_index", "readme":
		return true
	}
	return false
}

// pathsIn are the patterns of a cascade's target.
func pathsIn(value ast.Node) []string {
	mapping, ok := value.(ast.MapNode)
	if !ok {
		return nil
	}
	for it := mapping.MapRange(); it.Next(); {
		name, _ := scalar(it.Key())
		if !strings.EqualFold(name, "path") {
			continue
		}
		if text, single := scalar(it.Value()); single {
			return []string{text}
		}
		if list, ok := it.Value().(*ast.SequenceNode); ok {
			var paths []string
			for _, child := range list.Values {
				if text, single := scalar(child); single {
					paths = append(paths, text)
				}
			}
			return paths
		}
	}
	return nil
}

// checkSwallowed finds lines of a header that were meant to hide the page and
// became part of something else: of the text of the field above, which went
// on over an indented line, or of a group that no program reads. What is
// above says nothing of who sees the page.
func (d *decoder) checkSwallowed(header []byte) {
	if d.page.Withheld {
		return
	}
	parent, n := "", d.lines
	for line := range strings.Lines(string(header)) {
		n++
		trimmed := strings.TrimSpace(line)
		if table, ok := strings.CutPrefix(trimmed, "["); ok {
			parent, _, _ = strings.Cut(strings.Trim(table, "[]"), ".")
			continue
		}
		f, ok := headerLine(line)
		if !ok {
			continue
		}
		if !f.indented {
			parent = f.key
		}
		rule := d.rules.Key(f.key)
		if rule == nil || d.said[rule.Key] || strings.EqualFold(parent, "cascade") || d.rules.IsGroup(parent) || !hides(rule, f.value) {
			continue
		}
		d.page.Withheld = true
		d.page.complain(n, problem.UnclearVisibility, "« "+trimmed+" » n’est pas lu comme un champ de l’en-tête",
			"écrivez « "+f.key+": "+f.value+" » au début d’une ligne, avec une espace après les deux-points")
		return
	}
}
