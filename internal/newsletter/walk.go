package newsletter

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"intraqvt/internal/address"
)

// walker goes through the tree of a body and tells a writer what is there.
type walker struct {
	w    writer
	page address.URL // on which the body stands, too
}

func walk(body *html.Node, w writer, i *Issue) {
	(&walker{w: w, page: i.online()}).children(body)
}

func (k *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		k.node(c)
	}
}

// node writes a node by what it is for its readers, which its class tells
// where its element does not.
func (k *walker) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		if strings.Trim(n.Data, space) != "" || !besideBlock(n) {
			k.w.text(collapse(n.Data))
		}
		return
	case html.ElementNode:
	default:
		return
	}
	switch {
	case hasClass(n, "bulle"), hasClass(n, "invisible"), attr(n, "role") == "doc-backlink":
	case hasClass(n, "terme"), attr(n, "role") == "doc-noteref":
		k.unlinked(n)
	case hasClass(n, "entrees"):
		k.cards(n)
	case hasClass(n, "chiffres"):
		k.figures(n)
	case hasClass(n, "encadre"):
		k.titled(n, ofClass("encadre-titre"), hasClass(n, "encadre-attention"))
	case hasClass(n, "onglet"):
		k.titled(n, ofClass("onglet-titre"), false)
	case hasClass(n, "extrait"):
		k.block(n, block{kind: box})
	case hasClass(n, "notes"):
		k.block(n, block{kind: notes})
	case hasClass(n, "extrait-source"), hasClass(n, "vide"):
		k.block(n, block{kind: paragraph, quiet: true})
	default:
		k.element(n)
	}
}

// marks are the elements of running text that have a look in mail.
var marks = map[atom.Atom]mark{
	atom.Strong: strong, atom.B: strong,
	atom.Em: emphasis, atom.I: emphasis, atom.Cite: emphasis, atom.Dfn: emphasis, atom.Var: emphasis,
	atom.Code: code, atom.Kbd: code, atom.Samp: code,
	atom.Sup: superscript, atom.Sub: subscript,
	atom.Del: deleted, atom.S: deleted,
	atom.Mark: highlight, atom.Small: small,
}

// element writes an element that has no meaning but its own.
func (k *walker) element(n *html.Node) {
	if m, ok := marks[n.DataAtom]; ok {
		k.w.mark(m, true)
		k.children(n)
		k.w.mark(m, false)
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Button, atom.Select, atom.Textarea, atom.Input:
	case atom.Br:
		k.w.lineBreak()
	case atom.A:
		k.anchor(n)
	case atom.Img:
		p := imageOf(n)
		p.src = k.page.Resolve(p.src).String()
		k.w.image(p)
	case atom.Q:
		k.w.text("«\u00a0")
		k.children(n)
		k.w.text("\u00a0»")
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		// The mail's own title is the only one of the first level.
		k.block(n, block{kind: heading, level: max(2, int(n.Data[1]-'0'))})
	case atom.P:
		k.block(n, block{kind: paragraph})
	case atom.Ul:
		k.block(n, block{kind: list})
	case atom.Ol:
		start, err := strconv.Atoi(attr(n, "start"))
		if err != nil {
			start = 1
		}
		k.block(n, block{kind: list, ordered: true, start: start})
	case atom.Li:
		k.block(n, block{kind: item, task: task(n)})
	case atom.Dt:
		k.block(n, block{kind: term})
	case atom.Dd:
		k.block(n, block{kind: definition})
	case atom.Blockquote:
		k.block(n, block{kind: quotation})
	case atom.Details:
		k.titled(n, func(c *html.Node) bool { return c.DataAtom == atom.Summary }, false) // folded on the page, open here
	case atom.Pre:
		b := block{kind: listing, title: strings.Trim(content(n), "\n")}
		k.w.begin(b)
		k.w.end(b)
	case atom.Hr:
		k.w.begin(block{kind: rule})
		k.w.end(block{kind: rule})
	case atom.Figcaption, atom.Caption:
		k.block(n, block{kind: caption})
	case atom.Table:
		k.table(n)
	default:
		k.children(n)
	}
}

func (k *walker) block(n *html.Node, b block) {
	k.w.begin(b)
	k.children(n)
	k.w.end(b)
}

// anchor writes a link, if it leads anywhere.
func (k *walker) anchor(n *html.Node) {
	to := k.leads(n)
	if to.IsZero() {
		k.children(n)
		return
	}
	k.w.link(to)
	k.children(n)
	k.w.endLink()
}

// leads is where a link leads; the zero value for nowhere.
func (k *walker) leads(a *html.Node) address.URL {
	href := attr(a, "href")
	if href == "" {
		return address.URL{}
	}
	return k.page.Resolve(href)
}

// unlinked writes what is in a link to a glossary entry or a footnote: in a
// mail the one would interrupt and the other may lead out of it.
func (k *walker) unlinked(n *html.Node) {
	if n.DataAtom == atom.A {
		k.children(n)
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.A {
			k.children(c)
		} else {
			k.node(c)
		}
	}
}

func ofClass(class string) func(*html.Node) bool {
	return func(n *html.Node) bool { return hasClass(n, class) }
}

// titled writes a box with the title that stands in it.
func (k *walker) titled(n *html.Node, isTitle func(*html.Node) bool, alert bool) {
	b := block{kind: box, alert: alert}
	title := search(n, isTitle)
	if title != nil {
		b.title = line(title)
	}
	k.w.begin(b)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c != title {
			k.node(c)
		}
	}
	k.w.end(b)
}

