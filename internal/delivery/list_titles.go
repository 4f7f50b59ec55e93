package delivery

import (
	"slices"
	"strings"
	"unicode"

	"intraqvt/internal/french"
	"intraqvt/internal/mailaddr"
)

// Column titles of spreadsheets, mail programs and address books, as titleOf
// returns them. A column « Adresse » holds street addresses if there is another
// address column, or no « @ » in it. Titles of private addresses are missing on
// purpose: nobody is written to there unasked.
var (
	addressTitles = []string{
		"courriel", "adresse courriel", "adresse de courriel", "courriel professionnel", "email", "e-mail", "adresse email",
		"adresse e-mail", "e-mail address", "email address", "mail", "mel", "adresse mail", "adresse mel", "adresse electronique",
		"adresse de messagerie", "email professionnel", "mail professionnel", "email pro", "mail pro", "e-mail pro", "destinataire",
		"destinataires", "messagerie",
	}
	streetTitle    = "adresse"
	lastNameTitles = []string{"nom", "nom de famille", "nom complet", "nom affiche", "nom a afficher", "name", "last name", "family name",
		"display name"}
	firstNameTitles = []string{"prenom", "prenoms", "first name", "given name"}
)

// findTitles returns the record with titles of at least width columns; only
// headings may come before it, no addresses.
func (l *listReader) findTitles(records []record, width int) (head int, ok bool) {
	for i, r := range records {
		if r.comment() || r.blank() {
			continue
		}
		if mentionsAddress(r.text) {
			return 0, false
		}
		titles := make([]string, len(r.cells))
		filled := 0
		for k, c := range r.cells {
			if titles[k] = titleOf(c.text); titles[k] != "" {
				filled++
			}
		}
		addresses := columnsOf(titles, addressTitles)
		if street := slices.Index(titles, streetTitle); street >= 0 && len(addresses) == 0 &&
			slices.ContainsFunc(records[i:], func(r record) bool {
				return street < len(r.cells) && mentionsAddress(r.cells[street].text)
			}) {
			addresses = []int{street}
		}
		if len(addresses) == 0 || filled < width {
			continue
		}
		l.addresses, l.last, l.first = addresses, firstOf(columnsOf(titles, lastNameTitles)), firstOf(columnsOf(titles, firstNameTitles))
		for len(r.cells) > 1 && strings.TrimSpace(r.cells[len(r.cells)-1].text) == "" && !slices.Contains(addresses, len(r.cells)-1) {
			r.cells = r.cells[:len(r.cells)-1] // a separator at the end of the line
		}
		l.titles = make([]string, len(r.cells))
		for k, c := range r.cells {
			l.titles[k] = mailaddr.SingleLine(c.text)
		}
		return i, true
	}
	return 0, false
}

// isTitles tells whether a record repeats the titles, as in a list put together
// from several.
func (l *listReader) isTitles(r record) bool {
	if mentionsAddress(r.text) {
		return false
	}
	for _, i := range l.addresses {
		if i >= len(r.cells) || titleOf(r.cells[i].text) != titleOf(l.titles[i]) {
			return false
		}
	}
	return true
}

// titleOf normalizes a title for comparison: words without accents, numbers and
// additions that only distinguish several columns of one kind. « E-mail 1 -
// Value » and « E-MAIL* (obligatoire) : » become « e-mail ».
func titleOf(cell string) string {
	words := strings.FieldsFunc(french.Fold(cell), func(c rune) bool { return !unicode.IsLetter(c) && c != '-' })
	return strings.Join(slices.DeleteFunc(words,
		func(word string) bool { return strings.Trim(word, "-") == "" || slices.Contains(besideTitles, word) }), " ")
}

var besideTitles = []string{"n", "no", "value", "valeur", "principal", "principale", "secondaire", "obligatoire", "requis", "requise"}

// columnsOf returns the columns with one of some titles.
func columnsOf(titles, names []string) []int {
	var columns []int
	for i, title := range titles {
		if slices.Contains(names, title) {
			columns = append(columns, i)
		}
	}
	return columns
}

func firstOf(columns []int) int {
	if len(columns) == 0 {
		return -1
	}
	return columns[0]
}
