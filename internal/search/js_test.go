package search

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"intraqvt/internal/french"
	"intraqvt/internal/search/enginetest"
)

// The browser reads texts and queries with an engine of its own. What it makes
// of them is compared here as lines, with offsets in UTF-16 units, which are
// what its strings count.

// readingDriver answers the batch it reads with the engine, and writes the
// answers.
const readingDriver = `
import fs from "node:fs";
import { readTokens, unhyphened } from "./analyze.js";
import { makeMatcher } from "./excerpt.js";
import { phraseIn, readPhrase } from "./phrase.js";
import { readQuery } from "./query.js";
import { stem } from "./stem.js";
import { isNumber } from "./text.js";

const batch = JSON.parse(fs.readFileSync(0, "utf8"));
const tokens = (text) => readTokens(text).map((t) => [t.kind, t.form, t.pos, t.start, t.end, t.stop, text.slice(t.start, t.end)].join(" "));
const query = ({ text, complete }) => {
  const q = readQuery(text, complete);
  return [
    q.stops + " " + q.cut,
    ...q.words.map((w) => ["word", w.forms.join("|"), w.compounds.join("|"), w.pos, w.start, w.end, w.partial].join(" ")),
    ...q.phrases.map((p) => "phrase " + p), ...q.excluded.map((e) => "excluded " + e),
  ];
};
const excerpt = ({ text, forms }) => {
  const matcher = makeMatcher(new Map(Object.entries(forms)));
  return [
    ...matcher.marks(text).map((m) => ["mark", m.start, m.end, m.words >>> 0].join(" ")),
    ...matcher.excerpt(text).map((s) => (s.match ? "match " : "text ") + s.text),
  ];
};
fs.writeFileSync(1, JSON.stringify({
  texts: batch.texts.map(tokens),
  forms: batch.forms.map((f) => [[stem(f), unhyphened(f), isNumber(f)].join(" ")]),
  queries: batch.queries.map(query),
  excerpts: batch.excerpts.map(excerpt),
  phrases: batch.phrases.map(({ phrase, text }) => {
    const p = readPhrase(phrase);
    return [p.map((w) => w.forms.join("|") + w.stop).join(" "), String(phraseIn(p, text))];
  }),
}));
`

type (
	engineQuery struct {
		Text     string `json:"text"`
		Complete bool   `json:"complete"`
	}
	engineExcerpt struct {
		Text  string            `json:"text"`
		Forms map[string]uint64 `json:"forms"`
	}
	enginePhrase struct {
		Phrase string `json:"phrase"`
		Text   string `json:"text"`
	}
	engineBatch struct {
		Texts    []string        `json:"texts"`
		Forms    []string        `json:"forms"`
		Queries  []engineQuery   `json:"queries"`
		Excerpts []engineExcerpt `json:"excerpts"`
		Phrases  []enginePhrase  `json:"phrases"`
	}
	engineAnswers struct {
		Texts, Forms, Queries, Excerpts, Phrases [][]string
	}
)

// units tells how many UTF-16 units stand before a byte of a text.
func units(text string) func(byte int) int {
	table := make([]int, len(text)+1)
	n := 0
	for i, r := range text {
		for k := range utf8.RuneLen(r) {
			table[i+k] = n
		}
		n++
		if r > 0xffff {
			n++
		}
	}
	table[len(text)] = n
	return func(i int) int { return table[i] }
}

func tokenLines(text string) []string {
	var s scanner
	at := units(text)
	lines := []string{}
	for i, t := range s.read(text) {
		name := map[kind]string{word: "word", variant: "variant", compound: "compound"}[t.kind]
		lines = append(lines, fmt.Sprint(name, " ", string(s.form(t)), " ", t.pos, " ", at(int(t.start)), " ", at(int(t.end)), " ",
			s.isStop(i), " ", text[t.start:t.end]))
	}
	return lines
}

func formLines(form string) []string {
	return []string{fmt.Sprint(french.Stem(form), " ", unhyphened(form), " ", isNumber([]byte(form)))}
}

