package delivery

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// january is an issue.
var january = Identity{"newsletters/2026-01", "newsletter 4"}

func newLedger(t *testing.T, path string) *ledger {
	t.Helper()
	l, err := openLedger(path, january, "Objet", nil)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *ledger) mustNote(t *testing.T, address string, s state) {
	t.Helper()
	if err := l.note(Recipient{Name: "", Address: address}, entry{s, time.Now(), ""}); err != nil {
		t.Fatal(err)
	}
}

// stateOf is what a book knows of an address.
func (b *book) stateOf(address string) state {
	e, _ := b.of(Recipient{Address: address})
	return e.state
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

// What stands in the folder of ledgers already stays as it is, also where a link
// leads to it.
func TestLedgerFolderIsSomebodys(t *testing.T) {
	shared, source := t.TempDir(), t.TempDir()
	ignore := filepath.Join(shared, ".gitignore")
	if err := os.WriteFile(ignore, []byte("autre chose\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(shared, filepath.Join(source, LedgerFolder)); err != nil {
		t.Skip(err)
	}
	if err := newLedger(t, filepath.Join(source, LedgerFolder, "x.tsv")).close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(ignore); err != nil || string(data) != "autre chose\n" {
		t.Errorf("%q, %v", data, err)
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
		if got := l.stateOf("a@exemple.fr"); got != want {
			t.Fatalf("cut at %d of %d: %q, want %q", cut, len(whole), got, want)
		}
		l.mustNote(t, "b@exemple.fr", refused)
		_ = l.close()
		b, _, err := readLedger(path, january, "Objet")
		if err != nil || b.stateOf("b@exemple.fr") != refused || b.stateOf("a@exemple.fr") != want {
			t.Fatalf("cut at %d: %v %v", cut, err, b)
		}
	}
}

func TestLedgerHeldByAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "envoi.tsv")
	first := newLedger(t, path)
	if _, err := openLedger(path, january, "Objet", nil); !errors.Is(err, errLocked) {
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
		name    string
		issue   Identity
		subject string
		spoil   func(path string)
		want    string
	}{
		{"another issue", Identity{"newsletters/2026-02", "newsletter 5"}, "Objet", nil, "journal du numéro « newsletters/2026-01 »"},
		{"another with the same number", Identity{"newsletters/2026-02", "newsletter 4"}, "Autre objet", nil, "corrigez le numéro"},
		{"another subject", january, "Objet corrigé", nil, "remettez l’objet d’avant"},
		{"a broken line", january, "Objet", func(path string) { appendTo(t, path, "???\n") }, "envoi.tsv:3 : ligne illisible"},
		{"an unknown state", january, "Objet", func(path string) { appendTo(t, path, "2026-01-08T09:00:00Z\tlu\ta@exemple.fr\t\n") },
			"envoi.tsv:3"},
		{"somebody's file", january, "Objet", func(path string) { _ = os.WriteFile(path, []byte("à garder"), 0o600) },
			"n’est pas un journal"},
		{"the list itself", january, "Objet", func(path string) { _ = os.WriteFile(path, []byte("a@exemple.fr\n"), 0o600) },
			"n’est pas un journal"},
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
			if _, err := openLedger(path, test.issue, test.subject, nil); err == nil || !strings.Contains(err.Error(), test.want) {
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

// Nobody gets an issue twice since a list, the issue's file or its number has
// another name, nor since an earlier version of the program sent it.
func TestLedgerIsTheIssues(t *testing.T) {
	source, lists := t.TempDir(), t.TempDir()
	list := filepath.Join(lists, "liste.csv")
	find := func(list string, issue Identity) (string, []string) {
		t.Helper()
		path, earlier, err := FindLedger(source, list, issue)
		if err != nil {
			t.Fatal(err)
		}
		return path, earlier
	}
	// The first format stood beside the list, with addresses as they are.
	old := filepath.Join(lists, "liste.2026-01.envoi.tsv")
	if err := os.WriteFile(old, []byte("intraqvt-envoi 1\t2026-01\t"+digest("Objet")+"\n2026-01-05T09:00:00Z\taccepté\ta@exemple.fr\t\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	path, earlier := find(list, january)
	if len(earlier) != 1 || earlier[0] != old {
		t.Fatalf("earlier ledgers %v", earlier)
	}
	for range 2 {
		l, err := openLedger(path, january, "Objet", earlier)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.stateOf("a@exemple.fr"); got != accepted {
			t.Errorf("of the earlier ledger: %q", got)
		}
		l.mustNote(t, "b@exemple.fr", accepted)
		_ = l.close()
	}
	data, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(data), "exemple.fr") || strings.Count(string(data), "\n") != 4 {
		t.Errorf("%v: the ledger shows addresses, or takes up twice:\n%s", err, data)
	}
	ignored, err := os.ReadFile(filepath.Join(filepath.Dir(path), ".gitignore"))
	if err != nil || string(ignored) != "*\n" {
		t.Errorf("git would see it: %q %v", ignored, err)
	}

	elsewhere := filepath.Join(t.TempDir(), "autre.csv")
	for name, issue := range map[string]Identity{
		"the list renamed": january, "the file renamed": {"newsletters/janvier", "newsletter 4"},
		"the number corrected": {"newsletters/2026-01", "newsletter 5"}, "the number dropped": {"newsletters/2026-01", ""},
	} {
		path, earlier := find(elsewhere, issue)
		b, _, err := readLedger(path, issue, "Objet")
		if err != nil || len(earlier) != 0 || b.stateOf("a@exemple.fr") != accepted || b.stateOf("b@exemple.fr") != accepted {
			t.Errorf("%s: %v %v %v", name, err, earlier, b)
		}
		sending, err := Sendings(source, issue)
		if err != nil || sending.Accepted != 2 || sending.Open != 0 || sending.Last.IsZero() {
			t.Errorf("%s: %v %+v", name, err, sending)
		}
	}
	other := Identity{"newsletters/2026-02", "newsletter 6"}
	if path, _ := find(list, other); path != filepath.Join(source, LedgerFolder, "newsletters.2026-02.tsv") {
		t.Errorf("another issue's ledger: %s", path)
	}
	if sending, err := Sendings(source, other); err != nil || sending != (Sending{}) {
		t.Errorf("another issue: %v %+v", err, sending)
	}
	// An issue that goes by the names of two is nobody's guess.
	l, err := openLedger(filepath.Join(source, LedgerFolder, "newsletters.2026-02.tsv"), other, "Objet", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.close()
	if _, _, err := FindLedger(source, "", Identity{"newsletters/2026-02", "newsletter 4"}); err == nil ||
		!strings.Contains(err.Error(), "deux journaux") {
		t.Errorf("an issue with the number of another: %v", err)
	}
}

// What a server says of somebody does not say who that is.
func TestLedgerKeepsNoAddress(t *testing.T) {
	path := filepath.Join(t.TempDir(), "envoi.tsv")
	l := newLedger(t, path)
	if err := l.note(Recipient{Address: "marie@exemple.fr"},
		entry{refused, time.Now(), "550 5.1.1 <marie@exemple.fr>: unknown (Marie@exemple.fr)"}); err != nil {
		t.Fatal(err)
	}
	_ = l.close()
	data, err := os.ReadFile(path)
	if err != nil || strings.Contains(strings.ToLower(string(data)), "marie") ||
		!strings.Contains(string(data), "550 5.1.1 <…>: unknown (…)") {
		t.Errorf("%v\n%s", err, data)
	}
}

// Whatever a ledger's bytes: it is refused as a whole or each of its lines is
// known, and what was known of a recipient never gets lost by adding a line.
func FuzzLedger(f *testing.F) {
	title := "intraqvt-envoi 2\tnewsletters/2026-01\tnewsletter 4\t" + digest("Objet") + "\n"
	for _, seed := range []string{"", title, title[:20], title + "2026-01-05T09:00:00Z\taccepté\tabc\t250 ok\n",
		title + "2026-01-05T09:00:00Z\tdébut\tabc", "intraqvt-envoi 1\t2026-01\tx\n2026-01-05T09:00:00Z\taccepté\ta@b.fr\t\n", title + "\n",
		"à garder\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, whole, err := parseLedger("envoi.tsv", data)
		if err != nil {
			if b != nil || whole != 0 || !strings.Contains(err.Error(), "envoi.tsv") {
				t.Fatalf("%q: %v %d %v", data, b, whole, err)
			}
			return
		}
		lines := strings.Split(strings.TrimSuffix(string(data[:whole]), "\n"), "\n")
		keys := map[string]bool{}
		for _, line := range lines[1:] {
			keys[strings.Split(line, "\t")[2]] = true
		}
		if len(keys) != len(b.entries) {
			t.Fatalf("%q: %d recipients in %d lines, want %d", data, len(b.entries), len(lines), len(keys))
		}
		marie := Recipient{Address: "marie@exemple.fr"}
		more := string(data[:whole]) + entry{accepted, time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), "250 ok"}.line(b.key(marie.Key()))
		again, _, err := parseLedger("envoi.tsv", []byte(more))
		if err != nil || again.stateOf(marie.Address) != accepted {
			t.Fatalf("%q with a line more: %v", data, err)
		}
		for key, e := range b.entries {
			if key != b.key(marie.Key()) && again.entries[key] != e {
				t.Fatalf("%q with a line more: %q was %v, is %v", data, key, e, again.entries[key])
			}
		}
	})
}
