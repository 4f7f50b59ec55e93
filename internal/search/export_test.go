package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"intraqvt/internal/search/enginetest"

	"time"
)

// shardsOfIndex exports an index, by the files' names.
func shardsOfIndex(t testing.TB, ix *Index, s site, e Export) map[string]string {
	t.Helper()
	files := map[string]string{}
	var mu sync.Mutex
	e.Lookup = func(url string) (Page, bool) {
		p, known := s[url]
		p.URL = url
		return p, known
	}
	e.Write = func(name string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if files[name] != "" {
			t.Errorf("%s is written twice", name)
		}
		files[name] = string(data)
		return nil
	}
	if err := ix.Export(e); err != nil {
		t.Fatal(err)
	}
	return files
}

// numberedSite is pages with words of their own, common ones and rare ones.
func numberedSite(from, to int) site {
	s := site{}
	for n := from; n < to; n++ {
		p := pageOf(fmt.Sprintf("Fiche %d", n), fmt.Sprintf("La prévention au lieu numéro%d, %s.", n%97, strings.Repeat("travail ", n%5)))
		for k := range n % 4 {
			p.Documents = append(p.Documents,
				Document{Anchor: fmt.Sprint("s", k), Title: p.Documents[0].Title, Heading: fmt.Sprint("Partie ", k),
					Body: fmt.Sprintf("Accueil en salle%d avec soin.", n*k%211), Weight: float64(1 + k%2)})
		}
		s[fmt.Sprintf("fiches/%05d.html", n)] = p
	}
	return s
}

func TestSamePagesGiveTheSameShards(t *testing.T) {
	s := numberedSite(0, 300)
	fresh := shardsOfIndex(t, indexOf(t, s), s, Export{})
	ix := indexOf(t, numberedSite(100, 350))
	other := numberedSite(0, 300)
	other["fiches/00007.html"] = pageOf("Autre", "Un texte qui change, avec un motunique.")
	put(t, ix, other)
	put(t, ix, s)
	again := shardsOfIndex(t, ix, s, Export{})
	for name, data := range fresh {
		if again[name] != data {
			t.Errorf("%s depends on what the index held before:\n%.300s\n%.300s", name, data, again[name])
		}
	}
	if len(again) != len(fresh) {
		t.Errorf("%d shards, then %d", len(fresh), len(again))
	}
}

func TestShardsGrowAsPagesDo(t *testing.T) {
	size := func(pages int) (bytes, head int) {
		s := numberedSite(0, pages)
		for name, data := range shardsOfIndex(t, indexOf(t, s), s, Export{}) {
			if strings.HasPrefix(name, ShardFolder+"l/") {
				continue // the same for all portals
			}
			bytes += len(data)
			if name == ShardFolder+"index.js" {
				head = len(data)
			}
			if n := len(data); n > 2*shardSize && strings.HasPrefix(name, ShardFolder+"m/") && strings.Count(data, "#") > 8 {
				t.Errorf("%s has %d bytes", name, n)
			}
		}
		return bytes, head
	}
	small, smallHead := size(500)
	large, largeHead := size(2000)
	if float64(large) > 4.4*float64(small) || largeHead > 4*smallHead {
		t.Errorf("500 pages take %d bytes (head %d), 2000 take %d (head %d)", small, smallHead, large, largeHead)
	}
}

func TestExportNamesAPageThatIsGone(t *testing.T) {
	s := numberedSite(0, 3)
	ix := indexOf(t, s)
	err := ix.Export(Export{Lookup: func(string) (Page, bool) { return Page{}, false }, Write: func(string, []byte) error { return nil }})
	if err == nil || !strings.Contains(err.Error(), "fiches/0000") {
		t.Errorf("got %v", err)
	}
	full := fmt.Errorf("plus de place")
	err = ix.Export(Export{Lookup: s.lookup, Write: func(string, []byte) error { return full }})
	if err != full {
		t.Errorf("got %v, want the error of Write", err)
	}
}

// The classes of lengths agree with what they stand for.
func TestLengthClasses(t *testing.T) {
	for n := range uint32(1 << 17) {
		class := lengthClass(n)
		if mean := classLength(class); math.Abs(mean-float64(n)) > float64(n)/7 {
			t.Fatalf("%d words count as %g", n, mean)
		}
		if n > 0 && class != lengthClass(n-1) && class != lengthClass(n-1)+1 {
			t.Fatalf("class %d follows %d", class, lengthClass(n-1))
		}
	}
}

