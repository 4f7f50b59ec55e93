package compare

import (
	"slices"
	"strconv"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
)

// Alert is something to check before the change is published.
type Alert struct {
	Text  string // French, without a final full stop
	Hint  string // the remedy; may be empty
	Spots []Spot // the places concerned, at least one
}

// Spot is a place in a page or in another file.
type Spot struct {
	Title string // of the page, or else the file's name
	Place string // file and line; "" if Title is enough
}

// Alerts returns the warnings of changed pages, then the new problems; a target
// that is missing in many places is one alert.
func (r *Report) Alerts() []Alert {
	var alerts []Alert
	for _, p := range r.Pages {
		for _, w := range p.Warnings {
			alerts = append(alerts, Alert{Text: w, Spots: []Spot{{p.Title, p.File}}})
		}
	}
	var seen, hidden []NewProblem
	for _, p := range r.Problems {
		if p.Hidden {
			hidden = append(hidden, p)
		} else {
			seen = append(seen, p)
		}
	}
	at := map[string]int{}
	for _, p := range slices.Concat(seen, hidden) {
		spot := Spot{Title: p.Title, Place: strings.TrimPrefix(p.File, content.Folder+"/")}
		if p.Line > 0 {
			spot.Place += ", ligne " + strconv.Itoa(p.Line)
		}
		if spot.Title == "" {
			spot = Spot{Title: spot.Place}
		}
		text := p.Message
		if p.Hidden {
			text += " (les lecteurs ne voient pas encore cette page)"
		}
		key := p.Code() + "\x00" + text
		i, known := at[key]
		if !known {
			i = len(alerts)
			at[key] = i
			alerts = append(alerts, Alert{Text: text, Hint: p.Hint})
		}
		if !slices.Contains(alerts[i].Spots, spot) {
			alerts[i].Spots = append(alerts[i].Spots, spot)
		}
	}
	return alerts
}

// Summary counts the changes in one French line without a final full stop; it
// also says if there are none.
func (r *Report) Summary() string {
	if r.Empty() {
		return "rien n’a changé"
	}
	count := map[Change]int{}
	unseen := 0
	for i := range r.Pages {
		if r.Pages[i].isUnseen() {
			unseen++
		} else {
			count[r.Pages[i].Change]++
		}
	}
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, french.Counted(n, one, many))
		}
	}
	add(count[Added], "page ajoutée", "pages ajoutées")
	add(count[Removed], "page retirée", "pages retirées")
	add(count[Moved], "page déplacée", "pages déplacées")
	add(count[Changed], "page modifiée", "pages modifiées")
	add(unseen, "retouche sans effet pour les lecteurs", "retouches sans effet pour les lecteurs")
	if slices.ContainsFunc(r.Types, func(t TypeChange) bool { return len(t.Names) == 0 }) {
		parts = append(parts, "tous les types de page modifiés")
	} else {
		add(len(r.Types), "type de page modifié", "types de page modifiés")
	}
	add(len(r.Portal), "réglage du portail", "réglages du portail")
	add(len(r.Files.Added)+len(r.Files.Removed)+len(r.Files.Changed), "fichier ou image", "fichiers ou images")
	if len(r.Look) > 0 {
		parts = append(parts, "présentation modifiée")
	}
	broken, errors, hidden := 0, 0, 0
	for _, p := range r.Problems {
		switch {
		case p.Hidden:
			hidden++
		case p.Broken:
			broken++
		default:
			errors++
		}
	}
	add(broken, "nouveau lien cassé", "nouveaux liens cassés")
	add(errors, "autre erreur nouvelle", "autres erreurs nouvelles")
	add(hidden, "point à finir dans une page non publiée", "points à finir dans des pages non publiées")
	add(r.Mended, "erreur réglée", "erreurs réglées")
	if len(parts) == 0 {
		return "les deux versions ne peuvent pas être comparées"
	}
	return strings.Join(parts, ", ")
}

// headings are the headings of groups of pages.
var headings = []struct {
	Change Change
	Title  string
}{
	{Added, "Pages ajoutées"}, {Removed, "Pages retirées"}, {Moved, "Pages déplacées ou renommées"}, {Changed, "Pages modifiées"},
}

// chapter holds the pages below one heading.
type chapter struct {
	Title string
	Pages []PageChange
}

