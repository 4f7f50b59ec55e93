package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/wordlist"
)

// The list of French words is loaded by a reader who asks for a word that no
// page has, and of it the part that the word would be in.
func TestEngineLoadsThePartOfTheListThatItNeeds(t *testing.T) {
	s := site{"a": pageOf("L’expression", "La demande de congés, et un portail.")}
	files := shardsOfIndex(t, indexOf(t, s), s, Export{})
	if notice := files[ShardFolder+"l/NOTICE.txt"]; !strings.Contains(notice, "Mozilla Public License") {
		t.Errorf("the list goes without its notice: %q", notice)
	}
	var got map[string][]string
	runEngine(t, files, nil, `
		const found = {};
		for (const text of ["expression demande", "portai", "dépression", "demende", "ED6250"]) {
			const engine = open();
			asked.length = 0;
			const r = await engine.search({ text, complete: true });
			found[text] = [...asked.map((a) => a.split("?")[0]).filter((a) => a.startsWith("recherche/l/")), "suggests " + r.suggestion, ...r.absent.map((a) => "absent " + a.word)];
		}
		return found;`, &got)
	part := func(form string) string {
		parts := wordlist.French().Parts
		i, is := slices.BinarySearchFunc(parts, form, func(p wordlist.Part, form string) int { return strings.Compare(p.First, form) })
		if !is {
			i--
		}
		return ShardFolder + "l/" + base36(i) + ".js"
	}
	for text, want := range map[string][]string{
		"expression demande": {"suggests "},
		"portai":             {"suggests "}, // becomes portail
		"dépression":         {part("depression"), "suggests ", "absent dépression"},
		"demende":            {part("demende"), "suggests demande"},
		"ED6250":             {"suggests ", "absent ED6250"},
	} {
		if !slices.Equal(got[text], want) {
			t.Errorf("%s: %q, want %q", text, got[text], want)
		}
	}
}

// The browser's automata know the words that Go's know.
func TestEngineKnowsTheSameWords(t *testing.T) {
	s := site{"a": pageOf("Une page", "Un texte.")}
	files := shardsOfIndex(t, indexOf(t, s), s, Export{})
	words := strings.Fields("depression demence obesite retraite aaba zzzz zythum mangerions mangeri depresq prevntion a z ~ travaux κ")
	for _, p := range wordlist.French().Parts {
		words = append(words, p.First, p.First[:len(p.First)-1], p.First+"q", p.First[:3])
	}
	var got []string
	runEngine(t, files, map[string]any{"values": words}, `
		const engine = open();
		await engine.ready();
		const lexicon = new Lexicon(engine.store);
		await engine.store.loadList(engine.store.listShards.hashes.keys());
		return values.map((w) => w + " " + lexicon.isFrench(w) + " " + lexicon.beginsFrench(w));`, &got)
	for i, w := range words {
		if want := fmt.Sprint(w, " ", wordlist.French().Has(w), " ", wordlist.French().Begins(w)); got[i] != want {
			t.Errorf("the browser says %q, want %q", got[i], want)
		}
	}
}

// A long pasted text keeps nobody waiting: the page is let do other things
// meanwhile, and the next question is not kept waiting for the answer.
func TestEngineIsKeptFromFreezing(t *testing.T) {
	s := numberedSite(0, 300)
	var b strings.Builder
	for n := range 5_000 {
		fmt.Fprintf(&b, "%s%d ", strings.Repeat(string(rune('a'+n%26)), 3), n)
		fmt.Fprintf(&b, "mo%c%c%cuniq%c ", 'a'+n%26, 'a'+n/26%26, 'a'+n/676%26, 'a'+n/7%26)
	}
	s["fiches/mots.html"] = pageOf("Mots", b.String())
	files := shardsOfIndex(t, indexOf(t, s), s, Export{})
	var many strings.Builder
	for n := range 1000 {
		fmt.Fprintf(&many, "qsdfjk%c%c%cwx ", 'a'+n%26, 'a'+n/26%26, 'a'+n/676%26)
	}
	var got struct {
		Cut, Absent, Turns int
		Stale, Next        string
	}
	runEngine(t, files, map[string]any{"values": many.String()}, `
		const engine = open();
		let turns = 0;
		const timer = setInterval(() => turns++, 1);
		const r = await engine.search({ text: values });
		clearInterval(timer);
		const controller = new AbortController();
		const stale = failure(engine.search({ text: values, signal: controller.signal }));
		setTimeout(() => controller.abort(), 5);
		return { cut: r.cut, absent: r.absent.length, turns, stale: await stale, next: urls(await engine.search({ text: "fiche 12" }))[0] };`, &got)
	if got.Cut != maxAsked || got.Absent != maxAsked || got.Turns < 3 {
		t.Errorf("%d words searched, %d absent, the page had %d turns meanwhile", got.Cut, got.Absent, got.Turns)
	}
	if got.Stale != "AbortError" || got.Next != "fiches/00012.html" {
		t.Errorf("a question that is stale ends with %s, the next finds %s", got.Stale, got.Next)
	}
}
