package site_test

import (
	"slices"
	"testing"
)

// The agenda of 21 November 2026: coming events, soonest first, recurring ones
// at their next time; past events, latest first. Days are local, whatever the
// time zone.
func TestAgenda(t *testing.T) {
	s := linked(t, files{
		"layouts/evenement/type.yaml": "name: evenement\nfolder: evenements\nfields:\n  - {name: debut, kind: datetime}\n" +
			"  - {name: fin, kind: datetime}\n  - {name: recurrence, kind: recurrence}\nlist: {sort: debut, agenda: true}\n",
		"evenements/passe.md":     "titre: Passé\ndebut: 2026-01-10T09:00\n---\n",
		"evenements/recent.md":    "titre: Récent\ndebut: 2026-11-20T09:00\n---\n",
		"evenements/en-cours.md":  "titre: En cours\ndebut: 2026-11-19T09:00\nfin: 2026-11-22T17:00\n---\n",
		"evenements/ce-jour.md":   "titre: Ce jour\ndebut: 2026-11-21T00:30+02:00\n---\n",
		"evenements/bientot.md":   "titre: Bientôt\ndebut: 2026-12-02T09:00\n---\n",
		"evenements/trimestre.md": "titre: Trimestre\ndebut: 2026-01-08T14:00\nrecurrence: FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH\n---\n",
		"evenements/une-fois.md":  "titre: Une fois\ndebut: 2026-01-08T14:00\nrecurrence: FREQ=MONTHLY;COUNT=2\n---\n",
		"a-venir.md":              "titre: À venir\n---\n::: liste\ntype: evenement\nquand: à venir\nlimite: 3\n:::\n",
		"passes.md":               "titre: Passés\n---\n::: liste\ntype: evenement\nquand: passés\n:::\n",
	})
	expectSaid(t, s)
	titles := func(file string) []string {
		var out []string
		for _, q := range page(t, s, file).Targets[0].Pages {
			out = append(out, q.Title)
		}
		return out
	}
	if got, want := titles("a-venir.md"), []string{"En cours", "Ce jour", "Bientôt"}; !slices.Equal(got, want) {
		t.Errorf("to come: %v, want %v", got, want)
	}
	if got, want := titles("passes.md"), []string{"Récent", "Passé", "Une fois"}; !slices.Equal(got, want) {
		t.Errorf("past: %v, want %v", got, want)
	}
	if got := page(t, s, "evenements/trimestre.md").When().Format("2006-01-02T15:04"); got != "2027-01-14T14:00" {
		t.Errorf("the meeting of each quarter comes on %s, want 2027-01-14T14:00", got)
	}
}
