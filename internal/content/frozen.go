package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
)

// Frozen is what an issue of a newsletter showed when it was frozen. The program
// writes it into the file (see [Freeze]); authors do not.
type Frozen struct {
	Day   time.Time // when the issue was frozen
	Text  string    // digest of the author's text as subscribers read it; see [DigestTexts]
	Calls []FrozenCall
}

// FrozenCall is what the issue showed where its text calls for pages: a list, a
// card, an excerpt or a link that takes the page's title as its text.
type FrozenCall struct {
	Call    string  // the call as in the text, see [CallOf]; for a person's page, a fingerprint of it
	Pages   []Shown // of a list or a card
	Name    string  // the title shown by a link or an excerpt; for a card that led nowhere, the text in its place
	Address string  // of a link: where it led; "" if it led to no page
	Excerpt string  // of an excerpt: a digest of its words
	Person  bool    // the page is about a person, so its content is not kept

	Line int // in the file
}

// Shown is a page as a list or a card shows it.
type Shown struct {
	Address string // below the root
	Type    string // name of its type
	Title   string
	Summary string
	Axis    string    // letter of the family that colours it; may be empty
	Number  string    // may be empty
	Day     time.Time // the day that readers see, perhaps with a time; zero if they see none

	// Person is a fingerprint of the page's address if the page is about a
	// person; nothing else is kept then: see [Frozen.PersonOf].
	Person string

	Line int // in the file, if read from one
}

// CallOf returns the call for what fills a slot, on one line; "" for slots
// whose text the author wrote.
func CallOf(s *markdown.Slot) string {
	target := s.Target
	if s.Fragment != "" {
		target += "#" + s.Fragment
	}
	switch s.Kind {
	case markdown.SlotName:
		return "[[" + target + "]]"
	case markdown.SlotEmbed:
		return "![[" + target + "]]"
	case markdown.SlotQuery:
		var parts []string
		add := func(key, value string) {
			if value != "" {
				parts = append(parts, key+": "+value)
			}
		}
		q := s.Query
		add("type", q.Type)
		for _, f := range q.Filters {
			add(f.Field, strings.Join(f.Values, " ou "))
		}
		add("quand", q.When.String())
		add("tri", q.Sort)
		if q.Limit > 0 {
			add("limite", strconv.Itoa(q.Limit))
		}
		return "liste (" + strings.Join(parts, ", ") + ")"
	}
	return ""
}

