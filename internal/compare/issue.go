package compare

import (
	"slices"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/site"
)

// isSent reports whether readers saw an issue of a newsletter on both sides, so
// that subscribers got it.
func isSent(was, now version) bool {
	return was.page.IsIssue() && was.place != nil && now.place != nil &&
		was.place.Seen.Public() && now.place.Seen.Public()
}

// sentIssue warns if a sent issue now shows something else, even if its own
// file is unchanged. It also says whether an issue was frozen or is no longer
// frozen.
func (c *comparison) sentIssue(was, now version, p *PageChange) {
	before, after := was.place.Frozen() != nil, now.place.Frozen() != nil
	switch {
	case !before && after:
		p.Notes = append(p.Notes, "ce que montrent ses listes et ses cartes est figé")
	case before && !after:
		p.Warnings = append(p.Warnings, "ce que montrent ses listes et ses cartes n’est plus figé")
	}
	old := callsOf(was.place)
	changed := false
	for _, now := range callsOf(now.place) {
		i := slices.IndexFunc(old, func(was call) bool { return was.text == now.text })
		if i < 0 {
			continue
		}
		for _, sentence := range old[i].changes(now) {
			p.Warnings = append(p.Warnings, "le numéro a déjà paru, et « "+now.text+" » "+sentence)
			changed = true
		}
		old = slices.Delete(old, i, i+1)
	}
	if changed && !after {
		p.Warnings = append(p.Warnings, "pour que ce numéro ne change plus avec le portail : intraqvt newsletter freeze "+now.page.Slug)
	}
}

// call is a call for pages in an issue's text, with what it shows.
type call struct {
	text  string          // as in the text
	cards []content.Shown // of a list or a card; of a link, its text as a title
}

// callsOf returns the calls of an issue as readers see them, without drafts,
// which the sites contain.
func callsOf(p *site.Page) []call {
	var calls []call
	for i := range p.Targets {
		slot, t := &p.Body.Slots[i], &p.Targets[i]
		c := call{text: content.CallOf(slot)}
		if c.text == "" {
			continue
		}
		seen := t.Page != nil && t.Page.Seen.Public()
		switch {
		case slot.Kind == markdown.SlotName && seen:
			c.cards = append(c.cards, content.Shown{Title: t.Name(), Address: t.Page.Path()})
		case slot.Kind == markdown.SlotName:
			c.cards = append(c.cards, content.Shown{Title: t.Name()})
		case t.Anchor != "" && seen:
			c.cards = append(c.cards,
				content.Shown{Title: t.Page.Title, Address: t.Page.Path(), Summary: t.Page.Body.SectionWords(t.Anchor)})
		case t.Anchor == "":
			for _, card := range t.Cards() {
				shown := card.Shown()
				if card.Page != nil && !card.Page.Seen.Public() {
					if card.Frozen == nil {
						continue
					}
					shown.Address = ""
				}
				c.cards = append(c.cards, shown)
			}
		}
		calls = append(calls, c)
	}
	return calls
}

// changes describes how a call's content has changed. Two pages are the same if
// their addresses or their titles are equal.
func (c call) changes(now call) []string {
	var sentences []string
	taken := make([]bool, len(c.cards))
	find := func(same func(content.Shown) bool) int {
		for i, old := range c.cards {
			if !taken[i] && same(old) {
				return i
			}
		}
		return -1
	}
	last, reordered := -1, false
	for _, card := range now.cards {
		i := find(func(o content.Shown) bool { return o.Address == card.Address && card.Address != "" })
		if i < 0 {
			i = find(func(o content.Shown) bool { return o.Title == card.Title })
		}
		if i < 0 {
			sentences = append(sentences, "montrerait aussi « "+card.Title+" »")
			continue
		}
		if sentence := cardChange(c.cards[i], card); sentence != "" {
			sentences = append(sentences, sentence)
		}
		reordered = reordered || i < last
		taken[i], last = true, i
	}
	for i, gone := range c.cards {
		if !taken[i] {
			sentences = append(sentences, "ne montrerait plus « "+gone.Title+" »")
		}
	}
	if reordered {
		sentences = append(sentences, "montrerait ses pages dans un autre ordre")
	}
	return sentences
}

// cardChange describes how a shown page has changed; "" for no change.
func cardChange(was, now content.Shown) string {
	switch {
	case was.Title != now.Title:
		return "dirait « " + now.Title + " » au lieu de « " + was.Title + " »"
	case !was.Day.Equal(now.Day):
		return "donnerait à « " + now.Title + " » un autre jour, le " + french.DateTime(now.Day)
	case was.Summary != now.Summary:
		return "montrerait un autre texte pour « " + now.Title + " »"
	case was.Address != "" && now.Address == "":
		return "ne mènerait plus à « " + now.Title + " » : la page n’est plus là"
	case was.Type != now.Type, was.Axis != now.Axis, was.Number != now.Number:
		return "présenterait autrement « " + now.Title + " »"
	}
	return ""
}
