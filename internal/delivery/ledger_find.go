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

// FindLedger returns the path of an issue's ledger, which may not exist yet,
// and the ledgers that earlier versions of the program left in the source
// folder or beside the list of recipients; [Options] takes both. list may be
// "".
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
		return "", nil, fmt.Errorf("deux journaux d’envoi sont ceux de « %s » : %s (corrigez le numéro de la page, ou donnez le bon avec "+
			"--ledger)", issue.Address, strings.Join(found, " et "))
	case len(found) == 1:
		path = found[0]
	}
	folders := []string{source}
	if list != "" {
		folders = append(folders, filepath.Dir(list))
	}
	for _, folder := range folders {
		err := eachLedger(folder, "*.envoi.tsv", func(name string, b *book) {
			// A fingerprint is only valid with the address of its issue.
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

// eachLedger reads the title of each ledger in a folder and calls visit. Files
// without a complete title are skipped.
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

// escapedPattern escapes the name of a folder so that it is not read as a
// pattern.
var escapedPattern = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// readEarlier collects the entries of earlier ledgers of an issue that are
// missing in the current one, or newer.
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

// tell adds to found the entries of a ledger that are missing in now and in
// found, or newer.
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

// Sending is the state of an issue's sending, by its ledgers.
type Sending struct {
	Accepted int       // recipients whose message was accepted
	Open     int       // recipients that are uncertain or wait for another try
	Last     time.Time // when the last message was accepted; zero if none was
}

// Sendings reads the state of an issue from the ledgers in a portal's source
// folder. It does not lock them: a sending may be in progress.
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
