package browser

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	nethtml "golang.org/x/net/html"

	"intraqvt/internal/portal"
)

//go:embed testdata/xss.txt
var xss string

// vector is a text that tries to run a script, and where it is put.
type vector struct{ kind, text string }

func vectors(t *testing.T) []vector {
	t.Helper()
	list, err := readVectors()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// readVectors reads testdata/xss.txt.
func readVectors() ([]vector, error) {
	var list []vector
	for line := range strings.Lines(xss) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, text, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("xss.txt: no tab in %q", line)
		}
		text = strings.Map(func(r rune) rune {
			if r >= '␀' && r <= '␟' {
				return r - '␀'
			}
			return r
		}, text)
		text = numbered.ReplaceAllStringFunc(text, func(s string) string {
			n, _ := strconv.ParseUint(s[1:5], 16, 32) // four hexadecimal digits, by the expression
			return string(rune(n))
		})
		list = append(list, vector{kind, text})
	}
	return list, nil
}

var numbered = regexp.MustCompile(`\{[0-9A-F]{4}\}`)

// portalKinds are put into a portal that builds; of the others, the preview
// quotes what is refused, and a reader types the rest.
var portalKinds = strings.Split("body,svg,title,summary,tag,author,source,cell,function,entity,term,acronym,definition,subject,"+
	"preheader,page,folder,file,picture,alias,menu,footer,site title,site subtitle,site summary", ",")

func TestVectorsAreMany(t *testing.T) {
	seen := map[vector]bool{}
	for _, v := range vectors(t) {
		if seen[v] {
			t.Errorf("twice: %v", v)
		}
		seen[v] = true
		if !slices.Contains(append([]string{"refused", "refused setting", "query", "hash"}, portalKinds...), v.kind) {
			t.Errorf("nothing is done with %v", v)
		}
	}
	if len(seen) < 300 {
		t.Errorf("%d vectors, 300 are wanted", len(seen))
	}
}

// perIssue is how many bodies an issue of the newsletter holds: a page, a mail
// and an entry of the feed.
const perIssue = 60

