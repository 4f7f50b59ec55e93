package render

import (
	"strings"
	"testing"
	"time"

	"intraqvt/internal/portaltest"
	"intraqvt/internal/site"
)

// articleOf returns a view of a page's article.
func articleOf(file string, view func(PageArticle) any) func(*testing.T, *Renderer) any {
	return func(t *testing.T, r *Renderer) any { return view(r.page(r.at(t, file)).Article) }
}

func TestArticle(t *testing.T) {
	notices := func(a PageArticle) any { return a.Notices }
	one := func(fields string) portaltest.Files {
		return portaltest.Files{"pratiques/pause.md": "titre: La pause\n" + fields + "---\n"}
	}
	meeting := func(start string) portaltest.Files {
		return portaltest.Files{"rencontres/r.md": "titre: Rencontre\ndebut: " + start + "\n---\n"}
	}
	checkViews(t, []viewTest{
		{"a page has nothing to warn of", one(""), articleOf("pratiques/pause.md", notices), Notices{}},
		{"an invented situation", one("exemple: true\n"), articleOf("pratiques/pause.md", notices), Notices{Example: true}},
		{"an archived page", one("statut: archive\n"), articleOf("pratiques/pause.md", notices), Notices{Archived: true}},
		{"a review that is still to come", one("revoir_le: 2026-03-02\n"), articleOf("pratiques/pause.md", notices), Notices{}},
		{"a review that is due today", one("revoir_le: 2026-03-01\n"), articleOf("pratiques/pause.md", notices),
			Notices{Overdue: Date{"2026-03-01", "1er\u00a0mars 2026"}}},
		{"a meeting that is over", meeting("2026-02-27T10:00"), articleOf("rencontres/r.md", func(a PageArticle) any {
			return []any{a.Notices, a.Coming}
		}), []any{Notices{Past: true}, Date{}}},
		{"a meeting to come, with its time", meeting("2026-03-27T10:00"), articleOf("rencontres/r.md", func(a PageArticle) any {
			return []any{a.Notices, a.Coming}
		}), []any{Notices{}, Date{"2026-03-27T10:00", "27\u00a0mars 2026 à 10\u00a0h"}}},
		{"the type leads to its list", one(""), articleOf("pratiques/pause.md", func(a PageArticle) any { return a.Type }),
			Link{"Pratique", "index.html"}},
		{"but not from another's folder", portaltest.Files{"outils/x.md": "titre: X\n---\n"},
			articleOf("outils/x.md", func(a PageArticle) any { return a.Type }), Link{"Page", ""}},
	})
}

