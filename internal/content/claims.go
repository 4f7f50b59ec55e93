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

// visibility reads a key that is no field but may say who sees the page. It
// returns false if the key is about something else.
func (d *decoder) visibility(name string, key ast.Node, value ast.Node) bool {
	if rule := d.rules.Key(name); rule != nil {
		d.page.Claims = append(d.page.Claims, d.claim(rule, key, value))
		return true
	}
	if strings.EqualFold(name, "cascade") {
		d.cascade(value)
		if !SpeaksForFolder(d.page.File) { // the page is not a folder's, so its cascade can only mean the page itself
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

// hidesAsStatus reports whether a value would hide the page if it were the
// value of the status field.
func (d *decoder) hidesAsStatus(text string) bool {
	return d.page.Type.ByRole(schema.Status) != nil && slices.ContainsFunc(d.rules.Keys, func(k schema.VisibilityKey) bool {
		return k.Role == schema.Status && hides(&k, text)
	})
}

// withhold hides the page, because it is unclear whether it may be shown.
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

// claim reads the value of a key that has a visibility rule.
func (d *decoder) claim(rule *schema.VisibilityKey, key ast.Node, value ast.Node) Claim {
	d.claimed[rule.Key] = true
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
		fmt.Sprintf("« %s » : « %s » ne dit pas si la page est publiée", rule.Key, shorten(c.Value)), remedyOf(rule))
	return c
}

// remedyOf lists values that a rule understands.
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

func shorten(text string) string {
	if text = strings.Join(strings.Fields(text), " "); len([]rune(text)) > 60 {
		text = string([]rune(text)[:59]) + "…"
	}
	return text
}

// group reads the keys of a group, such as Hugo's « build ». A single value
// instead of a group counts as the value of each key in it.
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

// cascade reads Hugo's « cascade » for the pages below: one group of keys, or
// several, each with its target pages
// (https://gohugo.io/content-management/front-matter/#cascade). Of a target,
// only the paths are read; other conditions are ignored, so that the claims
// apply to at least as many pages as in Hugo.
func (d *decoder) cascade(value ast.Node) {
	switch n := value.(type) {
	case *ast.SequenceNode:
		for _, child := range n.Values {
			d.cascade(child)
		}
	case ast.MapNode:
		var c Cascade
		claimed := d.claimed // claims of the cascade are not claims of the page
		d.claimed = map[string]bool{}
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
		d.claimed = claimed
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

// ReadCascade reads the « cascade » of a configuration, as in a page's header.
// ok is false if it cannot be understood.
func ReadCascade(types *schema.Set, value any) (cascade []Cascade, ok bool) {
	header, err := yaml.Marshal(map[string]any{"cascade": value})
	if err != nil {
		return nil, false
	}
	p := &Page{File: "index.md", Type: types.Default()}
	d := &decoder{page: p, rules: types.Visibility, bad: map[int]bool{}, claimed: map[string]bool{}}
	if !d.yaml(header) || p.Withheld || len(p.Problems) > 0 {
		return nil, false
	}
	return p.Cascade, true
}

// SpeaksForFolder reports whether a file is the page of its folder.
func SpeaksForFolder(file string) bool {
	base := path.Base(file)
	switch strings.ToLower(strings.TrimSuffix(base, path.Ext(base))) {
	case "index", "_index", "readme":
		return true
	}
	return false
}

// pathsIn returns the path patterns of a cascade's target.
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

// checkSwallowed finds lines of a header that were meant to hide the page but
// became part of something else: of the text of the field above, which an
// indented line continues, or of a group that no program reads.
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
		if rule == nil || d.claimed[rule.Key] || strings.EqualFold(parent, "cascade") || d.rules.IsGroup(parent) || !hides(rule, f.value) {
			continue
		}
		d.page.Withheld = true
		d.page.complain(n, problem.UnclearVisibility, "« "+trimmed+" » n’est pas lu comme un champ de l’en-tête",
			"écrivez « "+f.key+": "+f.value+" » au début d’une ligne, avec une espace après les deux-points")
		return
	}
}
