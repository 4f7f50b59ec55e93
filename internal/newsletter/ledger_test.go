package newsletter

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/recipients"
)

func newLedger(t *testing.T, path string) *ledger {
	t.Helper()
	l, err := openLedger(path, "2026-01", "Objet")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *ledger) mustNote(t *testing.T, address string, s state) {
	t.Helper()
	if err := l.note(recipients.Recipient{Name: "", Address: address}, entry{s, time.Now(), ""}); err != nil {
		t.Fatal(err)
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(data, text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever part of the last line a crash left, the lines before it count and
// the next one stands alone.
func TestLedgerTornAnywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "envoi.tsv")
	l := newLedger(t, path)
	l.mustNote(t, "a@exemple.fr", begun)
	l.mustNote(t, "a@exemple.fr", accepted)
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := strings.LastIndexByte(strings.TrimSuffix(string(whole), "\n"), '\n') + 1
	title := strings.IndexByte(string(whole), '\n') + 1
	for cut := range whole {
		if cut > title && cut < last {
			continue // the line about to begin is one like the last
		}
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		l := newLedger(t, path)
		want := state("")
		if cut >= last {
			want = begun
		}
		if got := l.entries["a@exemple.fr"].state; got != want {
			t.Fatalf("cut at %d of %d: %q, want %q", cut, len(whole), got, want)
		}
		l.mustNote(t, "b@exemple.fr", refused)
		_ = l.close()
		entries, _, err := readLedger(path, "2026-01", "Objet")
		if err != nil || entries["b@exemple.fr"].state != refused || entries["a@exemple.fr"].state != want {
			t.Fatalf("cut at %d: %v %v", cut, err, entries)
		}
	}
}

func TestLedgerHeldByAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "envoi.tsv")
	first := newLedger(t, path)
	if _, err := openLedger(path, "2026-01", "Objet"); !errors.Is(err, ErrLocked) {
		t.Errorf("second: %v", err)
	}
	if err := first.close(); err != nil {
		t.Fatal(err)
	}
	second := newLedger(t, path)
	_ = second.close()
}

func TestLedgerRefused(t *testing.T) {
	tests := []struct {
		name, issue, subject string
		spoil                func(path string)
		want                 string
	}{
		{"another issue", "2026-02", "Objet", nil, "journal du numéro « 2026-01 »"},
		{"another subject", "2026-01", "Objet corrigé", nil, "remettez l’objet d’avant"},
		{"a broken line", "2026-01", "Objet", func(path string) { appendTo(t, path, "???\n") }, "envoi.tsv:3 : ligne illisible"},
		{"an unknown state", "2026-01", "Objet", func(path string) { appendTo(t, path, "2026-01-08T09:00:00Z\tlu\ta@exemple.fr\t\n") }, "envoi.tsv:3"},
		{"somebody's file", "2026-01", "Objet", func(path string) { _ = os.WriteFile(path, []byte("à garder"), 0o600) }, "n’est pas un journal"},
		{"the list itself", "2026-01", "Objet", func(path string) { _ = os.WriteFile(path, []byte("a@exemple.fr\n"), 0o600) }, "n’est pas un journal"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "envoi.tsv")
			l := newLedger(t, path)
			l.mustNote(t, "a@exemple.fr", accepted)
			_ = l.close()
			if test.spoil != nil {
				test.spoil(path)
			}
			before, _ := os.ReadFile(path)
			if _, err := openLedger(path, test.issue, test.subject); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error that says %q", err, test.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Errorf("changed to %q", after)
			}
			// A ledger that was refused is not held.
			_ = os.Remove(path)
			l = newLedger(t, path)
			_ = l.close()
		})
	}
}

func TestLedgerPath(t *testing.T) {
	list := filepath.Join("listes", "tous.csv")
	if got, want := LedgerPath(list, "2026-01"), filepath.Join("listes", "tous.2026-01.envoi.tsv"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
