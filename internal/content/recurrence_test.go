package content

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"intraqvt/internal/schema"
)

func TestRecurrence(t *testing.T) {
	types, problems := schema.Read(fstest.MapFS{
		"fields.yaml": {Data: []byte(commonFields)},
		"rdv/type.yaml": {Data: []byte("name: rdv\nfolder: rdv\nfields:\n  - {name: debut, kind: datetime}\n" +
			"  - {name: recurrence, kind: recurrence}\nlist: {sort: debut, agenda: true}\n")},
		"autre/type.yaml": {Data: []byte("name: autre\nfolder: autres\ndefault: true\n")},
	})
	if types == nil {
		t.Fatal(problems)
	}
	parse := func(rule string) *Page {
		return Parse("rdv/a.md", []byte("---\ntitre: Rencontre\ndebut: 2026-01-08T14:00\nrecurrence: "+rule+"\n---\n"), types)
	}
	tests := []struct{ rule, said, from, next string }{
		{"FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH", "Le 2e jeudi, tous les 3 mois", "2026-11-22", "2027-01-14"},
		{"FREQ=WEEKLY;BYDAY=MO,TH", "Le lundi, le jeudi, toutes les semaines", "2026-11-22", "2026-11-23"},
		{"FREQ=YEARLY", "Tous les ans", "2026-11-22", "2027-01-08"},
		{"FREQ=MONTHLY;BYMONTHDAY=8;UNTIL=20260630T000000Z", "Le 8, tous les mois, jusqu’au 30\u00a0juin 2026", "2026-11-22", ""},
		{"RRULE:FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR;COUNT=2", "Le dernier vendredi, tous les ans, en juin, 2 fois", "2026-01-09",
			"2026-06-26"},
	}
	for _, tt := range tests {
		p := parse(tt.rule)
		v, _ := p.Value("recurrence")
		if len(p.Problems) > 0 || v.Display() != tt.said {
			t.Errorf("%s is said as %q, want %q %v", tt.rule, v.Display(), tt.said, p.Problems)
			continue
		}
		start, _ := p.Value("debut")
		from, _ := time.Parse(time.DateOnly, tt.from)
		next := ""
		if at := v.NextOccurrence(start.Time, from); !at.IsZero() {
			next = at.Format(time.DateOnly)
		}
		if next != tt.next {
			t.Errorf("%s comes next on %q, want %q", tt.rule, next, tt.next)
		}
	}
	p := parse("chaque mois")
	if len(p.Problems) != 1 || !strings.Contains(p.Problems[0].Message, "récurrence illisible") || p.Problems[0].Line != 4 {
		t.Errorf("an unreadable rule: %v", p.Problems)
	}
}
