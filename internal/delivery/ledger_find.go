package delivery

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// FindLedger is where the ledger of an issue stands or is to stand in the
// source folder of a portal, with the ledgers that earlier versions of the
// program left there or beside the list of recipients; [Options] takes both.
// list may be "".
func FindLedger(source, list string, issue Identity) (path string, earlier []string, err error) {
	folder := filepath.Join(source, LedgerFolder)
	path = filepath.Join(folder, strings.ReplaceAll(issue.Address, "/", ".")+".tsv")
	var found []string
	err = eachLedger(folder, "*.tsv", func(name string, b *book) {
		if b.isOf(issue) {
			found = append(found, name)
		}
	})
	switch {
	case err != nil:
		return "", nil, err
	case len(found) > 1:
		return "", nil, fmt.Errorf("deux journaux d’envoi sont ceux de « %s » : %s (corrigez le numéro de la page, ou donnez le bon avec --ledger)", issue.Address, strings.Join(found, " et "))
	case len(found) == 1:
		path = found[0]
	}
	folders := []string{source}
	if list != "" {
		folders = append(folders, filepath.Dir(list))
	}
	for _, folder := range folders {
		err := eachLedger(folder, "*.envoi.tsv", func(name string, b *book) {
			// What another file's fingerprints stand for, nobody can tell.
			if b.isOf(issue) && (b.plain || b.issue.Address == issue.Address) && !slices.Contains(earlier, name) {
				earlier = append(earlier, name)
			}
		})
		if err != nil {
			return "", nil, err
		}
	}
	return path, earlier, nil
}

// eachLedger visits the ledgers of a folder, without the lines that they hold.
// One that has been begun and not got as far as its title is passed over.
func eachLedger(folder, pattern string, visit func(name string, b *book)) error {
	names, err := filepath.Glob(filepath.Join(escapedPattern.Replace(folder), pattern))
	if err != nil {
		return fmt.Errorf("journaux d’envoi : %w", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("journal d’envoi : %w", err)
		}
		first, _, whole := bytes.Cut(data, []byte("\n"))
		if !whole {
			continue
		}
		b, _, err := parseLedger(name, append(first, '\n'))
		if err != nil {
			return err
		}
		visit(name, b)
	}
	return nil
}

// escapedPattern writes the name of a folder so that it is no pattern.
var escapedPattern = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// readEarlier gathers what earlier ledgers of an issue say that the one of now
// does not say, or said before.
func readEarlier(paths []string, issue Identity, subject string, now *book) (map[string]entry, error) {
	found := map[string]entry{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("journal d’envoi : %w", err)
		}
		b, _, err := parseLedger(path, data)
		if err == nil {
			err = b.belongs(path, issue, subject)
		}
		if err != nil {
			return nil, err
		}
		b.tell(now, found)
	}
	return found, nil
}

// tell gives what a ledger says that another and what was found already do not
// say, or said before.
func (b *book) tell(now *book, found map[string]entry) {
	for key, e := range b.entries {
		if b.plain {
			key = now.key(key)
		}
		if e.at.After(now.entries[key].at) && e.at.After(found[key].at) {
			found[key] = e
		}
	}
}

// Sending is what ledgers say of an issue.
type Sending struct {
	Accepted int       // recipients that have it
	Open     int       // recipients of whom it is not known, or who wait for another try
	Last     time.Time // when the last of them was accepted; zero for none
}

// Sendings reads what the ledgers in a portal's source folder say of an issue.
// It holds none of them: a sending may be under way.
func Sendings(source string, issue Identity) (Sending, error) {
	path, earlier, err := FindLedger(source, "", issue)
	if err != nil {
		return Sending{}, err
	}
	now, found := newBook(issue, ""), map[string]entry{}
	for _, name := range append([]string{path}, earlier...) {
		data, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return Sending{}, fmt.Errorf("journal d’envoi : %w", err)
		}
		b, _, err := parseLedger(name, data)
		switch {
		case err != nil:
			return Sending{}, err
		case name == path:
			now = b
		default:
			b.tell(now, found)
		}
	}
	maps.Copy(now.entries, found)
	var s Sending
	for _, e := range now.entries {
		switch e.state {
		case accepted:
			s.Accepted++
			if e.at.After(s.Last) {
				s.Last = e.at
			}
		case begun, postponed:
			s.Open++
		}
	}
	return s, nil
}