// figures writes key figures: the number is before what it counts, which the
// page has the other way round.
func (k *walker) figures(n *html.Node) {
	k.w.begin(block{kind: figures})
	for c := range n.ChildNodes() {
		number := search(c, func(c *html.Node) bool { return c.DataAtom == atom.Dd })
		label := search(c, func(c *html.Node) bool { return c.DataAtom == atom.Dt })
		if number == nil || label == nil {
			continue
		}
		k.block(label, block{kind: figure, title: line(number)})
	}
	k.w.end(block{kind: figures})
}

func (k *walker) cards(n *html.Node) {
	entries := slices.DeleteFunc(slices.Collect(n.ChildNodes()), func(c *html.Node) bool { return c.DataAtom != atom.Li })
	b := block{kind: cards, featured: len(entries) == 1}
	k.w.begin(b)
	for i, li := range entries {
		k.w.card(k.cardOf(li, b.featured, i == 0))
	}
	k.w.end(b)
}

// cardOf reads the entry of a page. Marks of an entry keep out labels that
// only screen readers say on the page.
func (k *walker) cardOf(li *html.Node, featured, first bool) card {
	c := card{featured: featured, first: first}
	for n := range li.ChildNodes() {
		switch {
		case n.DataAtom == atom.A, hasClass(n, "entree-titre"):
			c.to = k.leads(n)
			for part := range n.ChildNodes() {
				if hasClass(part, "entree-numero") {
					c.number = line(part)
				} else {
					c.title += content(part)
				}
			}
			c.title = strings.Trim(collapse(c.title), space)
		case hasClass(n, "entree-marques"):
			for m := range n.ChildNodes() {
				if s := line(m); s != "" {
					c.marks = append(c.marks, s)
				}
			}
		case n.DataAtom == atom.P:
			c.summary = line(n)
		}
	}
	return c
}

func (k *walker) table(n *html.Node) {
	var rows []*html.Node
	var collect func(*html.Node)
	collect = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch c.DataAtom {
			case atom.Tr:
				rows = append(rows, c)
			case atom.Caption:
				k.node(c)
			case atom.Thead, atom.Tbody, atom.Tfoot:
				collect(c)
			}
		}
	}
	collect(n)
	b := block{kind: table}
	for _, tr := range rows {
		b.columns = longestWords(tr, b.columns)
	}
	k.w.begin(b)
	for _, tr := range rows {
		k.w.begin(block{kind: row})
		for c := range tr.ChildNodes() {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				k.block(c, block{kind: cell, head: c.DataAtom == atom.Th, align: alignment(c), level: span(c)})
			}
		}
		k.w.end(block{kind: row})
	}
	k.w.end(b)
}

// longestWords adds what a row needs to what those before it need of columns.
func longestWords(tr *html.Node, columns []int) []int {
	at := 0
	for c := range tr.ChildNodes() {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		for len(columns) < at+span(c) {
			columns = append(columns, 0)
		}
		for word := range strings.SplitSeq(line(c), " ") {
			columns[at] = max(columns[at], utf8.RuneCountInString(word)/span(c))
		}
		at += span(c)
	}
	return columns
}

func span(cell *html.Node) int {
	n, err := strconv.Atoi(attr(cell, "colspan"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), 20)
}

func alignment(n *html.Node) string {
	switch {
	case hasClass(n, "aligne-centre"):
		return "center"
	case hasClass(n, "aligne-droite"):
		return "right"
	}
	return ""
}

// task is the box of an item that can be ticked.
func task(li *html.Node) string {
	input := search(li, func(c *html.Node) bool { return c.DataAtom == atom.Input && attr(c, "type") == "checkbox" })
	switch {
	case input == nil || nearest(input, atom.Li) != li:
		return ""
	case has(input, "checked"):
		return "☑"
	}
	return "☐"
}

// enough is how many pixels an image has at least, where the page offers it in
// several sizes: sharp on a phone, and light.
const enough = 700

// imageOf reads an image, in the narrowest of its sizes that is wide enough.
func imageOf(n *html.Node) picture {
	p := picture{src: attr(n, "src"), alt: attr(n, "alt"), inline: !alone(n)}
	p.width, _ = strconv.Atoi(attr(n, "width"))
	p.height, _ = strconv.Atoi(attr(n, "height"))
	best := p.width
	for candidate := range strings.SplitSeq(attr(n, "srcset"), ",") {
		src, size, ok := strings.Cut(strings.TrimSpace(candidate), " ")
		width, err := strconv.Atoi(strings.TrimSuffix(size, "w"))
		if !ok || err != nil || width < enough || width >= best {
			continue
		}
		p.src, p.height, best = src, p.height*width/max(best, 1), width
	}
	p.width = best
	return p
}

// alone tells whether an image stands on lines of its own.
func alone(img *html.Node) bool {
	if nearest(img, atom.Figure) != nil {
		return true
	}
	for n := img; n != nil; n = n.Parent {
		for c := range n.Parent.ChildNodes() {
			if c != n && !(c.Type == html.TextNode && strings.Trim(c.Data, space) == "") {
				return false
			}
		}
		if n.Parent.DataAtom == atom.P || n.Parent.Parent == nil {
			return true
		}
	}
	return true
}

// shown are the endings and media types of images that every mail program
// shows.
var shown = []string{".png", ".jpg", ".jpeg", ".gif", "image/png", "image/jpeg", "image/gif"}

// showable tells by an image's address whether mail programs show it.
func showable(src string) bool {
	u, err := url.Parse(src)
	return err == nil && slices.Contains(shown, strings.ToLower(path.Ext(u.Path)))
}