func TestContents(t *testing.T) {
	page := func(text string) portaltest.Files { return portaltest.Files{"outils/x.md": "titre: X\n---\n" + text} }
	shown := articleOf("outils/x.md", func(a PageArticle) any {
		var lines []string
		for _, e := range a.Toc {
			line := e.Title + "=" + e.URL
			for _, below := range e.Below {
				line += " > " + below.Title + "=" + below.URL
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n")
	})
	checkViews(t, []viewTest{
		{"two levels, not three", page("## Un\n\n### Un bis\n\n#### Détail\n\n## Deux\n"), shown, "Un=#un > Un bis=#un-bis\nDeux=#deux"},
		{"a text that begins a level too low", page("### Avant\n\n## Un\n\n### Après\n"), shown, "Avant=#avant\nUn=#un > Après=#apres"},
		{"no headings", page("Un texte.\n"), shown, ""},
	})
}

func TestReport(t *testing.T) {
	pages := portaltest.Files{
		"personnes/lea.md":   "titre: Léa\ncourriel: lea@example.org\n---\n",
		"personnes/tom.md":   "titre: Tom\n---\n",
		"pratiques/pause.md": "titre: La pause\nresponsable: lea\n---\n",
		"pratiques/repas.md": "titre: Le repas\nresponsable: tom\n---\n",
		"pratiques/seule.md": "titre: Seule\n---\n",
	}
	report := func(a PageArticle) any { return []string{string(a.Report), a.Owner.Title, a.Owner.URL} }
	checkViews(t, []viewTest{
		{"errors are reported to who keeps the page", pages, articleOf("pratiques/pause.md", report),
			[]string{"mailto:lea@example.org?subject=Erreur%20sur%20la%20page%20La%20pause", "Léa", "../personnes/lea.html"}},
		{"to the portal where that person has no address", pages, articleOf("pratiques/repas.md", report),
			[]string{"mailto:qvt@example.org?subject=Erreur%20sur%20la%20page%20Le%20repas", "Tom", "../personnes/tom.html"}},
		{"or there is none", pages, articleOf("pratiques/seule.md", report),
			[]string{"mailto:qvt@example.org?subject=Erreur%20sur%20la%20page%20Seule", "", ""}},
		{"a portal without an address is told of nothing", pages.With(portaltest.Files{"site.yaml": "titre: Portail\n"}),
			articleOf("pratiques/seule.md", report), []string{"", "", ""}},
	})
}

func TestReach(t *testing.T) {
	pages := portaltest.Files{
		"personnes/lea.md": "titre: Léa\ncourriel: lea@example.org\ntelephone: 01 99 00 12 34\n---\n",
		"pratiques/a.md":   "titre: A\ncontact: lea\n---\n",
	}
	ways := func(a PageArticle) any {
		var list []string
		for _, way := range a.Reach {
			list = append(list, way.Word+" "+string(way.URL))
		}
		return list
	}
	checkViews(t, []viewTest{
		{"a person is called or written to", pages, articleOf("personnes/lea.md", ways),
			[]string{"reach_call tel:0199001234", "reach_write mailto:lea@example.org"}},
		{"another page is not", pages, articleOf("pratiques/a.md", ways), []string(nil)},
	})
}

func TestContacts(t *testing.T) {
	pages := portaltest.Files{
		"personnes/lea.md":  "titre: Léa\nresume: Elle conseille.\ncourriel: lea@example.org\n---\n",
		"personnes/ana.md":  "titre: Ana\ncourriel: ana@example.org\n---\n",
		"personnes/tom.md":  "titre: Tom\n---\n",
		"pratiques/deux.md": "titre: Deux\nresponsable: lea\ncontact: ana\n---\n",
		"pratiques/meme.md": "titre: Même\nresponsable: lea\ncontact: lea\n---\n",
		"pratiques/muet.md": "titre: Muet\ncontact: tom\n---\n",
		"pratiques/voir.md": "titre: Voir\nvoir_aussi: [lea]\n---\n",
	}
	contacts := func(a PageArticle) any {
		var lines []string
		for _, c := range a.Contacts {
			line := c.Title + "=" + c.URL + " " + c.Summary
			for _, way := range c.Lines {
				line += " " + way.Text
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n")
	}
	card := func(a PageArticle) any {
		var labels []string
		for _, row := range a.Card {
			labels = append(labels, row.Label)
		}
		return labels
	}
	checkViews(t, []viewTest{
		{"whom a page names", pages, articleOf("pratiques/deux.md", contacts),
			"Ana=../personnes/ana.html  ana@example.org\nLéa=../personnes/lea.html Elle conseille. lea@example.org"},
		{"who is named twice is shown once", pages, articleOf("pratiques/meme.md", contacts),
			"Léa=../personnes/lea.html Elle conseille. lea@example.org"},
		{"they are not on the identity card too", pages, articleOf("pratiques/deux.md", card), []string(nil)},
		{"who is to be read is not to be asked", pages, articleOf("pratiques/voir.md", contacts), ""},
		{"who cannot be reached is on the card alone", pages, articleOf("pratiques/muet.md", func(a PageArticle) any {
			return []any{contacts(a), card(a)}
		}), []any{"", []string{"Contact"}}},
	})
}

func TestCitations(t *testing.T) {
	theme := portaltest.Files{"themes/temps.md": "titre: Le temps\nnumero: 3\naxe: A\n---\n"}
	cites := func(int) string { return "themes: [3]\n" }
	citations := articleOf("themes/temps.md", func(a PageArticle) any {
		var lines []string
		for _, c := range a.Citations {
			line := strings.Join([]string{c.Type, strings.Repeat("|", c.Count)}, " ")
			for _, p := range c.Pages {
				line += " " + p.URL
			}
			lines = append(lines, line+" ["+c.More.Title+"="+c.More.URL+"]")
		}
		return lines
	})
	checkViews(t, []viewTest{
		{"pages that refer to a page, in a field or in their text",
			theme.With(pratiques(2, cites)).With(portaltest.Files{"outils/x.md": "titre: X\n---\nVoir [[temps]].\n"}), citations,
			[]string{"Pages | ../outils/x.html [=]", "Pratiques || ../pratiques/p01.html ../pratiques/p02.html [=]"}},
		{"a few more than six are all named", theme.With(pratiques(8, cites)), citations,
			[]string{"Pratiques |||||||| ../pratiques/p01.html ../pratiques/p02.html ../pratiques/p03.html ../pratiques/p04.html " +
				"../pratiques/p05.html ../pratiques/p06.html ../pratiques/p07.html ../pratiques/p08.html [=]"}},
		{"of many six, and the list that has them all", theme.With(pratiques(9, cites)), citations,
			[]string{"Pratiques ||||||||| ../pratiques/p01.html ../pratiques/p02.html ../pratiques/p03.html ../pratiques/p04.html " +
				"../pratiques/p05.html ../pratiques/p06.html [Les 9 dans la liste=../pratiques/index.html?themes=3]"}},
		{"no page refers to it", theme, citations, []string(nil)},
	})
}

func TestRelated(t *testing.T) {
	pages := pratiques(2, func(i int) string { return []string{"", "voir_aussi: [p01]\n"}[i] }).With(portaltest.Files{
		"outils/x.md": "titre: X\n---\n",
	})
	next := func(file string) func(*testing.T, *Renderer) any {
		return func(t *testing.T, r *Renderer) any {
			r.needs.Related = func(*site.Page) []*site.Page { return []*site.Page{r.at(t, "outils/x.md")} }
			a := r.page(r.at(t, file)).Article
			return []any{a.SeeAlso, a.Related}
		}
	}
	checkViews(t, []viewTest{
		{"the pages alike with their types, where the author names none", pages, next("pratiques/p01.md"),
			[]any{[]Entry{}, []TypedLink{{Link{"X", "../outils/x.html"}, "Page"}}}},
		{"what the author names, alone", pages, next("pratiques/p02.md"),
			[]any{[]Entry{{Title: "Pratique 01", URL: "p01.html", Type: "Pratique"}}, []TypedLink(nil)}},
		{"the pages before and after", pratiques(3, noFields), articleOf("pratiques/p02.md", func(a PageArticle) any {
			return []Link{a.Prev, a.Next}
		}), []Link{{"Pratique 01", "p01.html"}, {"Pratique 03", "p03.html"}}},
		{"the last page is before none", pratiques(3, noFields), articleOf("pratiques/p03.md", func(a PageArticle) any {
			return []Link{a.Prev, a.Next}
		}), []Link{{"Pratique 02", "p02.html"}, {}}},
		{"terms lead to their pages", pratiques(1, func(int) string { return "secteurs: [Emploi, Santé]\n" }),
			articleOf("pratiques/p01.md", func(a PageArticle) any { return a.Tags }),
			[]LinkGroup{{"Secteurs", []Link{{"Emploi", "../secteurs/emploi.html"}, {"Santé", "../secteurs/sante.html"}}}}},
	})
}

func TestHistory(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 2, n, 0, 0, 0, 0, time.UTC) }
	shown := func(d Date, authors string) RevisionView { return RevisionView{d, authors} }
	february := func(n string) Date { return Date{"2026-02-0" + n, n + "\u00a0février 2026"} }
	var days []Revision
	for n := 8; n > 0; n-- {
		days = append(days, Revision{Day: day(n)})
	}
	for _, test := range []struct {
		name string
		days []Revision
		want *History
	}{
		{"nothing is known", nil, nil},
		{"one day, by two people", []Revision{{day(8), []string{"Léa", "Tom"}}}, &History{RevisionView: shown(february("8"), "Léa, Tom")}},
		{"all of five", days[:5], &History{
			RevisionView: shown(february("8"), ""),
			Earlier: []RevisionView{
				shown(february("7"), ""), shown(february("6"), ""), shown(february("5"), ""), shown(february("4"), "")},
		}},
		{"five of eight, and since when", days, &History{
			RevisionView: shown(february("8"), ""),
			Earlier: []RevisionView{
				shown(february("7"), ""), shown(february("6"), ""), shown(february("5"), ""), shown(february("4"), "")},
			More: 3, First: Date{"2026-02-01", "1er\u00a0février 2026"},
		}},
	} {
		checkViews(t, []viewTest{{test.name, pratiques(1, noFields), func(t *testing.T, r *Renderer) any {
			r.needs.Revisions = func(string) []Revision { return test.days }
			return r.page(r.at(t, "pratiques/p01.md")).Article.History
		}, test.want}})
	}
}
