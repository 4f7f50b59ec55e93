package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"intraqvt/internal/search"
	"intraqvt/internal/search/enginetest"
)

// The browser must find what `intraqvt search` finds. Both get the same
// questions on the portal's own content and on as many more pages made of its
// sentences.

// browserDriver answers the questions it reads with the engine, over shards in
// a folder.
const browserDriver = `
import fs from "node:fs";
import vm from "node:vm";
import { Engine } from "./engine.js";

const folder = process.argv[1];
const engine = new Engine({ base: folder + "/", load: async (address) => vm.runInThisContext(fs.readFileSync(address.split("?")[0], "utf8")) });
const excerpt = (segments) => segments.map((s) => s.match ? "[" + s.text + "]" : s.text).join("");
const answers = [];
for (const question of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const r = await engine.search(question);
  await engine.facets(r);
  answers.push({
    total: r.total, exact: r.exact, suggestion: r.suggestion, lost: r.lost, replaced: r.replaced.map((x) => x.from + " > " + x.to),
    absent: r.absent, kin: r.kin, begun: r.begun, common: r.common, cut: r.cut, shortened: r.shortened, onlyExcludes: r.onlyExcludes,
    hits: r.hits.map((h) => ({ url: h.url, title: h.title, type: h.type, score: h.score, anchor: h.anchor, excerpt: excerpt(h.excerpt),
      sections: h.sections.map((s) => "#" + s.anchor + " " + s.heading + ": " + excerpt(s.excerpt)) })),
    counts: Object.fromEntries(r.facets.flatMap((f) => f.options.map((o) => [f.name + "=" + o.key, o.count]))),
  });
}
fs.writeFileSync(1, JSON.stringify(answers));
`

type browserQuestion struct {
	Text     string              `json:"text"`
	Complete bool                `json:"complete"`
	Types    []string            `json:"types,omitempty"`
	Filters  map[string][]string `json:"filters,omitempty"`
	Limit    int                 `json:"limit"`
	Sections int                 `json:"sections"`
}

func (q browserQuestion) query() search.Query {
	return search.Query{Text: q.Text, Complete: q.Complete, Types: q.Types, Filters: q.Filters, Limit: q.Limit, Sections: q.Sections}
}

type browserHit struct {
	URL, Title, Type, Anchor, Excerpt string
	Score                             float64
	Sections                          []string
}

type browserAnswer struct {
	Total        int
	Exact        bool
	Suggestion   string
	Lost         []string
	Replaced     []string
	Absent       []search.Absent
	Kin          []search.Kin
	Begun        string
	Common       []string
	Cut          int
	Shortened    []string
	OnlyExcludes bool
	Hits         []browserHit
	Counts       map[string]int
}

func askBrowser(t *testing.T, folder string, questions []browserQuestion) []browserAnswer {
	t.Helper()
	var answers []browserAnswer
	if err := json.Unmarshal(enginetest.Run(t, browserDriver, questions, folder), &answers); err != nil {
		t.Fatal(err)
	}
	if len(answers) != len(questions) {
		t.Fatalf("%d answers to %d questions", len(answers), len(questions))
	}
	return answers
}

func TestBrowserFindsWhatGoFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the portal and asks many questions twice")
	}
	o := portalContent(t)
	addMixedPages(t, o)
	mustBuild(t, o)
	s, err := OpenSearcher(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	questions := questionsOf(s)
	if len(questions) < 500 {
		t.Fatalf("only %d questions", len(questions))
	}
	answers := askBrowser(t, o.Output, questions)
	found, suggested, replaced := 0, 0, 0
	for i, q := range questions {
		want, err := s.Search(t.Context(), q.query())
		if err != nil {
			t.Fatal(err)
		}
		if complaint := differs(answers[i], want); complaint != "" {
			t.Errorf("%+v: %s", q, complaint)
		}
		if len(want.Hits) > 0 {
			found++
		}
		if want.Suggestion != "" {
			suggested++
		}
		replaced += len(want.Replaced)
		if t.Failed() && i > 5 {
			t.FailNow()
		}
	}
	if found < len(questions)*3/4 || suggested < 50 || replaced < 1 {
		t.Errorf("%d questions find something, %d are corrected, %d name an outdated term: the questions test too little", found, suggested,
			replaced)
	}
	checkCounts(t, s, questions, answers)
}

