package site_test

import (
	"maps"
	"strings"
	"testing"

	"intraqvt/internal/site"
)

// An issue lists what is new since the previous one, and what comes until the
// next, whatever the day of the build.
func TestIssuesListTheirOwnTime(t *testing.T) {
	issue := func(day string) string {
		return "titre: Lettre du " + day + "\ndate: " + day +
			"\n---\n::: liste\nquand: depuis le dernier numéro\n:::\n\n::: liste\nquand: d’ici au prochain numéro\n:::\n"
	}
	s := linked(t, files{
		"layouts/lettre/type.yaml": "name: lettre\nfolder: lettres\noutputs: [page, email]\nlist: {sort: -date}\n",
		"layouts/evenement/type.yaml": "name: evenement\nfolder: evenements\nfields:\n  - {name: debut, kind: datetime}\n" +
			"  - {name: recurrence, kind: recurrence}\nlist: {sort: debut, agenda: true}\n",
		"lettres/1.md":          issue("2026-05-01"),
		"lettres/2.md":          issue("2026-07-01"),
		"lettres/3.md":          issue("2026-09-01"),
		"lettres/4.md":          issue("2027-01-10"), // waits for its day
		"fiches/mai.md":         "titre: Mai\ndate: 2026-05-20\n---\n",
		"fiches/juin.md":        "titre: Juin\ndate: 2026-06-20\n---\n",
		"fiches/relue.md":       "titre: Relue\ndate: 2025-01-01\n---\n",
		"fiches/aout.md":        "titre: Août\ndate: 2026-08-20\n---\n",
		"evenements/juillet.md": "titre: Juillet\ndebut: 2026-07-14T09:00\n---\n",
		"evenements/octobre.md": "titre: Octobre\ndebut: 2026-10-14T09:00\n---\n",
		"evenements/mensuel.md": "titre: Mensuel\ndebut: 2026-01-05T09:00\nrecurrence: FREQ=MONTHLY\n---\n",
		"page.md":               "titre: Page\n---\n::: liste\nquand: depuis le dernier numéro\n:::\n",
	})
	expectSaid(t, s, "content/page.md:4:1 cette liste n’a de sens que dans un numéro → ailleurs, « quand: à venir » montre les "+
		"prochaines dates, « tri: -date » les dernières pages")
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

// An issue's lists do not depend on drafts, later issues, changes of earlier
// ones or the day of the build, also for recurring events.
func TestIssueIsUnmovedByOthers(t *testing.T) {
	issue := func(day, more string) string {
		return "titre: Lettre du " + day + "\ndate: " + day + "\n" + more +
			"---\n::: liste\nquand: depuis le dernier numéro\n:::\n\n::: liste\nquand: d’ici au prochain numéro\n:::\n\n![[mensuel]]\n\n" +
			"::: liste\ntype: fiche\n:::\n\n::: liste\ntype: evenement\nquand: à venir\n:::\n"
	}
	base := files{
		"layouts/lettre/type.yaml": "name: lettre\nfolder: lettres\noutputs: [page, email]\nfields:\n" +
			"  - {name: prochain, kind: date, role: next-issue}\nlist: {sort: -date}\nissue: {every: 2}\n",
		"layouts/evenement/type.yaml": "name: evenement\nfolder: evenements\nfields:\n  - {name: debut, kind: datetime}\n" +
			"  - {name: recurrence, kind: recurrence}\nlist: {sort: debut, agenda: true}\n",
		"lettres/1.md":          issue("2026-05-01", ""),
		"lettres/2.md":          issue("2026-07-01", ""),
		"fiches/mai.md":         "titre: Mai\ndate: 2026-05-20\n---\n",
		"fiches/avril.md":       "titre: Avril\ndate: 2026-04-20\n---\n",
		"evenements/juillet.md": "titre: Juillet\ndebut: 2026-07-14T09:00\n---\n",
		"evenements/aout.md":    "titre: Août\ndebut: 2026-08-14T09:00\n---\n",
		"evenements/octobre.md": "titre: Octobre\ndebut: 2026-10-14T09:00\n---\n",
		"evenements/mensuel.md": "titre: Mensuel\ndebut: 2026-01-05T09:00\nrecurrence: FREQ=MONTHLY\n---\n",
	}
	shows := func(change files, o func(*site.Options)) string {
		sources := maps.Clone(base)
		maps.Copy(sources, change)
		p := page(t, linked(t, sources, o), "lettres/2.md")
		var out []string
		for _, target := range p.Targets {
			for _, c := range target.Cards() {
				shown := c.Shown()
				out = append(out, shown.Title+" "+shown.Day.Format("2006-01-02"))
			}
			out = append(out, "|")
		}
		return strings.Join(out, " ")
	}
	asItIs := func(*site.Options) {}
	const want = "Mai 2026-05-20 | Mensuel 2026-07-05 Juillet 2026-07-14 Août 2026-08-14 | Mensuel 2026-07-05 | Mai 2026-05-20 Avril " +
		"2026-04-20 | Mensuel 2026-07-05 Juillet 2026-07-14 Août 2026-08-14 Octobre 2026-10-14 |"
	if got := shows(nil, asItIs); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	for name, change := range map[string]files{
		"a draft between":              {"lettres/x.md": issue("2026-06-01", "statut: brouillon\n")},
		"one in review between":        {"lettres/x.md": issue("2026-06-01", "statut: relecture\n")},
		"a draft before the next":      {"lettres/x.md": issue("2026-07-20", "statut: brouillon\n")},
		"a later one":                  {"lettres/x.md": issue("2026-07-20", "")},
		"one that waits for its day":   {"lettres/x.md": issue("2027-01-01", "")},
		"one that had expired between": {"lettres/x.md": issue("2026-06-01", "expire_le: 2026-06-15\n")},
		"the one before expired since": {"lettres/1.md": issue("2026-05-01", "expire_le: 2026-09-01\n")},
		"the one before archived":      {"lettres/1.md": issue("2026-05-01", "statut: archive\n")},
		"a later page and a draft": {"fiches/x.md": "titre: X\ndate: 2026-07-02\n---\n",
			"fiches/y.md": "titre: Y\ndate: 2026-06-02\nstatut: brouillon\n---\n"},
	} {
		for _, drafts := range []bool{false, true} {
			if got := shows(change, func(o *site.Options) { o.Drafts = drafts }); got != want {
				t.Errorf("%s, drafts %v:\ngot  %s\nwant %s", name, drafts, got, want)
			}
		}
	}
	if got := shows(nil, func(o *site.Options) { o.At = o.At.AddDate(1, 0, 0) }); got != want {
		t.Errorf("a year later:\ngot  %s\nwant %s", got, want)
	}
	// The author may set until when the issue lists coming events.
	if got := shows(files{"lettres/2.md": issue("2026-07-01", "prochain: 2026-08-01\n")}, asItIs); !strings.Contains(got,
		"| Mensuel 2026-07-05 Juillet 2026-07-14 | Mensuel") {
		t.Errorf("until the next: %s", got)
	}
	// A draft issue lists the drafts that will be published with it.
	if got := shows(files{"lettres/2.md": issue("2026-07-01", "statut: brouillon\n"),
		"fiches/y.md": "titre: Y\ndate: 2026-06-02\nstatut: brouillon\n---\n"},
		func(o *site.Options) { o.Drafts = true }); !strings.HasPrefix(got, "Y 2026-06-02 Mai") {
		t.Errorf("a draft: %s", got)
	}
}

// A card of an event that is over on an issue's day is reported; a link to it
// is not.
func TestIssueAnnouncesWhatIsOver(t *testing.T) {
	s := linked(t, files{
		"layouts/lettre/type.yaml": "name: lettre\nfolder: lettres\noutputs: [page, email]\nlist: {sort: -date}\n",
		"layouts/evenement/type.yaml": "name: evenement\nfolder: evenements\nfields:\n  - {name: debut, kind: datetime}\n" +
			"list: {sort: debut, agenda: true}\n",
		"lettres/1.md":        "titre: Lettre\ndate: 2026-05-01\n---\n![[avril]]\n\n![[mai]]\n\nOn y était : [[avril]].\n",
		"evenements/avril.md": "titre: Avril\ndebut: 2026-04-14T09:00\n---\n",
		"evenements/mai.md":   "titre: Mai\ndebut: 2026-05-14T09:00\n---\n",
	})
	expectSaid(t, s, "content/lettres/1.md:5:1 (avertissement) « Avril » est passé au jour du numéro, le 1er\u00a0mai 2026 → annoncez "+
		"une date à venir, ou racontez ce qui s’est dit par un lien dans le texte")
}
