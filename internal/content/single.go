package content

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/teambition/rrule-go"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/mailaddr"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// read checks what was written as a single value and sets the part of v for its
// field's kind. It returns a message and a hint if something is wrong,
// otherwise "".
func (v *Value) read() (message, hint string) {
	f, text := v.Field, v.Written
	switch f.Kind {
	case schema.Text:
		if strings.Contains(text, "\n") {
			text = strings.Join(strings.Fields(text), " ")
		}
		v.Text = french.Typography(text)
	case schema.LongText:
		v.Text = french.Typography(text)
	case schema.Date, schema.DateTime:
		t, ok := parseMoment(text)
		switch {
		case !ok && f.Kind == schema.Date:
			return fmt.Sprintf("date illisible « %s »", text), dateHint(text)
		case !ok:
			return fmt.Sprintf("date illisible « %s »", text), "le jour et l’heure s’écrivent AAAA-MM-JJTHH:MM, par exemple " + exampleOf(f)
		case t.IsZero():
			v.Written = "" // programs write the first day of year 1 for no day
		case f.Kind == schema.Date:
			t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		}
		v.Time = t
	case schema.Choice:
		i := slices.IndexFunc(f.Of, func(of string) bool { return french.Fold(of) == french.Fold(text) })
		if i < 0 {
			return fmt.Sprintf("valeur inconnue « %s »", text), problem.OneOf(text, f.Of)
		}
		v.Text = f.Of[i]
	case schema.Number:
		number, ok := french.ParseNumber(text)
		if !ok {
			return fmt.Sprintf("« %s » n’est pas un nombre", text), "écrivez-le en chiffres, par exemple " + exampleOf(f)
		}
		if f.Min != nil && number < *f.Min || f.Max != nil && number > *f.Max {
			return french.Number(number) + " est hors des limites", limitsHint(f)
		}
		v.Number = number
	case schema.Bool:
		yes, ok := parseBool(text)
		if !ok {
			return fmt.Sprintf("« %s » n’est ni oui ni non", text), "écrivez true ou false"
		}
		v.Bool = yes
	case schema.URL:
		u, err := address.Read(text)
		hint := "elle commence par https://"
		if refusal := (*address.Refusal)(nil); errors.As(err, &refusal) && strings.HasPrefix(strings.ToLower(text), "http") {
			hint = refusal.Hint
		}
		if err != nil || !u.IsWeb() {
			return fmt.Sprintf("« %s » n’est pas une adresse complète", text), hint
		}
		v.Text = text
	case schema.Email:
		mailbox, fault := mailaddr.Parse(text)
		if fault != nil {
			return fault.Message, fault.Hint
		}
		v.Text = mailbox
	case schema.Recurrence:
		var err error
		if v.rule, err = rrule.StrToROption(strings.TrimPrefix(text, "RRULE:")); err != nil {
			return fmt.Sprintf("récurrence illisible « %s »", text),
				"par exemple FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH : le deuxième jeudi, tous les trois mois"
		}
	case schema.Phone:
		if !phonePattern.MatchString(text) {
			return fmt.Sprintf("« %s » n’est pas un numéro de téléphone", text), "par exemple " + exampleOf(f)
		}
		v.Text = text
	default:
		v.Text = text
	}
	return "", ""
}

// tooLong returns a warning for a text that exceeds its field's limit.
func (v *Value) tooLong() string {
	if f := v.Field; f.Max != nil && (f.Kind == schema.Text || f.Kind == schema.LongText) {
		if n := utf8.RuneCountInString(v.Text); n > int(*f.Max) {
			return fmt.Sprintf("%d caractères, %d au plus", n, int(*f.Max))
		}
	}
	return ""
}

var phonePattern = regexp.MustCompile(`^\+?[0-9][0-9 .()\x{00a0}\x{202f}-]+$`)

// parseBool reads yes or no as in YAML 1.1 and 1.2, TOML and French
// (https://yaml.org/type/bool.html).
func parseBool(s string) (value, ok bool) {
	switch french.Fold(strings.TrimSpace(s)) {
	case "true", "t", "yes", "y", "on", "1", "oui", "o", "vrai":
		return true, true
	case "false", "f", "no", "n", "off", "0", "non", "faux":
		return false, true
	}
	return false, false
}

var dateLayouts = []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05",
	time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05-0700"}

// parseMoment reads a day, with or without a time, in the zone that is written,
// by default UTC.
func parseMoment(s string) (time.Time, bool) {
	for _, layout := range dateLayouts {
		if t, err := time.ParseInLocation(layout, s, time.UTC); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// parseDate reads a day, with or without a time, see [WallTime].
func parseDate(s string) (time.Time, bool) {
	t, ok := parseMoment(s)
	return WallTime(t), ok
}

// WallTime returns the local date and time of a moment, as if in UTC. Days and
// sort orders use it, so that moments with and without a zone can be compared.
func WallTime(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

var (
	frenchDay = regexp.MustCompile(`^(\d{1,2})(?:er)?\s+(\pL+)\.?\s+(\d{4})$`)
	ourDay    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)
)

// dateHint guesses the date that an unreadable one meant.
func dateHint(s string) string {
	for _, layout := range []string{"2/1/2006", "2-1-2006", "2.1.2006", "2006/1/2", "2006-1-2", "2006.1.2"} {
		if t, err := time.Parse(layout, s); err == nil {
			return "écrivez " + t.Format(time.DateOnly)
		}
	}
	if m := frenchDay.FindStringSubmatch(s); m != nil {
		if t, err := time.Parse("2-1-2006", fmt.Sprintf("%s-%d-%s", m[1], french.Month(m[2]), m[3])); err == nil {
			return "écrivez " + t.Format(time.DateOnly)
		}
	}
	if ourDay.MatchString(s) {
		return "ce jour n’existe pas : vérifiez le mois et le jour"
	}
	return "une date s’écrit AAAA-MM-JJ, par exemple 2026-03-14"
}

func limitsHint(f *schema.Field) string {
	switch {
	case f.Min != nil && f.Max != nil:
		return fmt.Sprintf("de %s à %s", french.Number(*f.Min), french.Number(*f.Max))
	case f.Min != nil:
		return "au moins " + french.Number(*f.Min)
	default:
		return "au plus " + french.Number(*f.Max)
	}
}

// exampleOf returns a value that a field would accept, for hints.
func exampleOf(f *schema.Field) string {
	switch f.Kind {
	case schema.Date:
		return "2026-03-14"
	case schema.DateTime:
		return "2026-03-14T09:30"
	case schema.Choice:
		return f.Of[0]
	case schema.Number:
		if f.Min != nil {
			return french.Number(*f.Min)
		}
		return "12"
	case schema.Bool:
		return "true"
	case schema.List:
		return "[" + exampleOf(f.Item) + "]"
	case schema.Path:
		return "/dossier/ancien-nom"
	case schema.URL:
		return "https://example.org/"
	case schema.Email:
		return "prenom.nom@example.org"
	case schema.Recurrence:
		return "FREQ=MONTHLY;BYDAY=2TH"
	case schema.Phone:
		return "01 99 00 12 34"
	default:
		return "…"
	}
}
