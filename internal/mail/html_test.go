package mail

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What the Word engine of Outlook, Gmail, Apple Mail and the phones' programs
// all show, or leave out without harm. Whatever is not listed here is not
// written.
var (
	mailElements = strings.Fields("html head meta title style body table tbody tr td th div p h1 h2 h3 h4 ul ol li a img strong em code " +
		"sup sub s span br")

	mailAttributes = map[string]string{
		"":      "class style lang id title dir",
		"html":  "xmlns xmlns:o",
		"meta":  "charset name content",
		"body":  "bgcolor",
		"table": "role width cellpadding cellspacing border align bgcolor",
		"td":    "width height align bgcolor colspan",
		"th":    "align bgcolor colspan scope",
		"ol":    "start",
		"a":     "href aria-label",
		"img":   "src width alt border",
		"div":   "bgcolor",
		"span":  "bgcolor",
	}

	// Properties by where every program draws them. Word gives paragraphs,
	// lists and divisions no padding and rounds no corner: a corner is square
	// there and no text moves. Padding of a link is told to it by
	// mso-padding-alt of the cell. max-width and word-break it skips, for
	// the width attribute that stands beside; list-style-type shows a bullet
	// more.
	mailProperties = map[string]string{
		"":      "color background-color font-family font-size font-style font-weight line-height text-decoration",
		"body":  "margin padding width",
		"table": "width max-width border-collapse",
		"td":    "padding mso-padding-alt border border-left border-bottom border-radius text-align vertical-align white-space word-break",
		"th":    "padding border-bottom text-align vertical-align word-break",
		"p":     "margin", "h1": "margin", "h2": "margin", "h3": "margin", "h4": "margin",
		"ul": "margin padding", "ol": "margin padding", "li": "margin list-style-type",
		"div": "margin display max-height max-width overflow opacity mso-hide",
		"a":   "display padding",
		"img": "display width max-width height border vertical-align",
	}

	mailDisplays = []string{"none", "block", "inline-block"}
)

func TestHTMLStaysInWhatMailProgramsShow(t *testing.T) {
	for _, name := range issues(t) {
		t.Run(name, func(t *testing.T) {
			for n := range parsed(t, document(t, sample(t, name))).Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				if !slices.Contains(mailElements, n.Data) {
					t.Errorf("<%s> is not for mail", n.Data)
				}
				for _, a := range n.Attr {
					if !slices.Contains(strings.Fields(mailAttributes[""]+" "+mailAttributes[n.Data]), a.Key) {
						t.Errorf("<%s %s=%q> is not for mail", n.Data, a.Key, a.Val)
					}
				}
				for property, value := range styleOf(n) {
					if !slices.Contains(strings.Fields(mailProperties[""]+" "+mailProperties[n.Data]), property) {
						t.Errorf("%s: %s of <%s> is not for mail", property, value, n.Data)
					}
					if property == "display" && !slices.Contains(mailDisplays, value) {
						t.Errorf("display: %s of <%s> is not for mail", value, n.Data)
					}
				}
				switch n.DataAtom {
				case atom.Table, atom.Img:
					if attr(n, "width") == "" || styleOf(n)["width"] == "" {
						t.Errorf("<%s> does not tell its width: %v", n.Data, n.Attr)
					}
					if !has(n, "alt") && n.DataAtom == atom.Img {
						t.Errorf("image without alt: %v", n.Attr)
					}
				}
				if n.DataAtom == atom.Img {
					if w, err := strconv.Atoi(attr(n, "width")); err != nil || w > columnWidth {
						t.Errorf("image is %s wide, the column %d", attr(n, "width"), columnWidth)
					}
				}
				for _, key := range []string{"href", "src"} {
					if has(n, key) && !leadsOn.MatchString(attr(n, key)) {
						t.Errorf("<%s %s=%q> leads nowhere from a mail", n.Data, key, attr(n, key))
					}
				}
			}
		})
	}
}

var leadsOn = regexp.MustCompile(`^(https?://[a-z0-9.-]+/|mailto:|tel:|cid:)`)