// engineDriver runs a script with the engine, a folder of shards as a map that
// the script may change, and a function that makes an engine over it.
const engineDriver = `
import fs from "node:fs";
import vm from "node:vm";
import { Digits } from "./digits.js";
import { Engine } from "./engine.js";
import { Lexicon } from "./lexicon.js";

const { files, values, forms, script } = JSON.parse(fs.readFileSync(0, "utf8"));
const asked = [];
const load = async (address) => {
  asked.push(address);
  const file = files[address.split("?")[0]];
  if (file === undefined) throw new Error("404");
  vm.runInThisContext(file);
};
const open = () => new Engine({ base: "", load });
const failure = (promise) => promise.then(() => "none", (e) => e.shard ?? e.name);
const urls = (r) => r.hits.map((h) => h.url);
fs.writeFileSync(1, JSON.stringify(await eval("(async () => {" + script + "})()")));
`

// runEngine runs a script with the engine over shards and decodes what it
// returns.
func runEngine(t *testing.T, files map[string]string, input map[string]any, script string, into any) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Node.js")
	}
	batch := map[string]any{"files": files, "script": script}
	maps.Copy(batch, input)
	output := enginetest.Run(t, engineDriver, batch)
	if err := json.Unmarshal(output, into); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
}

func TestEngineReadsNumbersAndForms(t *testing.T) {
	var values []int
	var written digits
	for n := range 70000 {
		values = append(values, n)
	}
	for n := 1; n < 1<<38; n = n*3 + 1 {
		values = append(values, n, n+1)
	}
	for _, n := range values {
		written.number(n)
	}
	forms := []string{"", "a", "ab", "abc", "abd", "b-c", "κείμενο", "κείνη", "𐐨𐐩a", "𐐨𐐪", "日本", "日本語"}
	var front digits
	for i, form := range forms {
		front.frontCoded(forms[max(i-1, 0)], form)
	}
	if bytes.ContainsAny(written, "\"\\") {
		t.Error("a number needs escaping")
	}
	var got struct {
		Values []int
		Forms  []string
		Cut    string
	}
	runEngine(t, nil, map[string]any{"values": string(written), "forms": string(front)}, `
		const all = (text, next) => { const d = new Digits(text), list = []; while (d.more) list.push(next(d, list)); return list; };
		let cut = "nothing";
		try { all("\u007e", (d) => d.number()); } catch (e) { cut = e.message; }
		return { values: all(values, (d) => d.number()), forms: all(forms, (d, list) => d.frontCoded(list.at(-1) ?? "")), cut };`, &got)
	if !slices.Equal(got.Values, values) {
		t.Error("numbers are not read as they were written")
	}
	if !slices.Equal(got.Forms, forms) {
		t.Errorf("forms %q, want %q", got.Forms, forms)
	}
	if got.Cut == "nothing" {
		t.Error("a number cut short is read")
	}
}

// A shard that is missing, broken or of another version is named, and the next
// search makes do with what is there then.
func TestEngineNamesABrokenShard(t *testing.T) {
	s := numberedSite(0, 80)
	files := shardsOfIndex(t, indexOf(t, s), s, Export{})
	other := maps.Clone(s)
	other["fiches/00000-avant.html"] = pageOf("Avant", "La prévention.")
	newer := shardsOfIndex(t, indexOf(t, other), other, Export{})
	var got map[string]any
	runEngine(t, files, map[string]any{"values": newer}, `
		const found = {}, whole = { ...files }, query = { text: "prévention accueil" };
		found.whole = urls(await open().search(query)).length;
		const first = asked.map((a) => a.split("?")[0]);
		for (const name of first) {
			const text = whole[name];
			const faults = { missing: undefined, silent: "", cut: text.slice(0, -20), short: text.replace(/..\"(\]?\);\n)$/, '"$1'), other: text.replace(/","[^"]*",/, '","x",') };
			for (const [fault, broken] of Object.entries(faults)) {
				if (broken === text || fault === "other" && name === "recherche/index.js") continue;
				const engine = open();
				files[name] = broken;
				const failed = await failure(engine.search(query));
				if ("recherche/" + failed + ".js" !== name) found[name + " " + fault] = failed;
				files[name] = whole[name];
				if (urls(await engine.search(query)).length !== found.whole) found[name + " " + fault] = "does not recover";
			}
		}
		const engine = open();
		await engine.search({ text: "salle3" });
		Object.assign(files, values);
		found.stale = typeof await failure(engine.search({ text: "accueil soin" }));
		found.fresh = urls(await engine.search({ text: "avant" }))[0];
		const signal = AbortSignal.abort();
		found.aborted = await failure(engine.search({ text: "avant", signal }));
		return found;`, &got)
	want := map[string]any{"whole": 10.0, "stale": "string", "fresh": "fiches/00000-avant.html", "aborted": "AbortError"}
	for name, value := range got {
		if want[name] != value {
			t.Errorf("%s: %v", name, value)
		}
	}
	if len(got) < len(want) {
		t.Errorf("got %v", got)
	}
}

