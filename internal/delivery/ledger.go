package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// errLocked is the error if another process is sending with the same ledger.
var errLocked = errors.New("un autre envoi est en cours avec ce journal")

// state is the state of a recipient, as the word in the ledger's lines.
type state string

// The states. A recipient whose last line is begun is uncertain: the server may
// or may not have accepted the message.
const (
	begun     state = "début"   // the content is about to be sent
	accepted  state = "accepté" // the server accepted the message
	refused   state = "refusé"  // the server refused it for good
	postponed state = "reporté" // the server did not accept it; another try may succeed
)

// entry is the last line about a recipient.
type entry struct {
	state  state
	at     time.Time
	reason string // the server's reply
}

// line returns the entry as a line of a ledger; key identifies its recipient.
func (e entry) line(key string) string {
	return strings.Join([]string{e.at.UTC().Format(time.RFC3339Nano), string(e.state), key, e.reason}, "\t") + "\n"
}

// Identity identifies an issue. Two identities mean the same issue if one of
// the parts is equal: a file may be renamed, a number corrected.
type Identity struct {
	Address string // of its page, below the root and without extension: "newsletters/2026-11"
	Number  string // with its type: "newsletter 8"; "" if it has none
}

// LedgerFolder is the folder of ledgers in a portal's source folder. It does
// not depend on the list of recipients, which may be renamed.
const LedgerFolder = ".envois"

// The first cell of a ledger's first line, with the number of the format.
const (
	ledgerTitle      = "intraqvt-envoi 2"
	firstLedgerTitle = "intraqvt-envoi 1" // a file beside the list, with readable addresses
)

// book is the content of a ledger. It identifies recipients by fingerprints,
// since more people may read a portal's folder than a list of addresses.
type book struct {
	issue   Identity         // as the ledger names it
	subject string           // the digest of the subject
	plain   bool             // of the first format, with readable addresses
	entries map[string]entry // the last entry of each recipient, by [book.key]
}

func newBook(issue Identity, subject string) *book {
	return &book{issue: issue, subject: digest(subject), entries: map[string]entry{}}
}

// of returns the last entry of a recipient.
func (b *book) of(r Recipient) (e entry, known bool) {
	e, known = b.entries[b.key(r.Key())]
	return e, known
}

func (b *book) set(r Recipient, e entry) { b.entries[b.key(r.Key())] = e }

// key identifies a recipient in the book. A fingerprint does not reveal the
// address, and differs from one issue to the next.
func (b *book) key(recipient string) string {
	if b.plain {
		return recipient
	}
	sum := sha256.Sum256([]byte(b.issue.Address + "\n" + recipient))
	return hex.EncodeToString(sum[:12])
}

// ledger is the file that records to whom an issue has been sent. Lines are only
// appended, and each is on disk before the sending continues:
//
//	intraqvt-envoi 2 ⇥ newsletters/2026-11 ⇥ newsletter 8 ⇥ digest of the subject
//	2026-11-03T09:00:00.120Z ⇥ début ⇥ fingerprint of the recipient ⇥
//	2026-11-03T09:00:00.310Z ⇥ accepté ⇥ fingerprint of the recipient ⇥ 250 OK
//
// The last line may be incomplete after a crash or on a full disk: then it does not
// count. Anywhere else an unreadable line is an error, since a guess could send a
// message twice.
type ledger struct {
	*book
	file *os.File
	lock *flock.Flock
}

// writeNew creates a file.
func writeNew(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// openLedger opens or creates the ledger of an issue at path, and locks it
// against other processes ([errLocked]) until it is closed. The entries of
// earlier ledgers of the issue are copied into it.
func openLedger(path string, issue Identity, subject string, earlier []string) (*ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("journal d’envoi : %w", err)
	}
	if filepath.Base(filepath.Dir(path)) == LedgerFolder {
		// Recipients must not be committed to a repository. An existing file is
		// kept: the folder may be a link to a shared one.
		if err := writeNew(filepath.Join(filepath.Dir(path), ".gitignore"), "*\n"); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("journal d’envoi : %w", err)
		}
	}
	// Lock a separate file, which stays: on Windows, a lock on the ledger would
	// prevent writing it. The system releases the lock when the process dies.
	lock := flock.New(path+".verrou", flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("le journal d’envoi ne peut pas être verrouillé : %w (mettez-le sur un disque local)", err)
	}
	if !locked {
		return nil, fmt.Errorf("%w : %s (attendez sa fin)", errLocked, path)
	}
	l := &ledger{lock: lock}
	if err := l.open(path, issue, subject, earlier); err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	return l, nil
}