func queryLines(q engineQuery) []string {
	at := units(q.Text)
	read := readQuery(q.Text, q.Complete)
	lines := []string{fmt.Sprint(read.stops, " ", read.cut)}
	for _, w := range read.words {
		lines = append(lines, fmt.Sprint("word ", strings.Join(w.forms, "|"), " ", strings.Join(w.compounds, "|"), " ", w.pos, " ",
			at(w.start), " ", at(w.end), " ", w.partial))
	}
	for _, p := range read.phrases {
		lines = append(lines, "phrase "+p)
	}
	for _, e := range read.excluded {
		lines = append(lines, "excluded "+e)
	}
	return lines
}

func excerptLines(e engineExcerpt) []string {
	at := units(e.Text)
	m := &matcher{words: e.Forms}
	lines := []string{}
	for _, k := range m.marks(e.Text) {
		lines = append(lines, fmt.Sprint("mark ", at(k.start), " ", at(k.end), " ", k.words))
	}
	for _, s := range m.excerpt(e.Text) {
		name := "text "
		if s.Match {
			name = "match "
		}
		lines = append(lines, name+s.Text)
	}
	return lines
}

func phraseLines(p enginePhrase) []string {
	read := readPhrase(p.Phrase)
	words := make([]string, len(read))
	for i, w := range read {
		words[i] = fmt.Sprint(strings.Join(w.forms, "|"), w.stop)
	}
	return []string{strings.Join(words, " "), fmt.Sprint(read.in(&scanner{}, p.Text))}
}

// compare fails at the first lines in which the engine differs.
func compare[T any](t *testing.T, what string, inputs []T, lines func(T) []string, got [][]string) {
	t.Helper()
	if len(inputs) == 0 || len(got) != len(inputs) {
		t.Fatalf("%s: %d answers for %d inputs", what, len(got), len(inputs))
	}
	for i, input := range inputs {
		want := lines(input)
		if slices.Equal(got[i], want) {
			continue
		}
		k := 0
		for k < min(len(got[i]), len(want)) && got[i][k] == want[k] {
			k++
		}
		about := fmt.Sprintf("%+q", fmt.Sprint(input))
		t.Fatalf("%s %.400s:\nline %d of the engine %+q\nline %d of Go         %+q", what, about, k, got[i][k:min(k+3, len(got[i]))], k,
			want[k:min(k+3, len(want))])
	}
}

func TestBrowserReadsAsGoDoes(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the portal's whole content twice")
	}
	random := rand.New(rand.NewPCG(1, 2))
	var batch engineBatch
	site := contentTexts(t)
	batch.Texts = slices.Concat(site, hardTexts, everyCharacter())
	samples := slices.Concat(hardTexts, hardQueries)
	for range 2000 {
		samples = append(samples, randomText(random))
	}
	batch.Texts = append(batch.Texts, samples...)
	batch.Forms = formsOf(batch.Texts)
	for _, text := range samples {
		batch.Queries = append(batch.Queries, engineQuery{text, false}, engineQuery{text, true})
	}
	for _, text := range slices.Concat(site, samples) {
		batch.Excerpts = append(batch.Excerpts, engineExcerpt{text, randomWords(random, text)})
		batch.Phrases = append(batch.Phrases, enginePhrase{randomPhrase(random, text), text},
			enginePhrase{samples[random.IntN(len(samples))], text})
	}
	var got engineAnswers
	if err := json.Unmarshal(enginetest.Run(t, readingDriver, batch), &got); err != nil {
		t.Fatal(err)
	}
	compare(t, "tokens of", batch.Texts, tokenLines, got.Texts)
	compare(t, "stem of", batch.Forms, formLines, got.Forms)
	compare(t, "query", batch.Queries, queryLines, got.Queries)
	compare(t, "excerpt of", batch.Excerpts, excerptLines, got.Excerpts)
	compare(t, "phrase", batch.Phrases, phraseLines, got.Phrases)
}