// The style sheet is an extra: without it a mail is whole, so it names nothing
// that has no style of its own.
func TestHTMLNeedsNoStyleSheet(t *testing.T) {
	rules := darkRules(t)
	for n := range parsed(t, document(t, sample(t, "constructs"))).Descendants() {
		for _, class := range strings.Fields(attr(n, "class")) {
			if rules[class] == nil && class != "n" && class != "h" {
				t.Errorf("class %q of <%s> is in no rule", class, n.Data)
			}
			for property := range rules[class] {
				if property != "border-color" && styleOf(n)[property] == "" {
					t.Errorf("<%s class=%q> has no %s of its own", n.Data, class, property)
				}
			}
		}
	}
	if n := len(sheetOfStyles()); n > 8192 {
		t.Errorf("the style sheet has %d bytes, Gmail drops it over 8192", n)
	}
}

func TestHTMLContrast(t *testing.T) {
	for _, theme := range []string{"light", "dark"} {
		rules := map[string]map[string]string{}
		if theme == "dark" {
			rules = darkRules(t)
		}
		seen := map[string]bool{}
		for n := range parsed(t, document(t, sample(t, "constructs"))).Descendants() {
			if n.Type != html.TextNode || strings.Trim(n.Data, space+"\u00a0\u200c") == "" || nearest(n, atom.Body) == nil {
				continue
			}
			color, ground := inherited(n, "color", rules), inherited(n, "background-color", rules)
			if seen[color+ground] {
				continue
			}
			seen[color+ground] = true
			if got := contrast(t, color, ground); got < 4.5 {
				t.Errorf("%s: %s on %s is %.2f:1, want 4.5: %q", theme, color, ground, got, strings.TrimSpace(n.Data))
			}
		}
		if len(seen) < 8 {
			t.Errorf("%s: only the pairs %v", theme, seen)
		}
	}
}

func TestHTMLIsLight(t *testing.T) {
	for _, name := range issues(t) {
		if n := len(document(t, sample(t, name))); n > MaxHTML/2 {
			t.Errorf("%s has %d bytes: half of what Gmail shows is to be enough for an issue of today", name, n)
		}
	}
}

// parsed is a document; one that has to be mended while it is read is wrong.
func parsed(t *testing.T, document string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	open := map[string]int{}
	for z := html.NewTokenizer(strings.NewReader(document)); ; {
		switch z.Next() {
		case html.ErrorToken:
			for name, n := range open {
				if n != 0 && name != "meta" && name != "br" && name != "img" {
					t.Errorf("<%s> is closed %d times too few", name, n)
				}
			}
			return root
		case html.StartTagToken:
			open[z.Token().Data]++
		case html.EndTagToken:
			open[z.Token().Data]--
		}
	}
}

func styleOf(n *html.Node) map[string]string {
	rules := map[string]string{}
	for rule := range strings.SplitSeq(attr(n, "style"), ";") {
		if property, value, ok := strings.Cut(rule, ":"); ok {
			rules[property] = value
		}
	}
	return rules
}

// darkRules are those of the style sheet for a dark theme, by their class.
func darkRules(t *testing.T) map[string]map[string]string {
	t.Helper()
	_, dark, ok := strings.Cut(sheetOfStyles(), "@media (prefers-color-scheme:dark){\n")
	if !ok {
		t.Fatal("no rules for a dark theme")
	}
	rules := map[string]map[string]string{}
	for l := range strings.SplitSeq(dark, "\n") {
		class, body, ok := strings.Cut(strings.TrimSuffix(l, "}"), "{")
		if !ok {
			continue
		}
		rules[class[1:]] = styleOf(&html.Node{Attr: []html.Attribute{{Key: "style", Val: strings.ReplaceAll(body, "!important", "")}}})
	}
	return rules
}

// inherited is a colour at a node: the nearest ancestor's that has one.
func inherited(n *html.Node, property string, rules map[string]map[string]string) string {
	for n = n.Parent; n != nil; n = n.Parent {
		for _, class := range strings.Fields(attr(n, "class")) {
			if v := rules[class][property]; v != "" {
				return v
			}
		}
		if v := styleOf(n)[property]; v != "" {
			return v
		}
	}
	return "none"
}

// contrast is the ratio of WCAG 2 between two colours.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(s string) float64 {
		var r, g, bl uint8
		if _, err := fmt.Sscanf(s, "#%02X%02X%02X", &r, &g, &bl); err != nil {
			t.Fatalf("colour %q: %v", s, err)
		}
		linear := func(v uint8) float64 {
			c := float64(v) / 255
			if c <= 0.04045 {
				return c / 12.92
			}
			return math.Pow((c+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(bl)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