// hostileContent is a portal that holds all vectors of these kinds, each where
// it belongs.
func hostileContent(list []vector) fstest.MapFS {
	content := fstest.MapFS{}
	write := func(name, text string) { content[name] = &fstest.MapFile{Data: []byte(text)} }
	of := func(kind string) (texts []string) {
		for _, v := range list {
			if v.kind == kind {
				texts = append(texts, v.text)
			}
		}
		return texts
	}
	page := func(name, fields, body string) { write(name+".md", "---\n"+fields+"---\n\n"+body+"\n") }
	quiet := func(title string) string { return "titre: " + title + "\nresume: Une page.\n" }

	settings := "base_url: https://portail.example/\ncontact: portail@example.org\nliens_casses: avertissement\n"
	for kind, key := range map[string]string{"site title": "titre", "site subtitle": "sous_titre", "site summary": "resume"} {
		for _, text := range of(kind) {
			settings += key + ": " + quoted(text) + "\n"
		}
	}
	for kind, key := range map[string]string{"menu": "menu", "footer": "pied"} {
		settings += key + ":\n"
		for _, text := range of(kind) {
			settings += "  - {titre: " + quoted(text) + ", vers: a}\n"
		}
	}
	write("site.yaml", settings)
	page("a", quiet("Alpha"), "## Partie\n\nUne alerte : alert(1).")
	write("sain.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>`)
	write("newsletters/sain.svg", string(content["sain.svg"].Data))

	subjects, preheaders := of("subject"), of("preheader")
	for n, bodies := range slices.Collect(slices.Chunk(of("body"), perIssue)) {
		fields := fmt.Sprintf("titre: Lettre %d\nresume: Une lettre.\nnumero: %d\ndate: 2026-01-%02d\nobjet: %s\npreheader: %s\n", n, n+1,
			n%28+1, quoted(subjects[n%len(subjects)]), quoted(preheaders[n%len(preheaders)]))
		page(fmt.Sprintf("newsletters/l%02d", n), fields, bodiesText(n*perIssue, bodies))
	}
	// A page has a text of each kind, for as long as there are some.
	for _, f := range []struct{ folder, always, fields string }{
		{"champs", "", "title=titre: %s;summary=resume: %s;tag=etiquettes: [%s];author=auteurs: [%s];source=source: %s;alias=alias: [%s]"},
		{"fiches-techniques", "titre: x\ntheme: Addictions\n", "cell=textes: [{ref: %s, url: https://exemple.fr/}]"},
		{"acteurs", "titre: x\nroles: [RE]\ncourriel: a@exemple.fr\ntelephone: 01 99 00 12 34\n",
			"function=fonction: %s;entity=entite: %s"},
		{"glossaire", "synonymes: [DEF%d]\n", "term=titre: %s;acronym=sigle: %s;definition=resume: %s"},
	} {
		for n, more := 0, true; more; n++ {
			more = false
			fields := strings.Replace(f.always, "%d", strconv.Itoa(n), 1)
			for field := range strings.SplitSeq(f.fields, ";") {
				kind, line, _ := strings.Cut(field, "=")
				if texts := of(kind); n < len(texts) {
					fields += fmt.Sprintf(line, quoted(texts[n])) + "\n"
					more = more || n+1 < len(texts)
				} else if required := strings.SplitN(line, ":", 2)[0]; required == "titre" || required == "fonction" ||
					required == "resume" {
					fields += fmt.Sprintf(line, quoted(fmt.Sprint("Rien ", n))) + "\n"
				}
			}
			page(fmt.Sprintf("%s/p%d", f.folder, n), fields,
				"Le texte, sur DEF0, DEF1, DEF2, DEF3 et "+escaped(strings.Join(of("acronym"), ", "))+".")
		}
	}
	var links, pictures strings.Builder
	for _, name := range of("page") {
		page("noms/"+name, quiet("Nommée"), "Texte.")
		fmt.Fprintf(&links, "[x](./%s.md) ", inLink("noms/"+name))
	}
	for n, name := range of("folder") {
		page(fmt.Sprintf("%s/p%d", name, n), quiet("Rangée"), "Texte.")
		fmt.Fprintf(&links, "[x](./%s/p%d.md) ", inLink(name), n)
	}
	for _, name := range of("file") {
		write(name, "a;b\n")
		fmt.Fprintf(&links, "[x](./%s) ", inLink(name))
	}
	for _, name := range of("picture") {
		write(name, string(content["sain.svg"].Data))
		fmt.Fprintf(&pictures, "![x](./%s) ", inLink(name))
	}
	for n, drawing := range of("svg") {
		name := fmt.Sprintf("dessins/s%02d.svg", n)
		write(name, drawing)
		fmt.Fprintf(&pictures, "![x](%s) ", name)
	}
	page("liens", quiet("Liens"), links.String()+"[[javascript:alert(1)]]")
	page("images", quiet("Images"), pictures.String())
	return content
}

// bodiesText is a text with bodies, each under a heading with its number.
func bodiesText(first int, bodies []string) string {
	var b strings.Builder
	for i, body := range bodies {
		// What a body leaves open is closed before the next.
		fmt.Fprintf(&b, "## v%03d\n\n%s\n\n--> ]]> ?>\n\n</script></style></textarea></title>\n\n", first+i, body)
	}
	return b.String()
}

func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err) // strings always have a JSON
	}
	return string(data)
}

// escaped is a text as Markdown that shows it.
func escaped(text string) string {
	return regexp.MustCompile("[!-/:-@\\[-`{-~]").ReplaceAllString(text, `\$0`)
}

// inLink is a path as an author writes it between the parentheses of a link.
func inLink(name string) string { return (&url.URL{Path: name}).EscapedPath() }