// contentTexts are the portal's own files, and their headings.
func contentTexts(t *testing.T) []string {
	var texts []string
	err := filepath.WalkDir(filepath.Join("..", "..", "content"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		text := strings.ToValidUTF8(string(data), " ")
		texts = append(texts, text)
		for line := range strings.Lines(text) {
			if heading, is := strings.CutPrefix(line, "#"); is {
				texts = append(texts, strings.Trim(heading, "# \r\n"))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// everyCharacter is all characters that Go knows, alone and in a word. Those
// that Unicode got later are letters in a browser that knows them and nothing
// here; no text of a French portal has them.
func everyCharacter() []string {
	var texts []string
	var b strings.Builder
	n := 0
	for r := range rune(unicode.MaxRune + 1) {
		if !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf) {
			continue
		}
		fmt.Fprintf(&b, "%c a%cb ", r, r)
		if n++; n%32 == 0 {
			texts = append(texts, b.String())
			b.Reset()
		}
	}
	return append(texts, b.String())
}

// formsOf are the forms of texts, and words with every ending that stems and
// inclusive writing know.
func formsOf(texts []string) []string {
	seen := map[string]bool{"": true}
	var s scanner
	for _, text := range texts {
		for _, t := range s.read(text) {
			seen[string(s.form(t))] = true
		}
	}
	suffixes := []string{"", "aux", "eaux", "aille"}
	var tables struct {
		Derivations [][]any
		Endings     map[string]any
	}
	if err := json.Unmarshal(french.Tables(), &tables); err != nil {
		panic(err)
	}
	for _, d := range tables.Derivations {
		suffixes = append(suffixes, d[0].(string))
	}
	for ending := range tables.Endings {
		suffixes = append(suffixes, ending)
	}
	for _, suffix := range suffixes {
		for n := range len("coopterrssi") + 1 {
			for _, plural := range []string{"", "s", "x", "e", "es"} {
				seen["coopterrssi"[:n]+suffix+plural] = true
			}
		}
	}
	forms := make([]string, 0, len(seen))
	for form := range seen {
		forms = append(forms, form)
	}
	slices.Sort(forms)
	return forms
}

// hardTexts are what the steps of the analysis are about, and their edges.
var hardTexts = []string{
	"", " ", "\n", "a", "é", "'", "’", "-", ".", "(", ")", "l'", "l’", "-a-", "(a)", "'a'",
	"ÉVÉNEMENT Noël août ça ÇA Œuvre cœur ex æquo ÆQUO Straße STRASSE ẞ ıİ",
	"pre\u0301vention a\u0300 l'e\u0301te\u0301 e\u0301\u0323 \u0301a \u0301",
	"pré\u00advention bien\u200dveillance bien\u200bveillance \ufeffdébut a\u2060b",
	"l'accord d’entreprise qu'il jusqu’au lorsqu'elle s'évaluer LʼÉTÉ l‘un l′autre l＇an l‛un",
	"aujourd'hui prud’hommes d'aujourd'hui l'd'a l'l'l' c'est-à-dire presqu'île rock'n'roll",
	"R.P.S. et Q.V.C.T, RPS R.P.S R. P. S. M. Martin, axe C. R.l'P.S a.b.1 1.2.3 a.bc.d é.à.ù α.β",
	"bien-être, burn-out et télé\u2011travail, vis-à-vis, main-d'œuvre, covid-19, 2021-2025, de-la, a-b-c-d-e, a-b-c-d",
	"bien être bien  être bien\u202fêtre bien\u00a0\u00a0être bien, être bien – être Mal être mieux être savoir être le être etre bien",
	"est-ce a-t-il prends-le vas-y dis-moi-le",
	"L. 4121-1, L.4121-2, L 4121, L4121-3, l.4121 R4121, R. 4121-1, D.\u00a012, A.\u202f331, art. 12, B. 4121, L., 4121 l'L.4121 L..4121 " +
		"L.12 d'R. 100 L. 4121.2 L.4121-4122",
	"animateur·rice·s tous·tes né·e acteur·ices salarié•e•s étudiant‧es ouvrier∙ère nouveau·elle·x régional·e·aux sportif·ve heureux·se " +
		"doux·se roux·sse",
	"référent-e-s citoyen-ne-s a-e-b agent-e-s-x salarié-e vendeur-euse vice-président·e·s président-e-directeur",
	"salarié(e)s agent(s) directeur(trice) agent(s agent(x) salarié(e salarié(e)aux salarié(e)(s) (e)s f(x) Paris(nord)",
	"salarié.e.s conseiller.ère tous.tes chef.fe étudiant.es a.e.s exemple.org salarié.e.s.x",
	"directeur/trice employé/e et/ou QVT/QVCT un/une agent/e/s 1/2 /a/b/c",
	"maître·sse prince·sse docteur·oresse public·que blanc·che jumeau·elle bel·le gaz·e·s chez·e·s muet·te constructor·e toString(e) é·e " +
		"ab·e a·e ελ·e",
	"κείμενο ΕΛΛΆΔΑ ΣΊΣΥΦΟΣ Москва ЙОЖ עברית العربية 日本語 한국어 가각 हिन्दी ไทย",
	"la ﬁche ﬂeur ﬃ, 20 m², 1ᵉʳ, Ⅳ, ½, ①, ⑴, ™, ª, º, ﷺ, ㎡, ŀl, ŉ, ǆ, ﬅ, K, Å, ℌ",
	"٣٤ ۵۶ ४५ １２３ 𝟙𝟚 𝐀𝐛𝐜 ᄒ ㈠ 𐄇 𐒠 ೧",
	"01 99 00 12 34, 06.12.34.56.78 +33 1 99 00 12 34 0033199001234 12\u202f000 1\u00a0234\u2009567 en 2025 12 000 km 8 h 30 8h 30 8 h30 " +
		"35h 2 x 8 ED 6250 ÉTÉ 2026 SIRET 123 456 789 00012 +33 (0)6 12 34 56 78 3×8 3 × 8 NF EN 388 À 8 h, 12.03.2026 01-02-03-04",
	strings.Repeat("120 ", 60), strings.Repeat("01 ", 60), strings.Repeat("1.", 40), "１２ 000 ٣ 000 12 ٣٤",
	"il a été, en été, n’a jamais été, j'ai ete, a\u0300 ou\u0300 e\u0301te\u0301 maïs MAÏS mai\u0308s mais dû du sûr là même mémé " +
		"tous·tes dés dès mê\u00adme ａ",
	"😀 a😀b 👩‍💻 👍🏽 é😀é 𝒳·e 𐐀𐐨 𠀀𠀁 🇫🇷 a\ufe0fb \U000e0041x",
	strings.Repeat("abcdefghij", 6), strings.Repeat("é", 60), strings.Repeat("ω", 60), strings.Repeat("한", 30), strings.Repeat("𐐨", 30),
	"a" + strings.Repeat("𐐨", 30), "ab" + strings.Repeat("日", 30),
	strings.Repeat("a-", 14) + "b", strings.Repeat("a.", 30), strings.Repeat("mot·e·s ", 5), strings.Repeat("l'", 15) + "a",
	strings.Repeat("x", 30) + "'" + strings.Repeat("y", 30), strings.Repeat("x", 24) + "-" + strings.Repeat("y", 24),
	strings.Repeat("x", 24) + "-" + strings.Repeat("y", 23),
	"\u0085a\u00a0b\u1680c\u2000d\u2028e\u3000f\tg\vh\fi\r\nj\u180ek",
	"Le plan. " + strings.Repeat("On n'y parle de rien. ", 30) + "Le plan de prévention. " + strings.Repeat("Œuvre 😀 ! ", 40) +
		"La prévention.",
	strings.Repeat("sansaucunespace", 40) + " fin", strings.Repeat("é", 500),
}

var hardQueries = []string{
	`"document unique" 2021`, "« document unique » -rps", `-"a b" c`, "bien-être -mal-être", `plan"d'actions"`, `l'"accord`, "- a b", "-",
	"--", "-\"", `""`, `"`, `"a`, `a"`, `a"b`, "« a", "a »", "“a” “b\" „c“ „d” „e\" «f»g\"h", "““a”", "«a\"b»", "-«a b»c", "-«a", "a-«b»",
	"\"a\"\"b\"-c", "le la les", "le \"la\" les", "-le la", "salarié·e·s -animateur·rice·s", "animateur/trice L. 4121",
	"L.\t4121 L.\u30004121 L.\u20034121", "bien\u3000être", "bien \u00a0être", "bien \u202fêtre", "bien\n\nêtre", "bien -\u00e9 être",
	"bien -😀 être", "L. -é 4121", "L. -\"é\"4121", "prév", "burn-ou", "bien-", "bien-êt", "l'acc", "travail ", "travail.", "😀", "😀 rps",
	"rps😀", "\u00a0 rps \u2003", "12\u202f000", "12 -\u00e9 000", "a été", "où", "-le -sûr",
	strings.Repeat("mot ", 40), strings.Repeat("-mot ", 40) + "fin", strings.Repeat("é", 2100) + " fin", strings.Repeat("é𐐨 ", 1100),
	strings.Repeat(`"a b" `, 30), strings.Repeat("le ", 1000) + "fin",
}

// pieces are what random texts are made of.
var pieces = strings.Split("01|34|000|2025| 12| 000| h| ED|été| "+
	"a|mais|maïs|dû|a|e|s|x|l|R|P|S|L|4121|12|1|é|É|e\u0301|œ|Æ|ß|ς|Σ|ω|日|𐐨|😀|👩‍💻|\u00ad|\u200d|\u0301|ﬁ|²|½|٣|１|"+
	"'|’|ʼ|-|-|\u2011|·|·|•|.|.|/|(|)|)| | | |  |\u00a0|\u202f|\u3000|\t|\n|,|"+
	"\"|\"|«|»|“|”|„|–|…|salarié|directeur|"+
	"rice|trice|euse|nouveau|elle|national|tous|tes|bien|être|mal|qu|jusqu|aujourd|"+
	"hui|vis|à|le|de|la|prévention|risques|psychosociaux|L.|il|ce|"+
	"aux|es|·e·s|(e)s|-e-s|.e.s|/trice|! |. |? |constructor|anticonstitutionnellement", "|")

func randomText(random *rand.Rand) string {
	var b strings.Builder
	for range random.IntN(40) {
		b.WriteString(pieces[random.IntN(len(pieces))])
	}
	if random.IntN(4) > 0 {
		return b.String()
	}
	for range random.IntN(200) { // prose, for excerpts
		b.WriteString([]string{" à", " la", " rps", " plan", " œuvre", " 😀", ".", " ;", " |"}[random.IntN(9)])
	}
	return b.String()
}

// randomWords are some forms of a text as answers to words of a query.
func randomWords(random *rand.Rand, text string) map[string]uint64 {
	var s scanner
	tokens := s.read(text)
	words := map[string]uint64{}
	for range random.IntN(6) {
		if len(tokens) > 0 {
			words[string(s.form(tokens[random.IntN(len(tokens))]))] |= 1 << random.IntN(32)
		}
	}
	return words
}

// randomPhrase is a few words of a text, next to each other but for chance.
func randomPhrase(random *rand.Rand, text string) string {
	var s scanner
	tokens := s.read(text)
	if len(tokens) == 0 {
		return ""
	}
	from := random.IntN(len(tokens))
	to := min(from+random.IntN(5), len(tokens)-1)
	if tokens[from].start >= tokens[to].end {
		return ""
	}
	phrase := text[tokens[from].start:tokens[to].end]
	if random.IntN(4) == 0 {
		phrase += " " + pieces[random.IntN(len(pieces))]
	}
	return phrase
}
