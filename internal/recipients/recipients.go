package newsletter

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"intraqvt/internal/problem"
)

// Recipient is a person that gets the newsletter.
type Recipient struct {
	Name    string // as it stands before the address; may be empty
	Address string // mail address in ASCII, its domain in lower case
}

// String is the recipient as in a message's head: « Nom <adresse> ».
func (r Recipient) String() string {
	if r.Name == "" {
		return r.Address
	}
	return r.Name + " <" + r.Address + ">"
}

// key tells recipients apart. RFC 5321 leaves the case of what stands before
// the « @ » to the receiving server, that of the domain means nothing.
func (r Recipient) key() string {
	at := strings.LastIndexByte(r.Address, '@') + 1
	return r.Address[:at] + strings.ToLower(r.Address[at:])
}

// Columns by what spreadsheets and address books head them with, in letters
// without accents. Of the address columns the first name that is found counts:
// beside « Courriel », « Adresse » is a street.
var (
	addressColumns = []string{
		"courriel", "adresse courriel", "adresse de courriel", "email", "e-mail", "adresse email", "adresse e-mail",
		"mail", "adresse mail", "adresse electronique", "adresse de messagerie", "adresse",
	}
	lastNameColumns  = []string{"nom", "nom de famille", "nom complet"}
	firstNameColumns = []string{"prenom"}
)

// ReadRecipients reads a list of recipients: a CSV file with commas,
// semicolons or tabs, in UTF-8, UTF-16 or Windows-1252, with or without a line
// of column titles (adresse, courriel, email or mail; nom and prénom). Without
// titles, one cell of each line is the address, and the only other one the
// name.
//
// The order is the file's. Problems are positioned in name; an address that is
// not valid is an error and is left out, one that came before is a warning and
// is left out. Callers send to nobody while there are errors.
func ReadRecipients(name string, r io.Reader) ([]Recipient, []problem.Problem) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, []problem.Problem{{File: name, Level: problem.Error, Code: "liste-illisible", Message: "liste illisible : " + err.Error()}}
	}
	text, err := decodeList(raw)
	if err != nil {
		return nil, []problem.Problem{{File: name, Level: problem.Error, Code: "liste-illisible", Message: "liste illisible : " + err.Error(),
			Hint: "enregistrez-la en CSV UTF-8"}}
	}
	l := listReader{name: name, lines: strings.Split(text, "\n"), seen: map[string]int{}, folded: map[string]int{}}
	l.read(text)
	if len(l.recipients) == 0 && len(l.problems) == 0 {
		l.complain(1, 1, problem.Error, "liste-vide", "aucun destinataire dans la liste", "mettez une adresse par ligne")
	}
	return l.recipients, l.problems
}

// decodeList brings a list to UTF-8. What is not valid UTF-8 comes from a
// French Windows, whose spreadsheets write Windows-1252.
func decodeList(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
		return string(out), err
	case utf8.Valid(raw):
		return strings.TrimPrefix(string(raw), "\uFEFF"), nil
	default:
		out, err := charmap.Windows1252.NewDecoder().Bytes(raw)
		return string(out), err
	}
}

// listReader is the reading of one list.
type listReader struct {
	name       string
	lines      []string
	recipients []Recipient
	problems   []problem.Problem
	seen       map[string]int // line of each recipient's key
	folded     map[string]int // line of each address in lower case

	address, last, first int  // columns; -1 where there is none
	untitled             bool // the list has no column titles
}

func (l *listReader) read(text string) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(l.lines)
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	for started := false; ; {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			l.syntax(err)
			continue
		case blank(record):
			continue
		case !started:
			started = true
			if l.columns(record) {
				continue
			}
			if l.address < 0 {
				line, column := r.FieldPos(0)
				l.complain(line, column, problem.Error, "liste-illisible", "aucune colonne d’adresses",
					"mettez un titre « courriel » au-dessus des adresses, ou une adresse par ligne")
				return
			}
		}
		l.record(r, record)
	}
}

