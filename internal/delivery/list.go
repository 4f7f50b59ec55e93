package delivery

import (
	"errors"
	"io"
	"slices"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/mailaddr"
	"intraqvt/internal/problem"
)

// Recipient is a person who gets the newsletter.
type Recipient struct {
	Name    string // as written before the address; may be empty
	Address string // mail address in ASCII, with the domain in lower case
}

// String returns the recipient as in a message's header: « Nom <adresse> ».
func (r Recipient) String() string {
	if r.Name == "" {
		return r.Address
	}
	return r.Name + " <" + r.Address + ">"
}

// Key identifies a recipient: the address with its domain in lower case. The
// case before the « @ » counts, since RFC 5321 leaves its meaning to the
// receiving server.
func (r Recipient) Key() string {
	at := strings.LastIndexByte(r.Address, '@') + 1
	return r.Address[:at] + strings.ToLower(r.Address[at:])
}

// List is a list of recipients.
type List struct {
	Recipients []Recipient // in the file's order, each address once
	Skipped    []Skipped   // in the file's order
}

// Skipped is a line of a list that was skipped on purpose: it names no
// recipient and is no error.
type Skipped struct {
	Line int
	Why  string // in French: what the line holds
}

// Reasons to skip lines.
const (
	skippedBlank   = "vide"
	skippedSign    = "séparateur"
	skippedHeading = "titre"
	skippedTitles  = "noms des colonnes"
	skippedComment = "commentaire"
	skippedTwice   = "adresse en double"
)

// Summary lists the skipped lines by reason, abridged if they are many; "" if
// there are none.
func (l List) Summary() string {
	var reasons []string
	lines := map[string][]int{}
	for _, p := range l.Skipped {
		if lines[p.Why] == nil {
			reasons = append(reasons, p.Why)
		}
		lines[p.Why] = append(lines[p.Why], p.Line)
	}
	for i, why := range reasons {
		reasons[i] = numbers(lines[why]) + " (" + why + ")"
	}
	return strings.Join(reasons, ", ")
}

// Parse reads one address, alone or as « Nom <adresse> ». The error is French
// and says how to correct it.
func Parse(s string) (Recipient, error) {
	found := readMailboxes(s)
	switch {
	case len(found.faults) > 0:
		return Recipient{}, found.faults[0]
	case len(found.recipients) == 1 && len(found.strays) == 0:
		return found.recipients[0], nil
	case len(found.recipients) > 1:
		return Recipient{}, errors.New("une seule adresse est attendue")
	case len(found.strays) > 0:
		s = found.strays[0]
	}
	_, fault := mailaddr.Parse(s)
	return Recipient{}, fault
}

// maxList is the maximum size of a list in bytes: a hundred times that of an
// organisation of a hundred thousand people.
const maxList = 64_000_000

// Read reads a list of recipients as spreadsheets, address books and mail
// programs write them: a table with semicolons, tabs, commas or bars, with or
// without column titles, or lines of « Nom <adresse> ». Every address of a line
// becomes a recipient or a problem, so that nobody is left out unnoticed. See
// listReader for columns and readMailboxes for the content of a cell. Problems
// are positioned in the file name. An invalid address and an address in an
// unexpected column are errors; a repeated one is a warning and is left out.
// Callers must not send while there are errors.
func Read(name string, r io.Reader) (List, []problem.Problem) {
	l := listReader{name: name, seen: map[string]*sighting{}, folded: map[string]int{}, elsewhere: map[int]*misplaced{}}
	raw, err := io.ReadAll(io.LimitReader(r, maxList+1))
	switch {
	case err != nil:
		l.complain(0, 0, problem.UnreadableRecipients, "liste illisible : "+err.Error(), "")
	case len(raw) > maxList:
		l.complain(0, 0, problem.UnreadableRecipients,
			"liste de plus de "+french.Size(maxList)+" : ce n’est pas une liste de destinataires", "vérifiez le nom du fichier")
	default:
		text, encoding, fault := decodeList(raw)
		if fault != nil {
			l.complain(0, 0, problem.UnreadableRecipients, fault.Message, fault.Hint)
			break
		}
		l.lines = strings.Split(text, "\n")
		l.read()
		l.encoding(encoding)
	}
	slices.SortStableFunc(l.list.Skipped, func(a, b Skipped) int { return a.Line - b.Line })
	slices.SortStableFunc(l.problems, problem.Compare)
	return l.list, l.problems
}
