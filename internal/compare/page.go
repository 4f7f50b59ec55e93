package compare

import (
	"cmp"
	"fmt"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/site"
)

// visibility reports whether readers see a page on a day, with a description in French.
func visibility(p *content.Page, day time.Time) (visible bool, words string) {
	v := p.Visibility(day)
	words = v.Words
	if v.Archived {
		words = cmp.Or(words, p.Type.Agree("archivé"))
	}
	return v.Public(), cmp.Or(words, "visible")
}

// newPageChange returns the common parts of a page's change.
func newPageChange(change Change, v version, day time.Time) PageChange {
	p := v.page
	c := PageChange{
		Change: change, Type: p.Type.Label.One, Title: p.Title, File: p.Name, Address: p.Path(), Words: p.Body.Words,
		Notes: []string{}, Warnings: []string{}, Fields: []FieldChange{}, Blocks: []BlockChange{},
	}
	c.Visible, c.State = visibility(p, day)
	return c
}

func (c *comparison) addedPage(v version) PageChange {
	p := newPageChange(Added, v, c.after.Site.At)
	if !p.Visible {
		p.Notes = append(p.Notes, "les lecteurs ne "+v.page.Type.Agree("le")+" voient pas encore : "+p.State)
	}
	return p
}

func (c *comparison) removedPage(v version) PageChange {
	p := newPageChange(Removed, v, c.before.Site.At)
	if !p.Visible {
		p.Notes = append(p.Notes, "les lecteurs ne "+v.page.Type.Agree("le")+" voyaient pas : "+p.State)
		return p
	}
	if title, ok := c.titleAt(p.Address); ok {
		p.Notes = append(p.Notes, "son adresse conduit maintenant à « "+title+" »")
	} else {
		p.Warnings = append(p.Warnings, "son adresse ne mène plus nulle part : "+p.Address)
	}
	return p
}

// page compares two versions of a page.
func (c *comparison) page(was, now version) PageChange {
	p := newPageChange(Changed, now, c.after.Site.At)
	visible, state := visibility(was.page, c.before.Site.At)
	if was.page.Name != now.page.Name || was.page.Path() != now.page.Path() {
		p.Change, p.OldFile, p.OldAddress = Moved, was.page.Name, was.page.Path()
	}
	p.Fields = compareFields(was, now)
	n := namesFor(was, now)
	p.Blocks = compareBlocks(c.blocks(c.before, was, n), c.blocks(c.after, now, n))
	if len(p.Blocks) > 0 && isRewritten(was.page, now.page) {
		p.Notes = append(p.Notes, "le texte a été réécrit, pour la moitié de ses mots ou plus")
	}
	if note := transition(visible, p.Visible, state, p.State, now); note != "" {
		p.Notes = append(p.Notes, note)
	}
	if visible && p.OldAddress != p.Address && p.OldAddress != "" {
		c.address(&p, now)
	}
	if visible {
		c.lostAddresses(&p, was)
	}
	if visible && was.page.IsIssue() && (len(p.Fields) > 0 || len(p.Blocks) > 0) {
		p.Warnings = append(p.Warnings,
			"le numéro « "+was.page.Title+" » a déjà paru le "+french.Date(was.page.Date)+" : les abonnés ont l’ancien texte")
	}
	if isSent(was, now) {
		c.sentIssue(was, now, &p)
	}
	return p
}

// isRewritten reports whether two long texts are not alike.
func isRewritten(was, now *content.Page) bool {
	a, b := bagOf(was.Body.Text()), bagOf(now.Body.Text())
	return min(a.total, b.total) >= fewestWords && a.alike(b) <= minLikeness
}

// blocks returns the text of a page as readers see it. An error of reading the
// file ends the comparison.
func (c *comparison) blocks(side Side, v version, n names) []block {
	r := reader{side: side, page: v.place, names: n}
	if r.page == nil {
		r.page = &site.Page{Page: v.page}
	}
	data, err := side.Read(v.page.File)
	if err == nil {
		err = v.page.Tell(data, &r)
	}
	if err != nil && c.err == nil {
		c.err = err
	}
	r.end()
	return r.blocks
}

// transition describes a change of visibility; "" if nothing changed for
// readers.
func transition(was, is bool, before, after string, now version) string {
	agree := now.page.Type.Agree
	it := agree("le")
	switch {
	case before == after:
		return ""
	case !was && is:
		return "les lecteurs " + it + " voient maintenant (avant : " + before + ")"
	case was && !is:
		note := "les lecteurs ne " + it + " voient plus : " + after
		if n := countReferrers(now.place); n == 1 {
			note += " ; une page y renvoie, son lien n’est plus montré"
		} else if n > 1 {
			note += fmt.Sprintf(" ; %d pages y renvoient, leurs liens ne sont plus montrés", n)
		}
		return note
	case !is:
		return "les lecteurs ne " + it + " voient toujours pas : " + after + " (avant : " + before + ")"
	case after == agree("archivé"):
		return fmt.Sprintf("%s est %s : on peut encore %s lire, les listes ne %s montrent plus", agree("il"), after, it, it)
	case before == agree("archivé"):
		return fmt.Sprintf("%s n’est plus %s : les listes %s montrent de nouveau", agree("il"), before, it)
	}
	return agree("il") + " est maintenant " + after + " (avant : " + before + ")"
}

// countReferrers returns the number of pages that refer to a page.
func countReferrers(p *site.Page) int {
	n := 0
	if p != nil {
		for _, g := range p.Backlinks {
			n += len(g.Pages)
		}
	}
	return n
}

// address notes whether the old address of a page leads to the new one.
func (c *comparison) address(p *PageChange, now version) {
	title, ok := c.titleAt(p.OldAddress)
	switch {
	case ok && title == now.page.Title:
		p.Notes = append(p.Notes, "l’ancienne adresse conduit à la nouvelle")
	case ok:
		p.Warnings = append(p.Warnings, "l’ancienne adresse conduit maintenant à « "+title+" », non à cette page : "+p.OldAddress)
	default:
		p.Warnings = append(p.Warnings,
			"l’ancienne adresse ne mène plus nulle part : "+p.OldAddress+" ; ajoutez-la au champ « alias » de la page")
	}
}

// lostAddresses warns of old addresses of a page that no longer lead anywhere.
func (c *comparison) lostAddresses(p *PageChange, was version) {
	if len(was.page.Aliases) == 0 {
		return
	}
	for _, r := range c.before.Site.Redirects {
		if r.To.Page != was.page || r.From == p.OldAddress {
			continue
		}
		if _, ok := c.titleAt(r.From); !ok {
			p.Warnings = append(p.Warnings, "une ancienne adresse ne mène plus nulle part : "+r.From)
		}
	}
}

// titleAt returns the title of the page that readers find at an address, present
// or old, after the change.
func (c *comparison) titleAt(address string) (title string, ok bool) {
	if c.titles == nil {
		c.titles = map[string]string{}
		for _, r := range c.after.Site.Redirects {
			if r.To.Seen.Public() {
				c.titles[r.From] = r.To.Title
			}
		}
		for _, p := range c.after.Site.Pages {
			if p.Seen.Public() {
				c.titles[p.Path()] = p.Title
			}
		}
	}
	title, ok = c.titles[address]
	return title, ok
}
