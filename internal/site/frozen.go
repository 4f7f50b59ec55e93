package site

import (
	"slices"
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Frozen is what the issue showed when it was frozen; nil for a page that was
// not, and where [Options.Unfrozen] says so.
func (p *Page) Frozen() *content.Frozen { return p.frozen }

// Freeze is what an issue shows where its text calls for pages, to be kept in
// its file. A page about a person is named by a fingerprint alone: once it is
// removed, nothing is left of it.
func (p *Page) Freeze(day time.Time) *content.Frozen {
	f := &content.Frozen{Day: day, Text: written(p)}
	for i := range p.Targets {
		slot, t := &p.Body.Slots[i], &p.Targets[i]
		call := content.FrozenCall{Call: content.CallOf(slot)}
		if call.Call == "" {
			continue
		}
		about := t.Page != nil && t.Page.Type.Person
		switch {
		case slot.Kind == markdown.SlotQuery:
			for _, c := range t.Cards() {
				call.Pages = append(call.Pages, freeze(f, c))
			}
		case about || t.person:
			call.Call, call.Person = f.PersonOf(call.Call), true
		case slot.Kind == markdown.SlotName:
			if call.Name = t.Name(); t.Page != nil {
				call.Address = t.Page.Path()
			}
		case t.Anchor != "":
			call.Name, call.Excerpt = t.Name(), excerptOf(t)
		case t.Page != nil:
			call.Pages = append(call.Pages, freeze(f, t.Cards()[0]))
		default:
			call.Name = t.Fallback
		}
		f.Calls = append(f.Calls, call)
	}
	return f
}

func freeze(f *content.Frozen, c Card) content.Shown {
	if c.Page != nil && c.Page.Type.Person {
		return content.Shown{Person: f.PersonOf(c.Page.Path())}
	}
	return c.Shown()
}

// written is a digest of what an issue's author wrote, as subscribers read it:
// the text, and the fields that its type adds.
func written(p *Page) string {
	texts := []string{p.Title, p.Summary, p.Date.Format(time.DateOnly), p.TextDigest}
	for _, v := range p.Values {
		if slices.Contains(p.Type.Own, v.Field.Name) && v.Field.Kind != schema.Frozen && v.Field.Role != schema.NextIssue {
			texts = append(texts, v.Field.Name+"="+strings.Join(v.Strings(), "\n"))
		}
	}
	return content.Digested(texts...)
}

// excerptOf is a digest of the words of a section that is shown elsewhere.
func excerptOf(t *Target) string { return content.Digested(t.Page.Body.SectionWords(t.Anchor)) }

// thawing is the linking of a frozen issue: its slots take, call by call, what
// was frozen.
type thawing struct {
	l     *linker
	p     *Page
	calls map[string][]*content.FrozenCall // those not taken yet
}

// thaw begins to link a page; nil where it is not frozen.
func (l *linker) thaw(p *Page) *thawing {
	if p.frozen == nil {
		return nil
	}
	t := &thawing{l: l, p: p, calls: map[string][]*content.FrozenCall{}}
	for i := range p.frozen.Calls {
		c := &p.frozen.Calls[i]
		t.calls[c.Call] = append(t.calls[c.Call], c)
	}
	if p.frozen.Text != written(p) {
		v, _ := p.Value(p.Type.FrozenField().Name)
		l.complain(p, place{v.Line, v.Column}, problem.ChangedFrozenIssue,
			"ce numéro a changé depuis qu’il est figé, le "+french.Date(p.frozen.Day)+" : les abonnés ont l’ancien texte",
			"rétablissez-le d’après git, et corrigez dans le numéro suivant ; s’il n’est pas encore parti, "+t.again())
	}
	return t
}

// call is what was frozen of a slot; nil for one that was added to the text
// since, and for those of which the author wrote the text.
func (t *thawing) call(slot *markdown.Slot) *content.FrozenCall {
	call := content.CallOf(slot)
	if call == "" {
		return nil
	}
	waiting := t.calls[call]
	if len(waiting) == 0 {
		call = t.p.frozen.PersonOf(call)
		waiting = t.calls[call]
	}
	if len(waiting) == 0 {
		call = content.CallOf(slot)
		t.l.complain(t.p, place{slot.Line, slot.Column}, problem.ChangedFrozenIssue,
			"« "+call+" » a été ajouté depuis que le numéro est figé : il change avec le portail", t.again())
		return nil
	}
	t.calls[call] = waiting[1:]
	return waiting[0]
}

// target is what a slot shows as it was frozen. ok is false where that is left to
// the portal as it is now: for a person's page, for an excerpt, and for a link
// that led to no page.
func (t *thawing) target(slot *markdown.Slot, frozen *content.FrozenCall) (target Target, ok bool) {
	isName := slot.Kind == markdown.SlotName
	switch {
	case frozen.Person, frozen.Excerpt != "", isName && frozen.Address == "":
		return Target{}, false
	case isName:
		return t.link(slot, frozen), true
	}
	target.cards = []Card{} // an empty list stays empty
	for i := range frozen.Pages {
		if c, ok := t.card(&frozen.Pages[i]); ok {
			target.cards = append(target.cards, c)
			if c.Page != nil {
				target.Pages = append(target.Pages, c.Page)
			}
		}
	}
	if slot.Kind == markdown.SlotEmbed {
		target.Fallback, target.Pages = frozen.Name, nil
		if len(target.cards) > 0 {
			target.Page = target.cards[0].Page
		}
	}
	return target, true
}

// link is a link with the text that it had.
func (t *thawing) link(slot *markdown.Slot, frozen *content.FrozenCall) Target {
	target := Target{Page: t.l.at(frozen.Address), Fallback: frozen.Name, name: frozen.Name}
	switch {
	case target.Page == nil:
		t.gone(place{slot.Line, slot.Column}, frozen.Address, frozen.Name, "le texte du lien reste")
	case slot.Fragment != "":
		if h, ok := target.Page.Body.Heading(slot.Fragment); ok {
			target.Anchor = h.ID
		}
	}
	return target
}

// card is a page as it was shown; ok is false for a person of whom nothing is
// left.
func (t *thawing) card(shown *content.Shown) (c Card, ok bool) {
	if shown.Person != "" {
		page := t.l.person(t.p.frozen, shown.Person)
		return Card{Page: page}, page != nil
	}
	c = Card{Page: t.l.at(shown.Address), Frozen: shown}
	if c.Page == nil {
		t.gone(place{shown.Line, 1}, shown.Address, shown.Title, "le titre et le résumé restent")
	}
	return c, true
}

// live is what a slot shows of the portal as it is now, with what was frozen of
// it all the same.
func (t *thawing) live(slot *markdown.Slot, frozen *content.FrozenCall) Target {
	now := t.l.resolveSlot(t.p, slot)
	if frozen == nil {
		return now
	}
	now.person = frozen.Person
	if slot.Kind == markdown.SlotName || frozen.Excerpt != "" {
		now.name = frozen.Name
	}
	if frozen.Excerpt != "" && now.Page != nil && frozen.Excerpt != excerptOf(&now) {
		t.l.complain(t.p, place{slot.Line, slot.Column}, problem.ChangedFrozenIssue,
			"l’extrait de « "+now.Page.Title+" » n’est plus celui que ce numéro a montré",
			"un extrait suit sa page : recopiez-en le texte d’alors, ou montrez une carte")
	}
	return now
}

// again says how to freeze an issue anew.
func (t *thawing) again() string {
	return "« intraqvt newsletter freeze " + t.p.Slug + " --again » le fige de nouveau, tel que le portail le montre aujourd’hui"
}

// gone tells of a page that a frozen issue shows and readers do not find any
// more. One that has expired had its time.
func (t *thawing) gone(at place, address, title, what string) {
	for _, p := range t.l.names.byAddress[addressKey(strings.TrimSuffix(address, ".html"))] {
		if p.Seen.Hiding == content.Expired {
			return
		}
	}
	t.l.complain(t.p, at, problem.ChangedFrozenIssue,
		"« "+title+" », que ce numéro a montré, n’est plus à son adresse : "+what+", sans lien",
		"si la page a changé d’adresse, donnez l’ancienne à son champ « alias » ; pour que le numéro n’en garde rien, "+t.again())
}

// at is the page that readers find at an address, be it an old one; nil where
// they find none.
func (l *linker) at(address string) *Page {
	pages := l.names.byAddress[addressKey(strings.TrimSuffix(address, ".html"))]
	i := slices.IndexFunc(pages, func(p *Page) bool { return p.Shown })
	if i < 0 {
		return nil
	}
	return pages[i]
}

// person is the page about a person of which a frozen issue keeps a fingerprint;
// nil where there is none any more.
func (l *linker) person(f *content.Frozen, fingerprint string) *Page {
	for _, p := range l.pages {
		if !p.Type.Person {
			continue
		}
		if f.PersonOf(p.Path()) == fingerprint {
			return p
		}
		for _, a := range p.Aliases {
			if old, ok := aliasAddress(p, a.Text); ok && f.PersonOf(old) == fingerprint {
				return p
			}
		}
	}
	return nil
}
