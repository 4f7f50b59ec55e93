package delivery

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/mailaddr"
	"intraqvt/internal/problem"
)

// listReader reads one list. The titles of a table are in the first line that
// has a title of an address column; lines above are headings. Every column with
// such a title holds addresses (courriel, courriel 2…), and so do the columns
// after the last title if that is one. An address in any other column is an
// error, since it may not be a recipient. Without titles every cell may hold
// addresses, and the only other cell of a line is the name.
type listReader struct {
	name      string
	lines     []string
	list      List
	problems  []problem.Problem
	seen      map[string]*sighting // by [Recipient.Key]
	folded    map[string]int       // first line of each address in lower case
	elsewhere map[int]*misplaced   // by column: addresses in columns with other titles

	titles      []string // of the columns, as written; nil if the list has none
	addresses   []int    // columns of addresses
	last, first int      // columns of names; -1 if there is none
}

// sighting is where an address occurs: a line, and further lines.
type sighting struct {
	recipient Recipient
	line      int
	again     []int
	column    int // of the first of these lines
}

// misplaced collects addresses in a column where none is expected.
type misplaced struct {
	title        string
	line, column int
	example      string // one of the addresses
	again        []int  // further lines
}

// record is a line of the list, or several if a quoted cell spans them.
type record struct {
	line  int // the first line
	text  string
	cells []cell
	open  bool // a quotation mark is not closed
}

func (l *listReader) read() {
	start, sign := l.separatorLine()
	records, head := l.table(start, sign)
	for i, r := range records {
		switch {
		case r.blank():
			if r.line < len(l.lines) || l.lines[len(l.lines)-1] != "" { // the end of the last line is not a line
				l.pass(r, skippedBlank)
			}
		case r.comment():
			l.pass(r, skippedComment)
			if mentionsAddress(r.text) {
				l.complain(r.line, 1, problem.SkippedRecipientLine,
					"ligne passée, car elle commence par « # », avec une adresse : "+quote(r.text),
					"retirez le « # » si cette personne doit recevoir le numéro")
			}
		case i < head:
			l.pass(r, skippedHeading)
		case i == head && l.titles != nil, l.titles != nil && l.isTitles(r):
			l.pass(r, skippedTitles)
		case l.titles != nil:
			l.row(r)
		default:
			l.line(r)
		}
	}
	l.twice()
	l.outOfPlace()
	if len(l.list.Recipients) == 0 && len(l.problems) == 0 {
		l.complain(1, 1, problem.NoRecipients, "aucun destinataire dans la liste", "mettez une adresse par ligne")
	}
}

// separatorLine reads a first line « sep=; », which tells spreadsheets the
// separator. It returns the line where the list starts, and the separator, 0 if
// it is not given.
func (l *listReader) separatorLine() (start int, sign rune) {
	first := slices.IndexFunc(l.lines, func(line string) bool { return strings.TrimSpace(line) != "" })
	if first < 0 {
		return 0, 0
	}
	m := separatorSign.FindStringSubmatch(l.lines[first])
	if m == nil {
		return 0, 0
	}
	l.list.Skipped = append(l.list.Skipped, Skipped{first + 1, skippedSign})
	if m[1] == "" || m[1] == `"` {
		return first + 1, 0
	}
	return first + 1, []rune(m[1])[0]
}

var separatorSign = regexp.MustCompile(`(?i)^\s*"?sep=(.?)"?[;,|\t ]*$`)

// signs are the possible separators in the order in which they are tried. A
// semicolon comes first because of « Martin, Marie;marie@exemple.fr ».
const signs = ";\t,|"

// table splits the lines from start on into records and cells. head is the
// record with the titles or, without titles, the first one with an address:
// lines above it are headings.
func (l *listReader) table(start int, sign rune) (records []record, head int) {
	usual := separator(l.lines[start:])
	candidates := []rune(signs)
	if sign != 0 {
		usual, candidates = sign, []rune{sign}
	}
	for _, width := range []int{2, 1} {
		for _, sign := range candidates {
			records = l.records(start, sign)
			if head, ok := l.findTitles(records, width); ok {
				return records, head
			}
		}
		candidates = append([]rune{usual}, candidates...) // a single title has no separator
	}
	records = l.records(start, usual)
	head = slices.IndexFunc(records, func(r record) bool { return mentionsAddress(r.text) && !r.comment() })
	if head < 0 {
		if first := slices.IndexFunc(records, func(r record) bool { return !r.blank() && !r.comment() }); first >= 0 {
			l.complain(records[first].line, 1, problem.UnreadableRecipients, "aucune colonne d’adresses",
				"mettez un titre « courriel » au-dessus des adresses, ou une adresse par ligne")
		}
		return records, len(records)
	}
	if above := slices.IndexFunc(records[:head], func(r record) bool { return !r.blank() && !r.comment() }); above >= 0 {
		l.complain(records[above].line, 1, problem.SkippedRecipientLine,
			fmt.Sprintf("aucune adresse avant la ligne %d : ce qui précède est pris pour un titre, d’abord %s",
				records[head].line, quote(records[above].text)),
			"s’il y manque une adresse, ajoutez-la ; sinon nommez la colonne des adresses « courriel »")
	}
	return records, head
}