// chapters returns the pages with visible changes, by heading.
func (r *Report) chapters() []chapter {
	var out []chapter
	for _, h := range headings {
		c := chapter{Title: h.Title}
		for i := range r.Pages {
			if r.Pages[i].Change == h.Change && !r.Pages[i].isUnseen() {
				c.Pages = append(c.Pages, r.Pages[i])
			}
		}
		if len(c.Pages) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// unseen returns the files that changed without any change for readers.
func (r *Report) unseen() []string {
	var files []string
	for i := range r.Pages {
		if r.Pages[i].isUnseen() {
			files = append(files, r.Pages[i].File)
		}
	}
	return files
}

// unreadable says in French which side cannot be compared.
func (r *Report) unreadable() []string {
	var out []string
	for _, side := range r.Unreadable {
		which := "La version d’avant"
		if side == "after" {
			which = "La version d’après"
		}
		out = append(out, which+" ne peut pas être lue : la description de ses types de page a des erreurs.")
	}
	return out
}

// place returns a page's address and type, and the length of its text.
func (p *PageChange) place() string {
	place := p.Address
	if p.OldAddress != "" && p.OldAddress != p.Address {
		place = p.OldAddress + " → " + p.Address
	} else if p.OldFile != "" {
		place += ", fichier renommé : " + p.OldFile + " → " + p.File
	}
	if (p.Change == Added || p.Change == Removed) && p.Words > 0 {
		place += ", " + french.Counted(p.Words, "mot", "mots")
	}
	told := slices.ContainsFunc(p.Notes, func(note string) bool { return strings.Contains(note, p.State) })
	if p.Change != Removed && p.State != "visible" && !told {
		place += ", " + p.State
	}
	return place
}

// isBrief reports whether the page's line contains the whole change.
func (p *PageChange) isBrief() bool { return len(p.Notes)+len(p.Fields)+len(p.Blocks) == 0 }

// kindWords precede a block whose kind is not visible.
var kindWords = map[BlockKind]string{Heading: "intertitre : ", Item: "• ", Row: "tableau : ", Caption: "légende : ", Code: "code : "}

// title returns the heading of a type's change.
func (t *TypeChange) title() string {
	s := t.Label
	switch t.Change {
	case Added:
		s += ", nouveau type de page"
	case Removed:
		s += ", type de page retiré"
	}
	if t.Pages == 0 {
		return s + " (aucune page)"
	}
	return s + " (" + french.Counted(t.Pages, "page concernée", "pages concernées") + ")"
}

// excerpt keeps, of unchanged parts, only the words next to a change.
func excerpt(parts []Part, around int) []Part {
	out := make([]Part, 0, len(parts))
	for i, p := range parts {
		if p.Op != Equal || len(parts) == 1 {
			out = append(out, p)
			continue
		}
		words := tokens(p.Text)
		head, tail := 0, len(words)
		if i > 0 {
			head = wordsIn(words, around, 1)
		}
		if i+1 < len(parts) {
			tail = len(words) - wordsIn(words, around, -1)
		}
		if tail-head > 4 {
			p.Text = strings.TrimRight(strings.Join(words[:head], ""), " ") + gap(head > 0,
				tail < len(words)) + strings.TrimLeft(strings.Join(words[tail:], ""), " ")
		}
		out = append(out, p)
	}
	return out
}

// gap returns the sign for omitted words; it has a space on the sides where words remain.
func gap(before, after bool) string {
	s := "…"
	if before {
		s = " " + s
	}
	if after {
		s += " "
	}
	return s
}

// wordsIn returns how many tokens contain a number of words, from the start or,
// with step -1, from the end.
func wordsIn(tokens []string, words, step int) int {
	n := 0
	for n < len(tokens) && words > 0 {
		t := tokens[n]
		if step < 0 {
			t = tokens[len(tokens)-1-n]
		}
		if isWord(t) {
			words--
		}
		n++
	}
	return n
}

// cut returns the first words of a text, with the number of the omitted ones.
func cut(s string, words int) string {
	all := tokens(s)
	n := wordsIn(all, words, 1)
	left := countWords(all[n:])
	if left < 10 {
		return s
	}
	return strings.TrimRight(strings.Join(all[:n], ""), " ") + " … (encore " + french.Number(left) + " mots)"
}