// DigestTexts returns a digest of texts, as frozen fields keep it.
func DigestTexts(texts ...string) string {
	h := sha256.New()
	for _, text := range texts {
		fmt.Fprintf(h, "%d\n%s\n", len(text), text)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// PersonOf returns a fingerprint of the address of a page about a person, or of
// a call for it. The page can be found by it as long as it exists; afterwards
// the fingerprint does not reveal the person. It differs from issue to issue.
func (f *Frozen) PersonOf(address string) string { return DigestTexts(f.Text, address) }

// IsPerson reports whether a call is for a page about a person.
func (f *Frozen) IsPerson(call string) bool {
	return slices.ContainsFunc(f.Calls, func(c FrozenCall) bool { return c.Person && c.Call == f.PersonOf(call) })
}

// FrozenOf returns what the issue showed when it was frozen; nil if it is not.
func (p *Page) FrozenOf() *Frozen {
	if p.Type.FrozenField() == nil {
		return nil
	}
	for i := range p.Values {
		if p.Values[i].Frozen != nil {
			return p.Values[i].Frozen
		}
	}
	return nil
}

// seal returns a digest of all that is frozen, which reveals manual changes.
func (f *Frozen) seal() string {
	texts := []string{f.Day.Format(time.DateOnly), f.Text}
	for _, c := range f.Calls {
		texts = append(texts, c.Call, c.Name, c.Address, c.Excerpt, strconv.FormatBool(c.Person), strconv.Itoa(len(c.Pages)))
		for _, s := range c.Pages {
			texts = append(texts, s.Person, s.Address, s.Type, s.Title, s.Summary, s.Axis, s.Number, shownDay(s.Day))
		}
	}
	return DigestTexts(texts...)
}

// Equal reports whether two frozen issues are equal apart from their day.
func (f *Frozen) Equal(other *Frozen) bool {
	same := *other
	same.Day = f.Day
	return f.seal() == same.seal()
}

// shownDay formats a day, with its time if it has one.
func shownDay(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Hour() == 0 && t.Minute() == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04")
}

// yaml returns the field as YAML, with lines that end in line feeds.
func (f *Frozen) yaml(name string) string {
	var b strings.Builder
	line := func(margin int, key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s%s: %s\n", strings.Repeat(" ", margin), key, value)
		}
	}
	text := func(margin int, key, value string) {
		if value != "" {
			line(margin, key, strconv.QuoteToGraphic(value))
		}
	}
	b.WriteString(frozenNote + "\n")
	b.WriteString(name + ":\n")
	line(2, "jour", f.Day.Format(time.DateOnly))
	text(2, "texte", f.Text)
	if len(f.Calls) > 0 {
		b.WriteString("  montre:\n")
	}
	for _, c := range f.Calls {
		text(4, "- appel", c.Call)
		text(6, "nom", c.Name)
		text(6, "adresse", c.Address)
		text(6, "extrait", c.Excerpt)
		if c.Person {
			line(6, "personne", "true")
		}
		if len(c.Pages) > 0 {
			b.WriteString("      pages:\n")
		}
		for _, s := range c.Pages {
			if s.Person != "" {
				text(8, "- personne", s.Person)
				continue
			}
			text(8, "- adresse", s.Address)
			text(10, "type", s.Type)
			text(10, "titre", s.Title)
			text(10, "resume", s.Summary)
			text(10, "axe", s.Axis)
			text(10, "numero", s.Number)
			line(10, "jour", shownDay(s.Day))
		}
	}
	text(2, "sceau", f.seal())
	return b.String()
}

// frozenNote is the comment above the field.
const frozenNote = "# Ce que ce numéro a montré : « intraqvt newsletter freeze » l’écrit, ne le modifiez pas."

// frozenParts are the keys of the field and of its parts, in order.
var (
	frozenParts = []string{"jour", "texte", "montre", "sceau"}
	callParts   = []string{"appel", "nom", "adresse", "extrait", "personne", "pages"}
	shownParts  = []string{"adresse", "type", "titre", "resume", "axe", "numero", "jour", "personne"}
)

// mendFrozen is the remedy for a frozen field that was changed by hand.
const mendFrozen = "rétablissez ce champ d’après git, ou retirez-le et relancez « intraqvt newsletter freeze »"

// frozen decodes a frozen field. It accepts only what the program wrote, since
// an issue that was sent cannot be corrected.
func (d *decoder) frozen(v Value, n ast.Node) (Value, bool) {
	r := frozenReader{d: d, name: v.Field.Name, good: true}
	f := &Frozen{}
	seal := ""
	r.each(n, frozenParts, func(key string, n ast.Node) {
		switch key {
		case "jour":
			f.Day = r.day(n)
		case "texte":
			f.Text = r.text(n)
		case "sceau":
			seal = r.text(n)
		case "montre":
			r.items(n, func(n ast.Node) { f.Calls = append(f.Calls, r.call(n)) })
		}
	})
	if r.good && seal != f.seal() {
		r.bad(n, "il a été modifié depuis que le numéro est figé")
	}
	v.Frozen = f
	return v, r.good
}

// frozenReader reads the parts of a frozen field. It reports the first that is
// not as the program writes it.
type frozenReader struct {
	d    *decoder
	name string
	good bool
}

func (r *frozenReader) bad(n ast.Node, message string) {
	if r.good {
		r.d.complain(n, problem.InvalidFrozenField, fmt.Sprintf("« %s » : %s", r.name, message), mendFrozen)
	}
	r.good = false
}

func (r *frozenReader) each(n ast.Node, keys []string, visit func(key string, n ast.Node)) {
	mapping, ok := n.(ast.MapNode)
	if !ok {
		r.bad(n, "il manque "+strings.Join(keys, ", "))
		return
	}
	for it := mapping.MapRange(); it.Next(); {
		key := r.d.key(it.Key())
		if !slices.Contains(keys, key) {
			r.bad(it.Key(), "« "+key+" » n’est pas de ce que le programme écrit")
			continue
		}
		visit(key, it.Value())
	}
}

func (r *frozenReader) items(n ast.Node, visit func(n ast.Node)) {
	sequence, ok := n.(*ast.SequenceNode)
	if !ok {
		r.bad(n, "une liste est attendue")
		return
	}
	for _, item := range sequence.Values {
		visit(item)
	}
}

func (r *frozenReader) text(n ast.Node) string {
	text, ok := scalar(n)
	if !ok {
		r.bad(n, "un texte est attendu")
	}
	return text
}

func (r *frozenReader) day(n ast.Node) time.Time {
	t, ok := parseDate(r.text(n))
	if !ok {
		r.bad(n, "une date est attendue")
	}
	return t
}

func (r *frozenReader) call(n ast.Node) FrozenCall {
	var c FrozenCall
	c.Line, _ = r.d.place(n)
	r.each(n, callParts, func(key string, n ast.Node) {
		switch key {
		case "appel":
			c.Call = r.text(n)
		case "nom":
			c.Name = r.text(n)
		case "adresse":
			c.Address = r.text(n)
		case "extrait":
			c.Excerpt = r.text(n)
		case "personne":
			c.Person, _ = parseBool(r.text(n))
		case "pages":
			r.items(n, func(n ast.Node) { c.Pages = append(c.Pages, r.page(n)) })
		}
	})
	return c
}

func (r *frozenReader) page(n ast.Node) Shown {
	var s Shown
	s.Line, _ = r.d.place(n)
	r.each(n, shownParts, func(key string, n ast.Node) {
		if key == "jour" {
			s.Day = r.day(n)
			return
		}
		*map[string]*string{"adresse": &s.Address, "type": &s.Type, "titre": &s.Title, "resume": &s.Summary, "axe": &s.Axis,
			"numero": &s.Number, "personne": &s.Person}[key] = r.text(n)
	})
	return s
}
