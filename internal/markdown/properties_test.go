package markdown

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// FuzzCompile holds what must be true of the document of any text whatever.
func FuzzCompile(f *testing.F) {
	for _, file := range CaseFiles(f) {
		for _, c := range ReadCases(f, file) {
			f.Add([]byte(Shown.Replace(c.Input)))
		}
	}
	for _, text := range hostileTexts(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(checkDocument)
}

// hostileTexts are the bodies of the list of texts that try to run a script.
// There they stand beside each other in pages; here each is alone.
func hostileTexts(t testing.TB) (texts []string) {
	data, err := os.ReadFile("../browser/testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if text, ok := strings.CutPrefix(line, "body\t"); ok {
			texts = append(texts, strings.NewReplacer("␊", "\n", "␉", "\t", "␁", "\x01", "␌", "\f").Replace(text))
		}
	}
	if len(texts) < 200 {
		t.Fatalf("%d bodies found", len(texts))
	}
	return texts
}

// Constructs must hold in each other's company too: lines and words of all
// cases, and tags, in any order.
func TestMixed(t *testing.T) {
	parts := strings.SplitAfter("<div>\n\n </div>\n\n <p> </p>\n\n <table> <tr> <td>\n\n </td> </table>\n\n <ul> <li>\n\n </ul> <b>\n\n"+
		" <a href=\"x\"> </a> <pre> </code> <details> <summary> > - ::: :::\n * ** _ ` [ ](x) [[ ]] ![ | \" ' \\ &", " ")
	for _, file := range CaseFiles(t) {
		for _, c := range ReadCases(t, file) {
			input := Shown.Replace(c.Input)
			parts = append(parts, input)
			parts = append(parts, strings.SplitAfter(input, "\n")...)
			parts = append(parts, strings.SplitAfter(input, " ")...)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	n := 20000
	if testing.Short() {
		n = 1000
	}
	for range n {
		var source []byte
		for range 1 + random.IntN(14) {
			source = append(source, parts[random.IntN(len(parts))]...)
			if random.IntN(6) == 0 {
				source = append(source, '\n')
			}
		}
		if checkDocument(t, source); t.Failed() {
			return
		}
	}
}

func checkDocument(t *testing.T, source []byte) {
	d, _ := Compile(source, Options{File: "a.md", Title: "Titre"})
	checkSlots(t, d)
	checkRuns(t, d, len(source))
	checkSections(t, d)
	checkLocals(t, d)
	checkTold(t, d, source)
	checkHTML(t, d)
	if again, _ := Compile(source, Options{File: "a.md", Title: "Titre"}); !reflect.DeepEqual(d, again) {
		t.Error("the second time the document is another")
	}
	if t.Failed() {
		t.Logf("source %q\nHTML %s", source, notation(d))
	}
}

// checkSlots: they are in order, and links end and do not nest.
func checkSlots(t *testing.T, d *Document) {
	at, inLink := 0, false
	for i, s := range d.Slots {
		if s.Offset < at || s.Offset > len(d.HTML) {
			t.Errorf("slot %d stands at %d", i, s.Offset)
		}
		if s.Line < 1 || s.Column < 1 {
			t.Errorf("slot %d comes from %d:%d", i, s.Line, s.Column)
		}
		at = s.Offset
		switch s.Kind {
		case SlotLink, SlotWiki, SlotName:
			if inLink {
				t.Errorf("slot %d is a link in a link", i)
			}
			inLink = s.Kind != SlotName
		case SlotLinkEnd:
			if !inLink {
				t.Errorf("slot %d ends no link", i)
			}
			inLink = false
		}
	}
	if inLink {
		t.Error("a link does not end")
	}
}

// checkTold: a second walk meets the same slots and says the same words as the
// first, and what begins ends, innermost first.
func checkTold(t *testing.T, d *Document, source []byte) {
	var n nesting
	d.Tell(source, Options{File: "a.md", Title: "Titre"}, &n)
	var words strings.Builder
	for _, r := range d.Runs {
		words.WriteString(html.UnescapeString(string(d.HTML[r.Start:r.End])))
	}
	if got, want := strings.ReplaceAll(n.words.String(), "\x00", "\ufffd"), words.String(); got != want {
		t.Errorf("the second walk says\n%q\nand the first\n%q", got, want)
	}
	if n.slots != len(d.Slots) || len(n.open) > 0 || n.wrong != "" {
		t.Errorf("the second walk meets %d slots of %d, leaves %v open; %s", n.slots, len(d.Slots), n.open, n.wrong)
	}
}

// nesting is a writer that follows what is open.
type nesting struct {
	open  []string
	words strings.Builder
	slots int
	wrong string
}

func (n *nesting) Begin(e Element) { n.open = append(n.open, fmt.Sprint(e.Kind, e.Name, e.Start)) }
func (n *nesting) Put(Element)     {}
func (n *nesting) Text(t Text)     { n.words.Write(t.Words) }

func (n *nesting) End(e Element) {
	last := len(n.open) - 1
	if name := fmt.Sprint(e.Kind, e.Name, e.Start); last < 0 || n.open[last] != name {
		n.wrong = fmt.Sprintf("%s ends in %v", name, n.open)
		return
	}
	n.open = n.open[:last]
}

func (n *nesting) Slot(i int, _ *Slot) {
	if i != n.slots {
		n.wrong = fmt.Sprintf("slot %d is told as %d", n.slots, i)
	}
	n.slots++
}

// checkLocals: they are in order, hold what they say, and miss no name.
func checkLocals(t *testing.T, d *Document) {
	forms := map[LocalKind]*regexp.Regexp{
		LocalName:  regexp.MustCompile(`^ (id|aria-label|aria-labelledby)="[^"]*"$`),
		LocalLink:  regexp.MustCompile(`^#$`),
		LocalLevel: regexp.MustCompile(`^[2-6]$`),
	}
	at, rest := int32(0), []byte(nil)
	for _, l := range d.Locals {
		if l.Start < at || !forms[l.Kind].Match(d.HTML[l.Start:l.End]) {
			t.Errorf("at %d stands %q, said to be local (%d)", l.Start, d.HTML[l.Start:l.End], l.Kind)
			return
		}
		rest = append(rest, d.HTML[at:l.Start]...)
		at = l.End
	}
	rest = append(rest, d.HTML[at:]...)
	if found := regexp.MustCompile(`<[a-z]+[^>]* (id="|href="#)|<h[2-6]`).Find(rest); found != nil {
		t.Errorf("%q is not told as local", found)
	}
}

// checkRuns: they are in order and hold text, neither tags nor slots.
func checkRuns(t *testing.T, d *Document, size int) {
	at := int32(0)
	slots := d.Slots
	for i, r := range d.Runs {
		if r.Start < at || r.End <= r.Start || int(r.End) > len(d.HTML) {
			t.Fatalf("run %d goes from %d to %d", i, r.Start, r.End)
		}
		at = r.End
		if bytes.ContainsAny(d.HTML[r.Start:r.End], "<>") {
			t.Errorf("run %d holds a tag: %q", i, d.HTML[r.Start:r.End])
		}
		if r.Source < 0 || int(r.Source) > size {
			t.Errorf("run %d comes from %d", i, r.Source)
		}
		for len(slots) > 0 && slots[0].Offset <= int(r.Start) {
			slots = slots[1:]
		}
		if len(slots) > 0 && slots[0].Offset < int(r.End) {
			t.Errorf("a slot stands in run %d: %q", i, d.HTML[r.Start:r.End])
		}
	}
	if tags, runs := texts(d); tags != runs {
		t.Errorf("the runs do not hold all text\nHTML %q\nruns %q", tags, runs)
	}
}

// texts are the text between the tags and that of the runs; the numbers and
// arrows of footnotes are in no run, nor are the sources of examples.
func texts(d *Document) (tags, runs string) {
	var all, fromRuns strings.Builder
	note := false
	z := html.NewTokenizer(bytes.NewReader(exampleSource.ReplaceAll(d.HTML, nil)))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch {
		case token.Type == html.TextToken && !note:
			all.WriteString(token.Data)
		case token.Data == "sup" || slices.ContainsFunc(token.Attr, func(a html.Attribute) bool { return a.Val == "doc-backlink" }):
			note = token.Type == html.StartTagToken && (note || len(token.Attr) > 0)
		case token.Type == html.EndTagToken:
			note = note && token.Data != "a"
		}
	}
	for _, r := range d.Runs {
		fromRuns.WriteString(html.UnescapeString(string(d.HTML[r.Start:r.End])))
	}
	return strings.Join(strings.Fields(all.String()), ""), strings.Join(strings.Fields(fromRuns.String()), "")
}

var exampleSource = regexp.MustCompile(`<div class="exemple-source"><pre tabindex="0"><code>[^<]*</code></pre></div>`)

// checkSections: each is balanced and begins with its heading on a line of its
// own, and each run belongs to one.
func checkSections(t *testing.T, d *Document) {
	words, inSections := 0, len(d.SectionText(-1, nil))
	for _, r := range d.Runs {
		if !r.Heading {
			words += len(html.UnescapeString(string(d.HTML[r.Start:r.End])))
		}
	}
	lines := strings.Count(d.SectionText(-1, nil), "\n")
	for i, h := range d.Headings {
		start, end, ok := d.Section(h.ID)
		if !ok || start != h.Offset || end <= start || end > len(d.HTML) {
			t.Fatalf("section %q goes from %d to %d", h.ID, start, end)
		}
		line, _, _ := bytes.Cut(d.HTML[start:end], []byte("\n"))
		if tag := fmt.Sprintf("h%d", h.Level); !bytes.HasPrefix(line, []byte("<"+tag+" id=\""+h.ID+"\">")) ||
			!bytes.HasSuffix(line, []byte("</"+tag+">")) {
			t.Errorf("section %q begins with %q", h.ID, line)
		}
		if fault := unbalanced(fill(d, start, end, slotHTML)); fault != "" {
			t.Errorf("section %q: %s", h.ID, fault)
		}
		inSections += len(d.SectionText(i, nil))
		lines += strings.Count(d.SectionText(i, nil), "\n")
	}
	// Blocks are parted by line feeds that are no text.
	if inSections < words || inSections > words+lines {
		t.Errorf("sections hold %d bytes of text, the document %d", inSections, words)
	}
}

// checkHTML: what leaves is a list of elements and attributes known to be
// harmless, and HTML's own parser sees the elements that are written.
func checkHTML(t *testing.T, d *Document) {
	page := fill(d, 0, len(d.HTML), slotHTML)
	if fault := unbalanced(page); fault != "" {
		t.Error(fault)
	}
	ids := slices.Clone(d.Anchors)
	for _, h := range d.Headings {
		ids = append(ids, h.ID)
	}
	written := []string{}
	for _, token := range tokens(page) {
		if token.Type == html.CommentToken || token.Type == html.DoctypeToken || !slices.Contains(elements, token.Data) {
			t.Errorf("%q is written", token)
		}
		for _, a := range token.Attr {
			if !slices.Contains(attributes, a.Key) {
				t.Errorf("%q is written", token)
			}
			if a.Key == "id" {
				written = append(written, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				checkAddress(t, a.Val)
			}
		}
	}
	slices.Sort(ids)
	slices.Sort(written)
	if !slices.Equal(ids, written) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("ids %q, in the HTML %q", ids, written)
	}
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		if !strings.Contains(err.Error(), "open stack of elements exceeds") {
			t.Fatal(err)
		}
		return // deeper than the parser goes
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := shape(b.String()), shape(page); got != want {
		t.Errorf("HTML's parser sees other elements\nwritten %s\nseen    %s", want, got)
	}
}

// checkAddress: an address that is written leads out of the portal by a scheme
// that is harmless, also to those who decode it once more than browsers do.
func checkAddress(t *testing.T, written string) {
	for range 4 {
		if m := leadsOut.FindStringSubmatch(written); m == nil {
			t.Errorf("a link to %q is written", written)
		}
		written = html.UnescapeString(written)
		if plain, err := url.PathUnescape(written); err == nil {
			written = plain
		}
	}
}

var leadsOut = regexp.MustCompile(`^(https?://[^/\\?#@]+([/?#]|$)|mailto:|tel:)`)

var elements = strings.Fields(`a abbr aside b bdi blockquote br caption cite code data dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img
	input ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr`)

var attributes = strings.Fields(`aria-label aria-labelledby checked class colspan data-module datetime disabled href id lang open role rowspan scope
	start tabindex title type`)

// slotHTML is what a site might fill a slot with.
func slotHTML(s Slot) string {
	switch s.Kind {
	case SlotLink, SlotWiki:
		return `<a href="#x">`
	case SlotLinkEnd:
		return `</a>`
	case SlotName:
		return `<a href="#x">x</a>`
	case SlotImage:
		if s.Figure {
			return `<figure><img><figcaption>x</figcaption></figure>`
		}
		return `<img>`
	case SlotEmbed:
		return `<section><p>x</p></section>`
	default:
		return `<ul><li>x</li></ul>`
	}
}

// tokens are the tags of a piece of HTML, and what is no text either.
func tokens(page string) []html.Token {
	var list []html.Token
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		if token := z.Token(); token.Type != html.TextToken {
			list = append(list, token)
		}
	}
	return list
}

// unbalanced says what does not close in its turn, "" where all does.
func unbalanced(page string) string {
	var open []string
	for _, token := range tokens(page) {
		switch {
		case token.Type == html.StartTagToken && !slices.Contains([]string{"br", "hr", "wbr", "img", "input"}, token.Data):
			open = append(open, token.Data)
		case token.Type == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != token.Data):
			return fmt.Sprintf("</%s> closes nothing, open are %q", token.Data, open)
		case token.Type == html.EndTagToken:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("%q are left open", open)
	}
	return ""
}

// shape is the tags of a page on a line, written in one way. The parser adds
// <tbody> by itself.
func shape(page string) string {
	var b strings.Builder
	for _, token := range tokens(page) {
		if token.Data == "tbody" {
			continue
		}
		if token.Type == html.SelfClosingTagToken {
			token.Type = html.StartTagToken
		}
		slices.SortFunc(token.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
		b.WriteString(token.String())
	}
	return b.String()
}