// delimiter is what parts the cells, seen from the first line that has one. A
// semicolon comes first: « Martin, Marie;marie@exemple.fr ».
func delimiter(lines []string) rune {
	for _, line := range lines {
		for _, c := range ";\t," {
			if strings.ContainsRune(line, c) {
				return c
			}
		}
	}
	return ','
}

// columns finds out what stands where, and tells whether the first record is
// a line of titles.
func (l *listReader) columns(record []string) bool {
	titles := make([]string, len(record))
	for i, cell := range record {
		titles[i] = withoutAccents(strings.ToLower(strings.Join(strings.Fields(cell), " ")))
	}
	l.address, l.last, l.first = titled(titles, addressColumns), titled(titles, lastNameColumns), titled(titles, firstNameColumns)
	if l.address >= 0 {
		return true
	}
	l.untitled = true
	l.address = slices.IndexFunc(record, func(cell string) bool { return strings.Contains(cell, "@") })
	return false
}

func titled(titles, names []string) int {
	for _, name := range names {
		if i := slices.Index(titles, name); i >= 0 {
			return i
		}
	}
	return -1
}

func blank(record []string) bool {
	return !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

func (l *listReader) record(r *csv.Reader, record []string) {
	at := min(l.address, len(record)-1)
	line, column := r.FieldPos(at)
	if l.address >= len(record) || strings.TrimSpace(record[l.address]) == "" {
		l.complain(line, column, problem.Error, "adresse-absente", "ligne sans adresse", "donnez l’adresse de cette personne, ou retirez la ligne")
		return
	}
	found, fault := parseRecipient(record[l.address])
	if fault != nil {
		l.complain(line, column, problem.Error, "adresse-invalide", fault.message, fault.hint)
		return
	}
	if name := l.nameIn(record); name != "" {
		found.Name = name
	}
	key, folded := found.key(), strings.ToLower(found.Address)
	if before := l.seen[key]; before > 0 {
		l.complain(line, column, problem.Warning, "adresse-en-double", fmt.Sprintf("adresse déjà à la ligne %d : « %s »", before, found.Address),
			"un seul message partira ; retirez une des deux lignes")
		return
	}
	if before := l.folded[folded]; before > 0 {
		l.complain(line, column, problem.Warning, "adresse-en-double", fmt.Sprintf("adresse comme à la ligne %d, aux majuscules près : « %s »", before, found.Address),
			"c’est sans doute la même personne, qui recevra deux messages : retirez une des deux lignes")
	}
	l.seen[key], l.folded[folded] = line, line
	l.recipients = append(l.recipients, found)
}

// nameIn is the name in a record.
func (l *listReader) nameIn(record []string) string {
	if l.untitled {
		if len(record) != 2 {
			return ""
		}
		return singleLine(record[1-min(l.address, 1)])
	}
	var parts []string
	for _, i := range []int{l.first, l.last} {
		if i >= 0 && i < len(record) {
			parts = append(parts, record[i])
		}
	}
	return singleLine(strings.Join(parts, " "))
}

func (l *listReader) syntax(err error) {
	message, line, column := err.Error(), 0, 0
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		line, column, message = e.Line, e.Column, "guillemets mal placés"
	}
	l.complain(line, column, problem.Error, "liste-illisible", message, "entourez la cellule entière de guillemets, et doublez ceux qu’elle contient")
}

// complain takes a column in bytes, as the CSV reader counts them.
func (l *listReader) complain(line, column int, level problem.Level, code, message, hint string) {
	if line > 0 && line <= len(l.lines) {
		text := l.lines[line-1]
		column = utf8.RuneCountInString(text[:min(max(column-1, 0), len(text))]) + 1
	}
	l.problems = append(l.problems, problem.Problem{File: l.name, Line: line, Column: column, Level: level, Code: code, Message: message, Hint: hint})
}
