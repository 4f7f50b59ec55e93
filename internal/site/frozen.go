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

// Frozen returns what the issue showed when it was frozen; nil for a page that
// is not frozen, or with [Options.Unfrozen].
func (p *Page) Frozen() *content.Frozen { return p.frozen }

// Freeze returns what an issue shows where its text calls for pages, to be kept
// in its file. A page about a person is kept as a fingerprint only, so that no
// data about a person remains once the page is removed.
func (p *Page) Freeze(day time.Time) *content.Frozen {
	f := &content.Frozen{Day: day, Text: authorDigest(p)}
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
			call.Name, call.Excerpt = t.Name(), excerptDigest(t)
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

// authorDigest returns a digest of what an issue's author wrote, as subscribers
// read it: the text, and the fields that its type adds.
func authorDigest(p *Page) string {
	texts := []string{p.Title, p.Summary, p.Date.Format(time.DateOnly), p.TextDigest}
	for _, v := range p.Values {
		if slices.Contains(p.Type.Own, v.Field.Name) && v.Field.Kind != schema.Frozen && v.Field.Role != schema.NextIssue {
			texts = append(texts, v.Field.Name+"="+strings.Join(v.Strings(), "\n"))
		}
	}
	return content.DigestTexts(texts...)
}

// excerptDigest returns a digest of the words of a section that is shown elsewhere.
func excerptDigest(t *Target) string { return content.DigestTexts(t.Page.Body.SectionWords(t.Anchor)) }

// frozenIssue links a frozen issue: its slots show what was frozen, call by call.
type frozenIssue struct {
	l     *linker
	p     *Page
	calls map[string][]*content.FrozenCall // calls not used yet
}

// frozenIssue returns the frozen content of a page; nil if it is not frozen.
func (l *linker) frozenIssue(p *Page) *frozenIssue {
	if p.frozen == nil {
		return nil
	}
	t := &frozenIssue{l: l, p: p, calls: map[string][]*content.FrozenCall{}}
	for i := range p.frozen.Calls {
		c := &p.frozen.Calls[i]
		t.calls[c.Call] = append(t.calls[c.Call], c)
	}
	if p.frozen.Text != authorDigest(p) {
		v, _ := p.Value(p.Type.FrozenField().Name)
		l.complain(p, place{v.Line, v.Column}, problem.ChangedFrozenIssue,
			"ce numéro a changé depuis qu’il est figé, le "+french.Date(p.frozen.Day)+" : les abonnés ont l’ancien texte",
			"rétablissez-le d’après git, et corrigez dans le numéro suivant ; s’il n’est pas encore parti, "+t.refreezeHint())
	}
	return t
}

// call returns the frozen call of a slot; nil if the slot was added later or
// its author wrote the text.
func (t *frozenIssue) call(slot *markdown.Slot) *content.FrozenCall {
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
			"« "+call+" » a été ajouté depuis que le numéro est figé : il change avec le portail", t.refreezeHint())
		return nil
	}
	t.calls[call] = waiting[1:]
	return waiting[0]
}

// target returns what a slot shows as it was frozen. ok is false if the
// portal's present content is shown: for a person's page, for an excerpt, and
// for a link that led to no page.
func (t *frozenIssue) target(slot *markdown.Slot, frozen *content.FrozenCall) (target Target, ok bool) {
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

// link returns a link with the text that it had.
func (t *frozenIssue) link(slot *markdown.Slot, frozen *content.FrozenCall) Target {
	target := Target{Page: t.l.pageAt(frozen.Address), Fallback: frozen.Name, name: frozen.Name}
	switch {
	case target.Page == nil:
		t.complainGone(place{slot.Line, slot.Column}, frozen.Address, frozen.Name, "le texte du lien reste")
	case slot.Fragment != "":
		if h, ok := target.Page.Body.Heading(slot.Fragment); ok {
			target.Anchor = h.ID
		}
	}
	return target
}

// card returns a page as it was shown; ok is false for a person whose page was
// removed.
func (t *frozenIssue) card(shown *content.Shown) (c Card, ok bool) {
	if shown.Person != "" {
		page := t.l.personPage(t.p.frozen, shown.Person)
		return Card{Page: page}, page != nil
	}
	c = Card{Page: t.l.pageAt(shown.Address), Frozen: shown}
	if c.Page == nil {
		t.complainGone(place{shown.Line, 1}, shown.Address, shown.Title, "le titre et le résumé restent")
	}
	return c, true
}

// current returns a slot's target in the present portal, with the frozen text.
func (t *frozenIssue) current(slot *markdown.Slot, frozen *content.FrozenCall) Target {
	now := t.l.resolveSlot(t.p, slot)
	if frozen == nil {
		return now
	}
	now.person = frozen.Person
	if slot.Kind == markdown.SlotName || frozen.Excerpt != "" {
		now.name = frozen.Name
	}
	if frozen.Excerpt != "" && now.Page != nil && frozen.Excerpt != excerptDigest(&now) {
		t.l.complain(t.p, place{slot.Line, slot.Column}, problem.ChangedFrozenIssue,
			"l’extrait de « "+now.Page.Title+" » n’est plus celui que ce numéro a montré",
			"un extrait suit sa page : recopiez-en le texte d’alors, ou montrez une carte")
	}
	return now
}

// refreezeHint returns a hint on how to freeze an issue again.
func (t *frozenIssue) refreezeHint() string {
	return "« intraqvt newsletter freeze " + t.p.Slug + " --again » le fige de nouveau, tel que le portail le montre aujourd’hui"
}

// complainGone reports a page that a frozen issue shows but readers cannot
// reach any more. Expired pages are not reported.
func (t *frozenIssue) complainGone(at place, address, title, what string) {
	for _, p := range t.l.names.byAddress[addressKey(strings.TrimSuffix(address, ".html"))] {
		if p.Seen.Hiding == content.Expired {
			return
		}
	}
	t.l.complain(t.p, at, problem.ChangedFrozenIssue,
		"« "+title+" », que ce numéro a montré, n’est plus à son adresse : "+what+", sans lien",
		"si la page a changé d’adresse, donnez l’ancienne à son champ « alias » ; pour que le numéro n’en garde rien, "+t.refreezeHint())
}

// pageAt returns the page at an address, present or old; nil if readers find none.
func (l *linker) pageAt(address string) *Page {
	pages := l.names.byAddress[addressKey(strings.TrimSuffix(address, ".html"))]
	i := slices.IndexFunc(pages, func(p *Page) bool { return p.Shown })
	if i < 0 {
		return nil
	}
	return pages[i]
}

// personPage returns the page about a person whose fingerprint a frozen issue
// keeps; nil if it no longer exists.
func (l *linker) personPage(f *content.Frozen, fingerprint string) *Page {
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