// differs describes how the browser's answer differs from Go's; pages with the
// same score may be in any order.
func differs(got browserAnswer, want search.Result) string {
	if got.Exact && got.Total != want.Total || got.Total < want.Total || len(got.Hits) != len(want.Hits) {
		return fmt.Sprintf("%d pages, %d shown, want %d and %d", got.Total, len(got.Hits), want.Total, len(want.Hits))
	}
	if got.Suggestion != want.Suggestion {
		return fmt.Sprintf("suggests %q, want %q", got.Suggestion, want.Suggestion)
	}
	if !slices.Equal(got.Lost, want.Lost) {
		return fmt.Sprintf("misses %q, want %q", got.Lost, want.Lost)
	}
	told := func(absent []search.Absent, kin []search.Kin, begun string, common, shortened []string, cut int, only bool) string {
		return fmt.Sprintf("absent %q, kin %q, begun %q, common %q, shortened %q, cut %d, only excludes %v", absent, kin, begun, common,
			shortened, cut, only)
	}
	if got, want := told(got.Absent, got.Kin, got.Begun, got.Common, got.Shortened, got.Cut, got.OnlyExcludes),
		told(want.Absent, want.Kin, want.Begun, want.Common, want.Shortened, want.Cut, want.OnlyExcludes); got != want {
		return fmt.Sprintf("tells %s, want %s", got, want)
	}
	var replaced []string
	for _, r := range want.Replaced {
		replaced = append(replaced, r.From+" > "+r.To)
	}
	if !slices.Equal(got.Replaced, replaced) {
		return fmt.Sprintf("replaces %v, want %v", got.Replaced, replaced)
	}
	for i, w := range want.Hits {
		g := got.Hits[i]
		if math.Abs(g.Score-w.Score) > 1.001e-4 {
			return fmt.Sprintf("hit %d scores %g, want %g", i, g.Score, w.Score)
		}
		if g.URL != w.URL {
			tie := func(h search.Hit) bool { return math.Abs(h.Score-w.Score) < 2e-4 }
			last := len(want.Hits) == want.Total || !tie(want.Hits[len(want.Hits)-1])
			at := slices.IndexFunc(want.Hits, func(h search.Hit) bool { return h.URL == g.URL })
			if at >= 0 && !tie(want.Hits[at]) || at < 0 && last {
				return fmt.Sprintf("hit %d is %s, want %s", i, g.URL, w.URL)
			}
			continue
		}
		if g.Title != w.Title || g.Type != w.Type || g.Anchor != w.Anchor || g.Excerpt != marked(w.Excerpt) {
			return fmt.Sprintf("hit %d is shown as\n%+v\nwant\n%s [%s] #%s\n%s", i, g, w.Title, w.Type, w.Anchor, marked(w.Excerpt))
		}
		var sections []string
		for _, s := range w.Sections {
			sections = append(sections, "#"+s.Anchor+" "+s.Heading+": "+marked(s.Excerpt))
		}
		if !slices.Equal(g.Sections, sections) {
			return fmt.Sprintf("hit %d shows\n%q\nwant\n%q", i, g.Sections, sections)
		}
	}
	return ""
}

