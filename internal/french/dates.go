package french

import (
	"strconv"
	"time"
)

// Months are the names of the months, from January on.
var Months = [12]string{
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
}

// Weekdays are the names of the days, from Monday on.
var Weekdays = [7]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}

// Month returns the month with a name, ignoring case and accents; 0 if there is
// none.
func Month(name string) time.Month {
	for i, month := range Months {
		if Fold(month) == Fold(name) {
			return time.Month(i + 1)
		}
	}
	return 0
}

// Date writes a day: 1er mars 2026; "" for the zero time.
func Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return day + string(nbsp) + Months[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// DateTime writes a day and a time: 4 mars 2026 à 9 h 30. Midnight is left out,
// and so are the minutes of a full hour.
func DateTime(t time.Time) string {
	s := Date(t)
	if s == "" || t.Hour() == 0 && t.Minute() == 0 {
		return s
	}
	s += " à " + strconv.Itoa(t.Hour()) + string(nbsp) + "h"
	if t.Minute() > 0 {
		s += string(nbsp) + t.Format("04")
	}
	return s
}