func TestEngineGivesWhatTheInterfaceShows(t *testing.T) {
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	s := site{
		"a.html": {Documents: []Document{{Type: "note", Title: "Accueil", Body: "Le CSE remplace le CHSCT."}}, TypeLabel: "Note", Axis: "B",
			Summary: "En bref.", Date: day("2025-03-02"), Choices: map[string][]Choice{"lieu": {{Key: "nord", Label: "Nord", Order: 2}}}},
		"b.html": {Documents: []Document{{Type: "note", Title: "Comité", Body: "Le CSE se réunit."}}, TypeLabel: "Note",
			Date: day("2026-01-02"), Choices: map[string][]Choice{"lieu": {{Key: "sud", Label: "Sud", Order: 1}}}},
		"c.html": {Documents: []Document{{Type: "loi", Title: "Code", Body: "Le CSE, dit la loi, et le CSE encore."}}, TypeLabel: "Loi",
			Date: day("1969-12-30")},
		"d.html": {Documents: []Document{{Type: "loi", Title: "Urgence", Body: "Appeler le 15."}}, TypeLabel: "Loi"},
	}
	ix := indexOf(t, s)
	ix.SetSynonyms([]Synonym{{Forms: []string{"CHSCT"}, ReplacedBy: "CSE"}})
	ix.SetAnswers([]Answer{{Questions: []string{"Que faire en cas d'urgence ?"}, URL: "d.html"}})
	files := shardsOfIndex(t, ix, s, Export{
		Facets: []Facet{{Name: "type", Label: "Type"}, {Name: "lieu", Label: "Lieu"}},
	})
	var got map[string]string
	runEngine(t, files, nil, `
		const engine = open();
		const show = async (q) => {
			const r = await engine.search(q);
			const before = r.facets === null ? "later " : "";
			const options = (await engine.facets(r)).map((f) => f.label + " " + f.options.map((o) => o.label + "=" + o.count).join(","));
			return urls(r).join(" ") + " | " + before + options.join("; ");
		};
		const first = await engine.search({ text: "accueil" });
		const { hits: [{ title, typeLabel, axis, date, summary }] } = first;
		return {
			hit: [title, typeLabel, axis, date, summary].join(" "),
			all: await show({ text: "cse" }),
			dated: await show({ text: "cse", sort: "date" }),
			type: await show({ text: "cse", types: ["note"] }),
			both: await show({ text: "cse", types: ["note"], filters: { lieu: ["sud"] } }),
			paged: urls(await engine.search({ text: "cse", sort: "date", limit: 1, offset: 1 })).join(" "),
			replaced: (await engine.search({ text: "le chsct" })).replaced.map((r) => r.from + ">" + r.to).join(),
			right: String((await engine.search({ text: "le cse" })).replaced.length),
			chosen: (await engine.search({ text: "faire cas URGENCE" })).chosen.map((h) => h.title).join(),
			phrase: urls(await engine.search({ text: '"dit la loi"' })).join(" "),
		};`, &got)
	for name, want := range map[string]string{
		"hit":      "Accueil Note B 2025-03-02 En bref.",
		"all":      "b.html c.html a.html | later Type Loi=1,Note=2; Lieu Sud=1,Nord=1",
		"dated":    "b.html a.html c.html | Type Loi=1,Note=2; Lieu Sud=1,Nord=1",
		"type":     "b.html a.html | Type Loi=1,Note=2; Lieu Sud=1,Nord=1",
		"both":     "b.html | Type Note=1; Lieu Sud=1,Nord=1",
		"paged":    "a.html",
		"replaced": "CHSCT>CSE",
		"right":    "0",
		"chosen":   "Urgence",
		"phrase":   "c.html",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

func TestOutdatedTermsAreReported(t *testing.T) {
	s := site{"a": pageOf("Comité", "Le CSE se réunit.")}
	ix := indexOf(t, s)
	ix.SetSynonyms([]Synonym{{Forms: []string{"CHSCT", "comité d'hygiène"}, ReplacedBy: "CSE"},
		{Forms: []string{"RPS", "risques psychosociaux"}}})
	for query, want := range map[string]string{"chsct": "[{CHSCT CSE}]", "un comité d’hygiène": "[{comité d'hygiène CSE}]",
		"cse rps": "[]"} {
		if got := fmt.Sprint(ask(t, ix, Query{Text: query}).Replaced); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