func (l *ledger) open(path string, issue Identity, subject string, earlier []string) error {
	known, whole, err := readLedger(path, issue, subject)
	if err != nil {
		return err
	}
	before, err := readEarlier(earlier, issue, subject, known)
	if err != nil {
		return err
	}
	if err := os.Truncate(path, int64(whole)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("journal d’envoi : %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("journal d’envoi : %w", err)
	}
	l.file, l.book = file, known
	if err := l.begin(path, whole == 0, before); err != nil {
		_ = file.Close()
		return err
	}
	return nil
}

// begin writes the title of a new ledger, and the entries of earlier ones.
func (l *ledger) begin(path string, isNew bool, before map[string]entry) error {
	var lines strings.Builder
	if isNew {
		lines.WriteString(l.title())
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		lines.WriteString(before[key].line(key))
		l.entries[key] = before[key]
	}
	if lines.Len() == 0 {
		return nil
	}
	if err := l.write(lines.String()); err != nil {
		return err
	}
	// A new file's name is on disk only once its folder is. Systems that cannot
	// sync a folder (Windows) write names at once.
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

func (l *ledger) close() error {
	return errors.Join(l.file.Close(), l.lock.Unlock())
}

// note appends a line. Once it returns without error, the line survives a crash
// of the machine.
func (l *ledger) note(r Recipient, e entry) error {
	if !l.plain {
		e.reason = addressInReason.ReplaceAllString(e.reason, "…")
	}
	if err := l.write(e.line(l.key(r.Key()))); err != nil {
		return err
	}
	l.set(r, e)
	return nil
}

// addressInReason matches an address in a server's reply.
var addressInReason = regexp.MustCompile(`[^\s<>()":]+@[^\s<>()":]+`)

func (l *ledger) write(lines string) error {
	_, err := l.file.WriteString(lines)
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("journal d’envoi : %w", err)
	}
	return nil
}

// readLedger reads the ledger of an issue at path, which may be missing,
// without locking it. whole is the length of its complete lines.
func readLedger(path string, issue Identity, subject string) (b *book, whole int, err error) {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("journal d’envoi : %w", err)
	}
	b = newBook(issue, subject)
	if bytes.IndexByte(data, '\n') < 0 && strings.HasPrefix(b.title(), string(data)) {
		return b, 0, nil // no ledger yet, or an incomplete title
	}
	b, whole, err = parseLedger(path, data)
	if err != nil {
		return nil, 0, err
	}
	return b, whole, b.belongs(path, issue, subject)
}

// parseLedger parses a ledger of any issue.
func parseLedger(path string, data []byte) (b *book, whole int, err error) {
	whole = bytes.LastIndexByte(data, '\n') + 1
	number := 0
	for text := range strings.Lines(string(data[:whole])) {
		number++
		cells := strings.Split(strings.TrimSuffix(text, "\n"), "\t")
		if number == 1 {
			if b = bookOf(cells); b == nil {
				break
			}
			continue
		}
		e, ok := readEntry(cells)
		if !ok {
			return nil, 0, fmt.Errorf("%s:%d : ligne illisible dans le journal d’envoi (rétablissez-la d’après une sauvegarde : sans "+
				"elle, quelqu’un pourrait recevoir deux messages)", path, number)
		}
		b.entries[cells[2]] = e
	}
	if b == nil {
		return nil, 0, fmt.Errorf("%s n’est pas un journal d’envoi (donnez un autre chemin)", path)
	}
	return b, whole, nil
}

// bookOf makes the book that a title line starts; nil if it is not one.
func bookOf(cells []string) *book {
	switch {
	case len(cells) == 4 && cells[0] == ledgerTitle && cells[1] != "":
		return &book{issue: Identity{cells[1], cells[2]}, subject: cells[3], entries: map[string]entry{}}
	case len(cells) == 3 && cells[0] == firstLedgerTitle && cells[1] != "":
		return &book{issue: Identity{Address: cells[1]}, subject: cells[2], plain: true, entries: map[string]entry{}}
	}
	return nil
}

func (b *book) title() string {
	return strings.Join([]string{ledgerTitle, b.issue.Address, b.issue.Number, b.subject}, "\t") + "\n"
}

// isOf tells whether the ledger is that of an issue. The first format
// identified an issue by its file name only.
func (b *book) isOf(issue Identity) bool {
	if b.plain {
		return b.issue.Address == path.Base(issue.Address)
	}
	return b.issue.Address == issue.Address || b.issue.Number != "" && b.issue.Number == issue.Number
}

// belongs returns an error if the ledger is not that of a sending.
func (b *book) belongs(path string, issue Identity, subject string) error {
	switch {
	case !b.isOf(issue):
		return fmt.Errorf("%s est le journal du numéro « %s », non de « %s » (donnez un autre chemin)", path, b.issue.Address,
			issue.Address)
	case b.subject != digest(subject) && !b.plain && b.issue.Address != issue.Address:
		return fmt.Errorf("un autre numéro, « %s », a déjà été envoyé comme %s, avec un autre objet : corrigez le numéro de « %s », ou "+
			"donnez un autre journal avec --ledger", b.issue.Address, b.issue.Number, issue.Address)
	case b.subject != digest(subject):
		return fmt.Errorf("l’objet du numéro « %s » n’est plus celui du journal %s : remettez l’objet d’avant pour finir cet envoi, ou "+
			"donnez un autre journal avec --ledger pour envoyer à tous de nouveau", issue.Address, path)
	}
	return nil
}

func readEntry(cells []string) (entry, bool) {
	if len(cells) != 4 {
		return entry{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, cells[0])
	switch s := state(cells[1]); s {
	case begun, accepted, refused, postponed:
		return entry{s, at, cells[3]}, err == nil && cells[2] != ""
	}
	return entry{}, false
}

// digest returns a hash, which distinguishes subjects without revealing them.
func digest(subject string) string {
	sum := sha256.Sum256([]byte(subject))
	return hex.EncodeToString(sum[:8])
}
