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

// Visibility says who sees a page on a day.
type Visibility struct {
	Level    schema.Visibility // what readers see of it
	Preview  schema.Visibility // the same where drafts and pages of the future are shown
	Archived bool              // lists leave it out, though readers see it
	Hiding   Hiding            // why readers do not see it
	Words    string            // what keeps it from being seen as any page, such as « brouillon »; "" where nothing does
}

// Public tells whether readers see the page.
func (v Visibility) Public() bool { return v.Level != schema.Hidden }

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

// Visibility tells who sees the page on a day. Nothing else judges that.
func (p *Page) Visibility(day time.Time) Visibility {
	v := Visibility{Archived: p.Status == Archived}
	hide := func(why Hiding, words string) { // the first reason is told
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
			hide(Claimed, p.Type.Agree("caché")+" par « "+c.said()+" »")
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