func marked(e search.Excerpt) string {
	var b strings.Builder
	for _, s := range e {
		if s.Match {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// checkCounts compares the counts of options with what Go finds when they are
// chosen. The counts of a facet ignore its own filter.
func checkCounts(t *testing.T, s *Searcher, questions []browserQuestion, answers []browserAnswer) {
	t.Helper()
	checked := 0
	for i, q := range questions {
		if q.Filters == nil && i%40 > 0 || strings.Contains(q.Text, `"`) {
			continue
		}
		for _, option := range slices.Sorted(maps.Keys(answers[i].Counts)) {
			name, key, _ := strings.Cut(option, "=")
			chosen := q.query()
			chosen.Filters = map[string][]string{}
			for field, values := range q.Filters {
				chosen.Filters[field] = values
			}
			if name == typeFacet {
				chosen.Types = []string{key}
			} else {
				chosen.Filters[name] = []string{key}
			}
			want, err := s.Search(t.Context(), chosen)
			if err != nil {
				t.Fatal(err)
			}
			if checked++; answers[i].Counts[option] != want.Total {
				t.Errorf("%+v: %s counts %d, want %d", q, option, answers[i].Counts[option], want.Total)
			}
		}
	}
	if checked < 200 {
		t.Errorf("only %d counts compared", checked)
	}
}

// addMixedPages adds pages made of sentences of the portal, always the same:
// long ones, whose texts are cut into several shards, and short ones without
// sections.
func addMixedPages(t *testing.T, o Options) {
	t.Helper()
	var sentences []string
	err := filepath.WalkDir(filepath.Join(o.Source, "content"), func(name string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if len(line) > 40 && !strings.ContainsAny(line, "[]{}|<>:#*`") {
				sentences = append(sentences, line)
			}
		}
		return err
	})
	if err != nil || len(sentences) < 100 {
		t.Fatal(len(sentences), "sentences", err)
	}
	random := rand.New(rand.NewPCG(7, 7))
	pick := func() string { return sentences[random.IntN(len(sentences))] }
	for n := range 150 {
		var b strings.Builder
		words := strings.Fields(pick())
		fmt.Fprintf(&b, "---\ntitre: %q\n---\n%s\n", strings.Join(words[:min(4, len(words))], " "), pick())
		for k := range random.IntN(12) * random.IntN(3) {
			fmt.Fprintf(&b, "\n## %s %d\n\n", strings.Join(strings.Fields(pick())[:3], " "), k)
			for range 1 + random.IntN(12) {
				fmt.Fprintf(&b, "%s\n", pick())
			}
		}
		write(t, o, fmt.Sprintf("content/pages/melange-%03d.md", n), b.String())
	}
}

// questionsOf returns the questions: words of titles, forms of terms and
// questions of staff, unchanged and with typical mistakes.
func questionsOf(s *Searcher) []browserQuestion {
	random := rand.New(rand.NewPCG(3, 4))
	var texts []string
	for _, p := range s.Site.Pages {
		words := strings.Fields(p.Title)
		from := random.IntN(len(words))
		texts = append(texts, strings.Join(words[from:min(from+1+random.IntN(3), len(words))], " "))
	}
	for _, t := range s.Site.Glossary.Terms {
		texts = append(texts, t.Forms...)
	}
	for _, c := range portalQuestions {
		texts = append(texts, c.query)
	}
	var list []browserQuestion
	add := func(q browserQuestion) {
		q.Limit = 10
		list = append(list, q)
	}
	for i, text := range texts {
		add(browserQuestion{Text: text, Complete: i%2 == 0, Sections: i % 4})
		switch i % 5 {
		case 0:
			add(browserQuestion{Text: mistyped(random, text), Complete: i%2 == 0})
		case 1:
			add(browserQuestion{Text: text[:len(text)-len(lastRunes(text, random.IntN(6)))], Complete: true})
		case 2:
			add(browserQuestion{Text: fmt.Sprintf("%q", text)})
			add(browserQuestion{Text: texts[random.IntN(len(texts))] + " -" + text})
		case 3:
			add(browserQuestion{Text: strings.ReplaceAll(strings.ReplaceAll(text, "-", " "), " ", "-"), Complete: true})
			add(browserQuestion{Text: strings.ReplaceAll(text, "-", "")})
		case 4:
			add(browserQuestion{Text: texts[random.IntN(len(texts))] + " " + text})
		}
	}
	for _, t := range s.Site.Types.Types {
		add(browserQuestion{Text: "travail", Types: []string{t.Name}})
		add(browserQuestion{Types: []string{t.Name}})
	}
	for _, filters := range []map[string][]string{
		{"determinants": {"12"}}, {"determinants": {"3", "12"}}, {"axe": {"a"}}, {"secteurs": {"sante"}, "publics": {"managers"}},
		{"annee": {"2026"}}, {"annee": {"2026"}, "determinants": {"12"}}, {"secteurs": {"inconnu"}},
	} {
		add(browserQuestion{Text: "prévention", Filters: filters})
		add(browserQuestion{Text: "accueil des salariés", Filters: filters, Sections: 3})
		add(browserQuestion{Filters: filters})
	}
	for _, text := range []string{"", " ", "\"plan des licornes\" risques", "« aucune licorne ici »", "\"de la\" prévention", "le la les",
		"xyzzyx", "-", "\"", "p", "pr", "pré", "a b c d e f g h", "œ", "-prévention", "travail -travail",
		strings.Repeat("prévention risques ", 20), `"document unique"`, `"de la prévention"`, `prévention -"document unique"`,
		`"mots jamais réunis ainsi"`, "qualitée", "acceuil", "ergonomi", "bien être", "bienetre", "tele travail", "salarié·e·s",
		"L. 4121-1", "😀", "dépression", "démence retraite", "obésit", "été", "j'ai été", "mais", "maïs", "sûr", "-le travail", "cognés",
		"harcelons",
		"0101010101", "01 01 01 01 01", "12000", "35h", "8 h 30", "ED6250", "art.L4121-1", "1500€",
		strings.Repeat("prévention xyzzyx démence ", 60), strings.Repeat("-a ", 50) + "travail", strings.Repeat("travail", 10)} {
		add(browserQuestion{Text: text})
		add(browserQuestion{Text: text, Complete: true, Sections: 2})
	}
	return list
}

func lastRunes(text string, n int) string {
	i := len(text)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
	}
	return text[i:]
}

// mistyped makes a mistake in the longest word.
func mistyped(random *rand.Rand, text string) string {
	words := strings.Fields(text)
	longest := slices.MaxFunc(words, func(a, b string) int { return len(a) - len(b) })
	letters := []rune(longest)
	at := random.IntN(len(letters))
	switch random.IntN(3) {
	case 0:
		letters = slices.Delete(letters, at, at+1)
	case 1:
		letters = slices.Insert(letters, at, 'a'+rune(random.IntN(26)))
	case 2:
		if at > 0 {
			letters[at-1], letters[at] = letters[at], letters[at-1]
		}
	}
	return strings.Replace(text, longest, string(letters), 1)
}

// The preview gives the same shards as a build.
func TestViewHasTheShardsOfTheBuild(t *testing.T) {
	o := source(t, map[string]string{
		"content/a.md": "---\ntitre: Un\n---\nTexte sur la prévention.\n",
		"content/b.md": "---\ntitre: Deux\ndate: 2026-01-02\n---\n## Accueil\nTexte.\n",
	})
	mustBuild(t, o)
	view, _, err := Open(o).Prepare(t.Context(), Reading{})
	if err != nil {
		t.Fatal(err)
	}
	shards, err := filepath.Glob(filepath.Join(o.Output, "recherche", "*.js"))
	pages, err2 := filepath.Glob(filepath.Join(o.Output, "recherche", "*", "*.js"))
	if err != nil || err2 != nil || len(shards) != 3 || len(pages) < 4 {
		t.Fatal(shards, pages, err, err2)
	}
	for _, name := range append(shards, pages...) {
		address, _ := filepath.Rel(o.Output, name)
		address = filepath.ToSlash(address)
		f, err := view.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(f)
		if err != nil || string(data) != published(t, o, address) {
			t.Errorf("%s is not what the build publishes", address)
		}
	}
	for _, address := range []string{"recherche/m/zzz.js", "recherche/index.html"} {
		if _, err := view.Open(t.Context(), address); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the view has %s, which no build publishes: %v", address, err)
		}
	}
}
