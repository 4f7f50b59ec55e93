package content

import (
	"strings"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Claim is one thing that says who sees a page, in the words of some program:
// a key of the header, the name of the file, or a configuration beside it. The
// fields « statut », « date » and « expire_le » are no claims.
type Claim struct {
	Key        string // as the rule names it
	Value      string // as it was written
	Level      schema.Visibility
	From       time.Time // not shown before; zero where it does not say
	Until      time.Time // not shown from then on; zero where it does not say
	Unreadable bool      // what it means is not known, so the page is hidden
	Lasting    bool      // hides from previews of drafts too
}

// Cascade is what the page of a folder claims for the pages below it.
type Cascade struct {
	Claims []Claim
	Paths  []string // patterns of the pages meant, from the folder on; none means all
}

// Visibility tells who sees the page on a day. Drafts and pages that wait for
// their day count as shown where drafts is true.
func (p *Page) Visibility(day time.Time, drafts bool) schema.Visibility {
	level := schema.Listed
	for _, c := range p.Claims {
		switch at := c.at(day, drafts); {
		case at == schema.Hidden:
			return schema.Hidden
		case at > level:
			level = at
		}
	}
	switch {
	case p.Withheld, reached(p.Expires, day):
		return schema.Hidden
	case !drafts && (p.Status == Draft || p.Status == InReview || p.Date.After(day)):
		return schema.Hidden
	}
	return level
}

// at is what a claim says on a day.
func (c Claim) at(day time.Time, drafts bool) schema.Visibility {
	switch {
	case reached(c.Until, day), c.Lasting && c.Level == schema.Hidden:
		return schema.Hidden
	case !drafts && (c.From.After(day) || c.Level == schema.Hidden):
		return schema.Hidden
	case c.Level == schema.Unlisted:
		return schema.Unlisted
	}
	return schema.Listed
}

func reached(bound, day time.Time) bool { return !bound.IsZero() && !bound.After(day) }

// PublishedAt tells whether readers see the page on a day. Drafts count where
// drafts is true, and so do pages of the future.
func (p *Page) PublishedAt(day time.Time, drafts bool) bool {
	return p.Visibility(day, drafts) != schema.Hidden
}

// Hiding is the kind of reason for which readers do not see a page.
type Hiding int

// The kinds of reasons.
const (
	Visible    Hiding = iota
	Unread            // its header, or a value that says who sees it, cannot be read
	Unfinished        // a draft, or in review
	Claimed           // another program's way of hiding it
	Expired           // its time is over
	Waiting           // its day is to come
)

// HiddenAt tells why readers do not see the page on a day, and says it in
// words: « brouillon », « a expiré le 3 mars 2026 ».
func (p *Page) HiddenAt(day time.Time) (why Hiding, words string) {
	switch {
	case reached(p.Expires, day):
		return Expired, "a expiré le " + french.Date(p.Expires)
	case p.Status == Draft:
		return Unfinished, "brouillon"
	case p.Status == InReview:
		return Unfinished, "en relecture"
	}
	why = Visible
	for _, c := range p.Claims {
		switch {
		case c.Unreadable:
			if why == Visible {
				why, words = Unread, "cachée, faute de pouvoir lire « "+c.Key+" »"
			}
		case c.Level == schema.Hidden:
			return Claimed, "cachée par « " + c.said() + " »"
		case reached(c.Until, day):
			return Expired, "a expiré le " + french.Date(c.Until)
		case c.From.After(day) && why == Visible:
			why, words = Waiting, "paraîtra le "+french.Date(c.From)
		}
	}
	switch {
	case p.Withheld:
		return Unread, "cachée, faute de pouvoir lire son en-tête"
	case why == Unread:
		return why, words
	case p.Date.After(day):
		return Waiting, "paraîtra le " + french.Date(p.Date)
	}
	return why, words
}

// said is the claim as it stands in the page, where it stands there.
func (c Claim) said() string {
	if c.Value == "" {
		return c.Key
	}
	return c.Key + ": " + c.Value
}

// claim reads what a key's value says of who sees the page. ok is false where
// nothing of it can be understood; the claim then hides.
func claim(rule *schema.VisibilityKey, value string) (c Claim, ok bool) {
	c = Claim{Key: rule.Key, Value: value}
	value = strings.Trim(value, " “”„‟«»\u00a0\u202f")
	folded := french.Fold(value)
	for word, level := range rule.Values {
		if word == "*" && folded != "" || french.Fold(word) == folded && word != "*" {
			c.Level = level
			return c, true
		}
	}
	if yes, isBool := parseBool(value); isBool {
		for word, level := range rule.Values {
			if truth, named := parseBool(word); named && truth == yes {
				c.Level = level
			}
		}
		_, saysTrue := rule.Values["true"]
		_, saysFalse := rule.Values["false"]
		if saysTrue || saysFalse || rule.Open {
			return c, true
		}
	}
	if day, isDay := parseDate(value); isDay && rule.Date != "" {
		if rule.Date == schema.From {
			c.From = day
		} else {
			c.Until = day
		}
		return c, true
	}
	if folded == "" || rule.Open {
		return c, true
	}
	c.Level, c.Unreadable = schema.Hidden, true
	return c, false
}

// hides tells whether a value of the key of a rule keeps its page from readers, on some
// day at least. The day of publication that nearly all pages have does not
// count.
func hides(rule *schema.VisibilityKey, value string) bool {
	if rule == nil {
		return false
	}
	c, ok := claim(rule, value)
	return ok && c.Level == schema.Hidden || !c.Until.IsZero() || !c.From.IsZero() && rule.Role != schema.PublishedOn
}