// separator guesses the separator of a list without titles from the first line
// with an address and one of the signs.
func separator(lines []string) rune {
	for _, line := range lines {
		if !mentionsAddress(line) {
			continue
		}
		for _, sign := range signs {
			if cells, _ := split(line, sign); len(cells) > 1 {
				return sign
			}
		}
	}
	return ';'
}

// row reads the recipients of a line below titles.
func (l *listReader) row(r record) {
	if r.open {
		l.unclosed(r)
	}
	var found mailboxes
	column, several := 0, false
	for i, c := range r.cells {
		if !l.holdsAddresses(i) || strings.TrimSpace(c.text) == "" {
			continue
		}
		here := readMailboxes(c.text)
		for _, stray := range here.strays {
			_, fault := mailaddr.Parse(stray)
			here.faults = append(here.faults, fault)
		}
		l.fault(r.line, c.column, here)
		if column == 0 {
			column = c.column
		}
		several = several || len(here.recipients) > 1 || i >= len(l.titles)
		found.add(here)
	}
	for i, c := range r.cells {
		if !l.holdsAddresses(i) && mentionsAddress(c.text) && !found.repeats(c.text) {
			l.misplace(i, r.line, c)
		}
	}
	if len(found.recipients)+len(found.faults) == 0 {
		at := r.cells[min(l.addresses[0], len(r.cells)-1)]
		l.complain(r.line, at.column, problem.RecipientWithoutAddress, "ligne sans adresse",
			"donnez l’adresse de cette personne, ou retirez la ligne")
		return
	}
	if name := l.nameIn(r.cells); name != "" && !several {
		for i := range found.recipients {
			found.recipients[i].Name = name
		}
	}
	l.add(r, column, found.recipients)
}

// holdsAddresses tells whether a column has the title of addresses, or comes
// after the last title and that is one.
func (l *listReader) holdsAddresses(column int) bool {
	return slices.Contains(l.addresses, min(column, len(l.titles)-1))
}

// nameIn returns the name in a line of a table with titles.
func (l *listReader) nameIn(cells []cell) string {
	var parts []string
	for _, i := range []int{l.first, l.last} {
		if i >= 0 && i < len(cells) {
			parts = append(parts, cells[i].text)
		}
	}
	name := mailaddr.SingleLine(strings.Join(parts, " "))
	if mentionsAddress(name) {
		return "" // an error that was reported, or the address again
	}
	return name
}

// line reads the recipients of a line of a list without titles. Mail programs
// put commas and quotation marks into names, so a line with angle brackets is
// read as a whole.
func (l *listReader) line(r record) {
	found, where := mailboxes{}, 1
	if strings.Contains(r.text, "<") && len(r.cells) > 1 {
		found = readMailboxes(r.text)
	} else {
		var others []string
		var doubtful []cell // they may only repeat the address of another cell
		for _, c := range r.cells {
			if !mentionsAddress(c.text) {
				if strings.TrimSpace(c.text) != "" {
					others = append(others, c.text)
				}
				continue
			}
			here := readMailboxes(c.text)
			if len(here.faults) > 0 {
				doubtful = append(doubtful, c)
				continue
			}
			if len(found.recipients) == 0 {
				where = c.column
			}
			found.add(here)
		}
		for _, c := range doubtful {
			if !found.repeats(c.text) {
				where = c.column
				found.add(readMailboxes(c.text))
			}
		}
		if len(others) == 1 && len(found.recipients) == 1 && found.recipients[0].Name == "" {
			found.recipients[0].Name = mailaddr.SingleLine(others[0])
		}
	}
	l.fault(r.line, where, found)
	switch {
	case r.open:
		l.unclosed(r)
	case len(found.recipients)+len(found.faults) == 0:
		l.complain(r.line, r.cells[0].column, problem.RecipientWithoutAddress, "ligne sans adresse : "+quote(r.text),
			"donnez l’adresse de cette personne, ou retirez la ligne")
	}
	l.add(r, where, found.recipients)
}