// hostileSite builds that portal, once a run, with the mails of its letters and
// the texts of its feed as pages beside it: as mail programs and feed readers
// show them.
func hostileSite(t *testing.T) *siteFolder {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("some of the names cannot be there")
	}
	s, err := builtHostileSite()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var builtHostileSite = sync.OnceValues(func() (*siteFolder, error) {
	list, err := readVectors()
	if err != nil {
		return nil, err
	}
	site, err := buildSite("hostile", "", hostileContent(list))
	if err != nil {
		return nil, err
	}
	add := func(name string, page []byte) error {
		site.files[name] = true
		if err := os.MkdirAll(filepath.Join(site.dir, path.Dir(name)), 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(site.dir, name), page, 0o644)
	}
	letters, err := portal.OpenIssues(context.Background(),
		portal.Options{Source: filepath.Dir(site.dir), At: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return nil, err
	}
	for _, issue := range letters.Site.Issues {
		m, err := letters.Mail(issue)
		if err != nil {
			return nil, err
		}
		document, err := m.HTML()
		if err != nil {
			return nil, err
		}
		if err := add("courriels/"+issue.Page.Slug+".html", document); err != nil {
			return nil, err
		}
	}
	data, err := os.ReadFile(filepath.Join(site.dir, "newsletters/feed.xml"))
	if err != nil {
		return nil, err
	}
	var feed struct {
		Entries []struct {
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(data, &feed); err != nil {
		return nil, err
	}
	for n, entry := range feed.Entries {
		if err := add(fmt.Sprintf("courriels/flux%02d.html", n),
			[]byte("<!doctype html><title>x</title><body>"+entry.Content)); err != nil {
			return nil, err
		}
	}
	return site, nil
})

// No page, mail or feed holds an element, an attribute or an address by which a
// browser would run what an author or a file's name brought.
func TestHostileTextsAreHarmless(t *testing.T) {
	site := hostileSite(t)
	headings := 0
	for address := range site.files {
		if path.Ext(address) != ".html" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(site.dir, filepath.FromSlash(address)))
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range harmful(address, data) {
			t.Errorf("%s: %s", address, fault)
		}
		if strings.HasPrefix(address, "newsletters/l") {
			headings += len(bodyHeading.FindAll(data, -1))
		}
	}
	bodies := 0
	for _, v := range vectors(t) {
		if v.kind == "body" {
			bodies++
		}
	}
	if headings != bodies {
		t.Errorf("%d of %d texts can be seen: one hides those after it", headings, bodies)
	}
}

var bodyHeading = regexp.MustCompile(`<h[2-6] id="v\d{3}">`)

// harmful says what would run or load in a page, by HTML's own parser.
func harmful(address string, page []byte) (faults []string) {
	root, err := nethtml.Parse(bytes.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	mail := strings.HasPrefix(address, "courriels/")
	redirect := bytes.Contains(page, []byte(`<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=`))
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode {
			continue
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
			if a.Namespace != "" || strings.HasPrefix(a.Key, "on") || slices.Contains(runningAttributes, a.Key) ||
				a.Key == "style" && !mail {
				faults = append(faults, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
			}
			if slices.Contains(addressAttributes, a.Key) && !harmless(a.Val) {
				faults = append(faults, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
			}
		}
		switch n.Data {
		case "script":
			inline := n.FirstChild != nil && attributes["type"] != "speculationrules"
			if inline || attributes["src"] != "" && !ownScript.MatchString(attributes["src"]) {
				faults = append(faults, "a script")
			}
		case "meta":
			if attributes["http-equiv"] != "" && !redirect {
				faults = append(faults, "<meta http-equiv>")
			}
			if _, to, found := strings.Cut(attributes["content"], "url="); found && attributes["http-equiv"] != "" && !harmless(to) {
				faults = append(faults, "a redirection to "+to)
			}
		case "style":
			if !mail || n.Parent.Data != "head" {
				faults = append(faults, "<style>")
			}
		case "base":
			if address != notFoundPage || attributes["href"] != "/" {
				faults = append(faults, "<base>")
			}
		case "iframe", "frame", "object", "embed", "applet", "template", "foreignobject", "math", "image", "animate", "set", "dialog",
			"textarea":
			faults = append(faults, "<"+n.Data+">")
		}
	}
	return faults
}

var (
	runningAttributes = strings.Fields("srcdoc formaction ping background poster cite data code archive manifest is")
	addressAttributes = strings.Fields("href src action")
	ownScript         = regexp.MustCompile(`^(\.\./)*assets/(early|site)\.[0-9a-f]+\.js$`)
	scheme            = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)
)

// harmless tells whether an address leads to a page, a mailbox or a telephone,
// also where somebody decodes it once more than browsers do.
func harmless(address string) bool {
	for range 4 {
		address = strings.Map(func(r rune) rune {
			if r < ' ' {
				return -1
			}
			return r
		}, strings.TrimSpace(address))
		if s := strings.ToLower(scheme.FindString(address)); s != "" &&
			!slices.Contains([]string{"https:", "http:", "mailto:", "tel:"}, s) || strings.HasPrefix(address, "//") ||
			strings.Contains(address, `\\`) {
			return false
		}
		address = html.UnescapeString(address)
		if plain, err := url.PathUnescape(address); err == nil {
			address = plain
		}
	}
	return true
}

func TestHarmfulPagesAreFound(t *testing.T) {
	for _, page := range []string{
		`<b onclick=alert(1)>`, `<script>alert(1)</script>`, `<script src=//x></script>`, `<a href="java&#9;script:x">`,
		`<a href="javascript%253Ax">`, `<img src=data:x>`, `<a href=//x>`, `<svg><a xlink:href=x>`,
		`<meta http-equiv=refresh content="0;url=x">`, `<base href=x>`, `<iframe>`, `<form action=javascript:x>`, `<p style="a:b">`,
		`<style>x</style>`, `<q cite=x>`, `<math>`,
	} {
		if len(harmful("x.html", []byte("<!doctype html><body>"+page))) == 0 {
			t.Errorf("%s is let pass", page)
		}
	}
	if faults := harmful("x.html",
		[]byte(`<!doctype html><script src="../assets/early.0a1b.js"></script><a href="./note:a.html">x</a><a href="mailto:a@b">x</a><a href="https://x/?u=javascript:x">x</a>`)); len(faults) > 0 {
		t.Error(faults)
	}
}
