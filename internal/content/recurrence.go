package content

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"intraqvt/internal/french"
)

// NextOccurrence returns the first occurrence, at or after from, of an event
// that began at start and recurs by the value's rule; zero if there is none.
func (v Value) NextOccurrence(start, from time.Time) time.Time {
	o := *v.rule
	o.Dtstart = start
	rule, err := rrule.NewRRule(o)
	if err != nil {
		return time.Time{}
	}
	return rule.After(from, true)
}

// frequencyWords is how frenchRule says a frequency: each time, and every n times.
var frequencyWords = map[rrule.Frequency][2]string{
	rrule.YEARLY:  {"tous les ans", "tous les %d ans"},
	rrule.MONTHLY: {"tous les mois", "tous les %d mois"},
	rrule.WEEKLY:  {"toutes les semaines", "toutes les %d semaines"},
	rrule.DAILY:   {"tous les jours", "tous les %d jours"},
}

// frenchRule returns a rule as an agenda would say it: « le 2e jeudi, tous les
// 3 mois ». It leaves out parts that it has no words for.
func frenchRule(o *rrule.ROption) string {
	var days []string
	for _, d := range o.Byweekday {
		switch name := french.Weekdays[d.Day()]; {
		case d.N() == 0:
			days = append(days, "le "+name)
		case d.N() == 1:
			days = append(days, "le premier "+name)
		case d.N() == -1:
			days = append(days, "le dernier "+name)
		case d.N() > 0:
			days = append(days, "le "+strconv.Itoa(d.N())+"e "+name)
		}
	}
	for _, d := range o.Bymonthday {
		if d > 0 {
			days = append(days, "le "+strconv.Itoa(d))
		}
	}
	words, known := frequencyWords[o.Freq]
	if !known {
		return "régulièrement"
	}
	often := words[0]
	if o.Interval > 1 {
		often = fmt.Sprintf(words[1], o.Interval)
	}
	parts := append(days, often)
	if len(o.Bymonth) > 0 {
		months := make([]string, len(o.Bymonth))
		for i, m := range o.Bymonth {
			months[i] = french.Months[m-1]
		}
		parts = append(parts, "en "+strings.Join(months, ", "))
	}
	if !o.Until.IsZero() {
		parts = append(parts, "jusqu’au "+french.Date(o.Until))
	}
	if o.Count > 0 {
		parts = append(parts, strconv.Itoa(o.Count)+" fois")
	}
	return french.Capitalised(strings.Join(parts, ", "))
}
