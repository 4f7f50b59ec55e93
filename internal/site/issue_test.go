package site

import (
	"testing"
)

// An issue lists what is new since the one before, and what comes until the
// next, on whatever day the portal is built.
func TestIssuesListTheirOwnTime(t *testing.T) {
	issue := func(day string) string {
		return "titre: Lettre du " + day + "\ndate: " + day + "\n---\n::: liste\nquand: depuis le dernier numéro\n:::\n\n::: liste\nquand: d’ici au prochain numéro\n:::\n"
	}
	s := linked(t, files{
		"layouts/lettre/type.yaml":    "name: lettre\nfolder: lettres\noutputs: [page, email]\nlist: {sort: -date}\n",
		"layouts/evenement/type.yaml": "name: evenement\nfolder: evenements\nfields:\n  - {name: debut, kind: datetime}\n  - {name: recurrence, kind: recurrence}\nlist: {sort: debut, agenda: true}\n",
		"lettres/1.md":                issue("2026-05-01"),
		"lettres/2.md":                issue("2026-07-01"),
		"lettres/3.md":                issue("2026-09-01"),
		"lettres/4.md":                issue("2027-01-10"), // waits for its day
		"fiches/mai.md":               "titre: Mai\ndate: 2026-05-20\n---\n",
		"fiches/juin.md":              "titre: Juin\ndate: 2026-06-20\n---\n",
		"fiches/relue.md":             "titre: Relue\ndate: 2025-01-01\n---\n",
		"fiches/aout.md":              "titre: Août\ndate: 2026-08-20\n---\n",
		"evenements/juillet.md":       "titre: Juillet\ndebut: 2026-07-14T09:00\n---\n",
		"evenements/octobre.md":       "titre: Octobre\ndebut: 2026-10-14T09:00\n---\n",
		"evenements/mensuel.md":       "titre: Mensuel\ndebut: 2026-01-05T09:00\nrecurrence: FREQ=MONTHLY\n---\n",
		"page.md":                     "titre: Page\n---\n::: liste\nquand: depuis le dernier numéro\n:::\n",
	})
	expectSaid(t, s, "page.md:4:1 cette liste n’a de sens que dans un numéro → ailleurs, « quand: à venir » montre les prochaines dates, « tri: -date » les dernières pages")
	for file, want := range map[string][2]string{
		"lettres/1.md": {"", "mensuel"},
		"lettres/2.md": {"juin mai", "mensuel juillet"},
		"lettres/3.md": {"aout", "mensuel octobre"},
	} {
		p := page(t, s, file)
		if got := [2]string{slugs(p.Targets[0].Pages), slugs(p.Targets[1].Pages)}; got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
	if len(s.Issues) != 4 || s.Issues[3].Page.Slug != "4" {
		t.Errorf("%d issues", len(s.Issues))
	}
}

// A card of an event that is over on an issue's day is complained of; a link
// to it is not.
func TestIssueAnnouncesWhatIsOver(t *testing.T) {
	s := linked(t, files{
		"layouts/lettre/type.yaml":    "name: lettre\nfolder: lettres\noutputs: [page, email]\nlist: {sort: -date}\n",
		"layouts/evenement/type.yaml": "name: evenement\nfolder: evenements\nfields:\n  - {name: debut, kind: datetime}\nlist: {sort: debut, agenda: true}\n",
		"lettres/1.md":                "titre: Lettre\ndate: 2026-05-01\n---\n![[avril]]\n\n![[mai]]\n\nOn y était : [[avril]].\n",
		"evenements/avril.md":         "titre: Avril\ndebut: 2026-04-14T09:00\n---\n",
		"evenements/mai.md":           "titre: Mai\ndebut: 2026-05-14T09:00\n---\n",
	})
	expectSaid(t, s, "lettres/1.md:5:1 (avertissement) « Avril » est passé au jour du numéro, le 1er\u00a0mai 2026 → annoncez une date à venir, ou racontez ce qui s’est dit par un lien dans le texte")
}