// fault reports what is wrong with the addresses of a cell or a line.
func (l *listReader) fault(line, column int, found mailboxes) {
	for _, f := range found.faults {
		l.complain(line, column, problem.InvalidRecipient, f.Message, f.Hint)
	}
	for _, name := range found.doubtful {
		l.problems = append(l.problems, problem.DoubtfulRecipient.At(l.name, line, column).Say("un « @ » dans un nom : "+quote(name),
			"si c’est une adresse, donnez-la entre « < > » ou sur une ligne à elle").AtLevel(problem.Warning))
	}
}

func (l *listReader) unclosed(r record) {
	l.complain(r.line, 1, problem.UnreadableRecipients, "guillemets mal placés : ceux qui s’ouvrent à cette ligne ne se ferment pas",
		"entourez la cellule entière de guillemets, ou retirez-les")
}

// add adds the recipients of a line, each address once.
func (l *listReader) add(r record, column int, recipients []Recipient) {
	fresh := 0
	for _, recipient := range recipients {
		key, folded := recipient.Key(), strings.ToLower(recipient.Address)
		if before := l.seen[key]; before != nil {
			if len(before.again) == 0 {
				before.column = column
			}
			before.again = append(before.again, r.line)
			continue
		}
		if before := l.folded[folded]; before > 0 {
			l.complain(r.line, column, problem.DuplicateRecipient,
				fmt.Sprintf("adresse comme à la ligne %d, aux majuscules près : « %s »", before, recipient.Address),
				"c’est sans doute la même personne, qui recevra deux messages : retirez une des deux lignes")
		}
		l.seen[key], l.folded[folded] = &sighting{recipient: recipient, line: r.line}, r.line
		l.list.Recipients = append(l.list.Recipients, recipient)
		fresh++
	}
	if fresh == 0 && len(recipients) > 0 {
		l.pass(r, skippedTwice)
	}
}

// twice reports the addresses that occur more than once.
func (l *listReader) twice() {
	for _, recipient := range l.list.Recipients {
		s := l.seen[recipient.Key()]
		if len(s.again) == 0 {
			continue
		}
		message := fmt.Sprintf("adresse déjà à la ligne %d : « %s »", s.line, recipient.Address)
		if more := len(s.again) - 1; more > 0 {
			message += ", et encore " + lineNumbers(s.again[1:])
		}
		l.complain(s.again[0], s.column, problem.DuplicateRecipient, message, "un seul message partira ; retirez les autres lignes")
	}
}

// misplace records an address in a column with another title.
func (l *listReader) misplace(column, line int, c cell) {
	if m := l.elsewhere[column]; m != nil {
		m.again = append(m.again, line)
		return
	}
	m := &misplaced{title: "sans titre", line: line, column: c.column, example: c.text}
	if column < len(l.titles) && l.titles[column] != "" {
		m.title = quote(l.titles[column])
	}
	l.elsewhere[column] = m
}

// outOfPlace reports these columns, each once.
func (l *listReader) outOfPlace() {
	for _, m := range l.elsewhere {
		message := fmt.Sprintf("une adresse dans la colonne %s, qui n’est pas celle des adresses : %s", m.title, quote(m.example))
		if len(m.again) > 0 {
			message += ", et encore " + lineNumbers(m.again)
		}
		l.complain(m.line, m.column, problem.DoubtfulRecipient, message,
			"retirez-la, ou nommez la colonne « courriel 2 » si ces personnes doivent recevoir le numéro")
	}
}

func (l *listReader) pass(r record, why string) {
	l.list.Skipped = append(l.list.Skipped, Skipped{r.line, why})
}

func (l *listReader) complain(line, column int, rule *problem.Rule, message, hint string) {
	l.problems = append(l.problems, rule.At(l.name, line, column).Say(message, hint))
}

// quote shortens a part of a list for a message.
func quote(text string) string {
	const most = 60
	r := []rune(mailaddr.SingleLine(text))
	if len(r) > most {
		r = append(r[:most-1], '…')
	}
	return "« " + string(r) + " »"
}

// lineNumbers lists lines in a sentence.
func lineNumbers(lines []int) string {
	if len(lines) == 1 {
		return "ligne " + numbers(lines)
	}
	return "lignes " + numbers(lines)
}

// numbers lists line numbers, abridged if they are many.
func numbers(lines []int) string {
	const most = 6
	var names []string
	for _, n := range lines[:min(len(lines), most)] {
		names = append(names, strconv.Itoa(n))
	}
	s := strings.Join(names, ", ")
	if more := len(lines) - most; more > 0 {
		s += " et " + french.Counted(more, "autre", "autres")
	}
	return s
}
