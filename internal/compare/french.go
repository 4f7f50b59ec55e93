package compare

import (
	"slices"
	"strconv"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
)

// Alert is what somebody should look at before the change is published.
type Alert struct {
	Text  string // French, without a final full stop
	Hint  string // how to mend it; may be empty
	Spots []Spot // where it is so, at least one
}

// Spot is a place in a page or in another file.
type Spot struct {
	Title string // of the page; else the file's name
	Place string // file and line; "" where Title says enough
}

// Alerts are what pages that changed mean for their readers, then the problems
// that are new; what is missing at many places is told once.
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

// Summary counts what changed, in one French line without a final full stop;
// it says so where nothing did.
func (r *Report) Summary() string {
	if r.Empty() {
		return "rien n’a changé"
	}
	count := map[Change]int{}
	unseen := 0
	for i := range r.Pages {
		if r.Pages[i].Unseen() {
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

// headings are those under which pages are told.
var headings = []struct {
	Change Change
	Title  string
}{
	{Added, "Pages ajoutées"}, {Removed, "Pages retirées"}, {Moved, "Pages déplacées ou renommées"}, {Changed, "Pages modifiées"},
}

// chapter is the pages of one heading.
type chapter struct {
	Title string
	Pages []PageChange
}

// chapters are the pages that readers see otherwise, under their headings.
func (r *Report) chapters() []chapter {
	var out []chapter
	for _, h := range headings {
		c := chapter{Title: h.Title}
		for i := range r.Pages {
			if r.Pages[i].Change == h.Change && !r.Pages[i].Unseen() {
				c.Pages = append(c.Pages, r.Pages[i])
			}
		}
		if len(c.Pages) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// unseen are the files that changed without any change for readers.
func (r *Report) unseen() []string {
	var files []string
	for i := range r.Pages {
		if r.Pages[i].Unseen() {
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

// place says where a page stands, what it is, and how long its text is.
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

// brief tells whether the place says all there is to say.
func (p *PageChange) brief() bool { return len(p.Notes)+len(p.Fields)+len(p.Blocks) == 0 }

// kindWords stand before a block where its kind is not seen.
var kindWords = map[BlockKind]string{Heading: "intertitre : ", Item: "• ", Row: "tableau : ", Caption: "légende : ", Code: "code : "}

// title says what a type's change is about.
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

// excerpt leaves of what stays only the words beside a change, those of a
// beginning and of an end apart.
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

// gap is the sign for words left out between others.
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

// wordsIn is how many tokens hold a number of words, from the beginning or,
// with a step of -1, from the end.
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

// cut leaves the first words of a text, with the number of the others.
func cut(s string, words int) string {
	all := tokens(s)
	n := wordsIn(all, words, 1)
	left := countWords(all[n:])
	if left < 10 {
		return s
	}
	return strings.TrimRight(strings.Join(all[:n], ""), " ") + " … (encore " + french.Number(left) + " mots)"
}
