package newsletter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"intraqvt/internal/recipients"
)

// ErrLocked is returned where another process is sending with the same ledger.
var ErrLocked = errors.New("un autre envoi est en cours avec ce journal")

// state is what the ledger knows of a recipient, by the word of its lines.
type state string

// The states. A recipient whose last line is begun is uncertain: the server
// may have accepted the message or not, and nobody can tell from here.
const (
	begun     state = "début"   // the content is about to be handed over
	accepted  state = "accepté" // the server took the message
	refused   state = "refusé"  // the server will never take it
	postponed state = "reporté" // the server did not take it; another try may succeed
)

// entry is the last line about a recipient.
type entry struct {
	state  state
	at     time.Time
	reason string // what the server said
}

// ledgerTitle begins a ledger's first line; its number is the format's.
const ledgerTitle = "intraqvt-envoi 1"

// LedgerPath is where the ledger of an issue's sending stands by default:
// beside the list of recipients, under the names of both.
func LedgerPath(list, issue string) string {
	return strings.TrimSuffix(list, filepath.Ext(list)) + "." + issue + ".envoi.tsv"
}

// ledger is the file that remembers to whom an issue has been sent. Its lines
// are only ever added, each is on the disk before the sending goes on:
//
//	intraqvt-envoi 1 ⇥ 2026-11 ⇥ digest of the subject
//	2026-11-03T09:00:00.120Z ⇥ début ⇥ marie@exemple.fr ⇥
//	2026-11-03T09:00:00.310Z ⇥ accepté ⇥ marie@exemple.fr ⇥ 250 OK
//
// The last line may be torn, by a crash or a full disk: it counts as not
// written. Anywhere else a line that cannot be read is an error, since
// guessing would send twice.
type ledger struct {
	file    *os.File
	lock    *flock.Flock
	entries map[string]entry // by [recipients.Recipient.Key]
}

// openLedger opens or begins the ledger at path and holds it against other
// processes ([ErrLocked]) until it is closed.
func openLedger(path, issue, subject string) (*ledger, error) {
	// A file of its own, which stays: locks of the ledger itself would keep
	// Windows from writing it. The system frees it when the process dies.
	lock := flock.New(path+".verrou", flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("le journal d’envoi ne peut pas être verrouillé : %w (mettez-le sur un disque local)", err)
	}
	if !locked {
		return nil, fmt.Errorf("%w : %s (attendez sa fin)", ErrLocked, path)
	}
	l := &ledger{lock: lock}
	if err := l.open(path, issue, subject); err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	return l, nil
}

func (l *ledger) open(path, issue, subject string) error {
	entries, whole, err := readLedger(path, issue, subject)
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
	l.file, l.entries = file, entries
	if whole > 0 {
		return nil
	}
	if err := l.write(titleLine(issue, subject)); err != nil {
		_ = file.Close()
		return err
	}
	// The new file's name is on the disk only with its folder. Systems that
	// cannot sync a folder (Windows) write names through.
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

func (l *ledger) close() error {
	return errors.Join(l.file.Close(), l.lock.Unlock())
}

// note adds a line. When it returns without an error the line outlives a
// crash of the machine.
func (l *ledger) note(r recipients.Recipient, e entry) error {
	cells := []string{e.at.UTC().Format(time.RFC3339Nano), string(e.state), r.Key(), e.reason}
	if err := l.write(strings.Join(cells, "\t") + "\n"); err != nil {
		return err
	}
	l.entries[r.Key()] = e
	return nil
}

func (l *ledger) write(line string) error {
	_, err := l.file.WriteString(line)
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("journal d’envoi : %w", err)
	}
	return nil
}

// readLedger reads the ledger at path, which may be missing, without holding
// it; whole is the length of its lines without a torn one at the end.
func readLedger(path, issue, subject string) (entries map[string]entry, whole int, err error) {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("journal d’envoi : %w", err)
	}
	entries = map[string]entry{}
	whole = bytes.LastIndexByte(data, '\n') + 1
	if title := titleLine(issue, subject); whole == 0 && !strings.HasPrefix(title, string(data)) {
		return nil, 0, notALedger(path) // not a torn title: somebody's file
	}
	number := 0
	for line := range strings.Lines(string(data[:whole])) {
		number++
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if number == 1 {
			if err := rightLedger(path, cells, issue, subject); err != nil {
				return nil, 0, err
			}
			continue
		}
		e, ok := readEntry(cells)
		if !ok {
			return nil, 0, fmt.Errorf("%s:%d : ligne illisible dans le journal d’envoi (rétablissez-la d’après une sauvegarde : sans elle, quelqu’un pourrait recevoir deux messages)", path, number)
		}
		entries[cells[2]] = e
	}
	return entries, whole, nil
}

func titleLine(issue, subject string) string {
	return ledgerTitle + "\t" + issue + "\t" + digest(subject) + "\n"
}

func notALedger(path string) error {
	return fmt.Errorf("%s n’est pas un journal d’envoi (donnez un autre chemin)", path)
}

// rightLedger tells whether the first line is that of this issue.
func rightLedger(path string, cells []string, issue, subject string) error {
	switch {
	case len(cells) != 3 || cells[0] != ledgerTitle:
		return notALedger(path)
	case cells[1] != issue:
		return fmt.Errorf("%s est le journal du numéro « %s », non de « %s » (donnez un autre chemin)", path, cells[1], issue)
	case cells[2] != digest(subject):
		return fmt.Errorf("l’objet du numéro « %s » n’est plus celui du journal %s : remettez l’objet d’avant pour finir cet envoi, ou donnez un autre chemin pour envoyer à tous de nouveau", issue, path)
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

// digest tells subjects apart without showing them.
func digest(subject string) string {
	sum := sha256.Sum256([]byte(subject))
	return hex.EncodeToString(sum[:8])
}
