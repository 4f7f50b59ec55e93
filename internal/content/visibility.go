package content

import (
	"strings"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Claim is one statement of who sees a page, in the format of some program: a
// key of the header, the name of the file, or a configuration file. The fields
// « statut », « date » and « expire_le » are no claims.
type Claim struct {
	Key        string // as named by the rule
	Value      string // as written
	Level      schema.Visibility
	From       time.Time // not shown before this day; zero if not given
	Until      time.Time // not shown from this day on; zero if not given
	Unreadable bool      // the value is not understood, so the page is hidden
	Lasting    bool      // also hides from previews of drafts
}

// Cascade is a claim of a folder's page for the pages below it.
type Cascade struct {
	Claims []Claim
	Paths  []string // patterns of the target pages, relative to the folder; none means all
}

// Visibility is who sees a page on a given day.
type Visibility struct {
	Level    schema.Visibility // for readers
	Preview  schema.Visibility // where drafts and future pages are shown
	Archived bool              // lists omit it, though readers can see it
	Hiding   Hiding            // why readers do not see it
	Words    string            // the reason in French, such as « brouillon »; "" for a page visible like any other
}

// Public reports whether readers see the page.
func (v Visibility) Public() bool { return v.Level != schema.Hidden }

// Hiding is the kind of reason for which readers do not see a page.
type Hiding int

// The kinds of reasons.
const (
	Visible    Hiding = iota
	Unread            // its header, or a value on who sees it, is unreadable
	Unfinished        // a draft, or in review
	Claimed           // hidden by a key, name or configuration of another program
	Expired           // its last day is over
	Waiting           // its first day is to come
)

// Visibility returns who sees the page on a day. It is the only function that decides this.
func (p *Page) Visibility(day time.Time) Visibility {
	v := Visibility{Archived: p.Status == Archived}
	hide := func(why Hiding, words string) { // the first reason counts
		if v.Hiding == Visible {
			v.Level, v.Hiding, v.Words = schema.Hidden, why, words
		}
	}
	if reached(p.Expires, day) {
		hide(Expired, "a expiré le "+french.Date(p.Expires))
	}
	switch p.Status {
	case Draft:
		hide(Unfinished, "brouillon")
	case InReview:
		hide(Unfinished, "en relecture")
	}
	unlisted, lasting := false, p.Withheld || reached(p.Expires, day)
	for _, c := range p.Claims {
		switch {
		case c.Unreadable:
		case c.Level == schema.Hidden:
			hide(Claimed, p.Type.Agree("caché")+" par « "+c.text()+" »")
		case reached(c.Until, day):
			hide(Expired, "a expiré le "+french.Date(c.Until))
		}
		unlisted = unlisted || c.Level == schema.Unlisted
		lasting = lasting || reached(c.Until, day) || c.Lasting && c.Level == schema.Hidden
	}
	if p.Withheld {
		hide(Unread, p.Type.Agree("caché")+", faute de pouvoir lire son en-tête")
	}
	for _, c := range p.Claims {
		if c.Unreadable {
			hide(Unread, p.Type.Agree("caché")+", faute de pouvoir lire « "+c.Key+" »")
		}
	}
	if p.Date.After(day) {
		hide(Waiting, "paraîtra le "+french.Date(p.Date))
	}
	for _, c := range p.Claims {
		if c.From.After(day) {
			hide(Waiting, "paraîtra le "+french.Date(c.From))
		}
	}
	if unlisted {
		v.Preview = schema.Unlisted
		if v.Public() {
			v.Level, v.Words = schema.Unlisted, "hors des listes et de la recherche"
		}
	}
	if lasting {
		v.Preview = schema.Hidden
	}
	return v
}

func reached(bound, day time.Time) bool { return !bound.IsZero() && !bound.After(day) }

// text returns the claim as written in the page, if it is written there.
func (c Claim) text() string {
	if c.Value == "" {
		return c.Key
	}
	return c.Key + ": " + c.Value
}

// claim reads what a key's value says about who sees the page. ok is false if
// it is not understood; the claim then hides the page.
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

// hides reports whether a value of a rule's key hides its page on some day. The
// day of publication, which nearly all pages have, does not count.
func hides(rule *schema.VisibilityKey, value string) bool {
	if rule == nil {
		return false
	}
	c, ok := claim(rule, value)
	return ok && c.Level == schema.Hidden || !c.Until.IsZero() || !c.From.IsZero() && rule.Role != schema.PublishedOn
}
