package media

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// utf16LE is a text as Windows writes it.
func utf16LE(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b.WriteByte(byte(unit))
		b.WriteByte(byte(unit >> 8))
	}
	return b.String()
}

func TestJudge(t *testing.T) {
	const (
		page    = "<html><script>alert(1)</script>"
		drawing = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
		data    = `<?xml version="1.0"?><mesures><m v="1"/></mesures>`
		xhtml   = `<x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></x>`
		saved   = "From: <Saved by Blink>\r\nSubject: A\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n"
	)
	for _, c := range []struct {
		name, text string
		want       Risk
	}{
		// By name.
		{"a.html", "", WebPage}, {"a.HTM", "", WebPage}, {"a.xhtml", "", WebPage}, {"a.xht", "", WebPage}, {"a.shtml", "", WebPage},
		{"a.mht", "", WebPage}, {"a.mhtml", "", WebPage}, {"a.hta", "", WebPage}, {"a.htc", "", WebPage}, {"a.xsl", "", WebPage},
		{"a.js", "", Script}, {"a.mjs", "", Script}, {"a.wasm", "", Script}, {"a.swf", "", Script}, {"manifest.webmanifest", "", Script},
		{"a.appcache", "", Script}, {"a.svgz", "", Drawing}, {"a.url", "", Shortcut}, {"a.lnk", "", Shortcut}, {"a.webloc", "", Shortcut},
		{"a.desktop", "", Shortcut}, {"a.exe", "", Program}, {"a.vbs", "", Program}, {"a.jar", "", Program}, {"a.php", "", Server},
		{"a.aspx", "", Server}, {"web.config", "", Server}, {"b/_redirects", "", Server}, {"a.docm", "", Macros}, {"a.xlsm", "", Macros},
		{"a.xlsx", "PK", NoRisk}, {"a.pdf", "%PDF-1.7", NoRisk}, {"a.zip", "PK", NoRisk}, {"a.html.", "", WebPage},
		{"a.html ", "", WebPage}, {"a.html.fr", "", WebPage}, {"a.html.orig2", "", WebPage}, {"a.html.gz", "", WebPage},
		{"a.js.br", "", Script}, {"a.html.pdf", "%PDF", NoRisk}, {"a.php.pdf", "%PDF", Server}, {"b.html/a.pdf", "%PDF", NoRisk},
		{"a.tar.gz", "\x1f\x8b", NoRisk}, {"html", "", NoRisk}, {"a.notes.txt", "a", NoRisk},
		// By what a browser would take it for.
		{"a.txt", page, WebPage}, {"a", page, WebPage}, {"a.dat", page, WebPage}, {"a.pdf", page, WebPage},
		{"a.csv", "<!DOCTYPE HTML>", WebPage}, {"a.txt", "\n\t  <SCRIPT>", WebPage}, {"a.txt", "\ufeff" + page, WebPage},
		{"a.txt", utf16LE(page), WebPage}, {"a.bmp", page, WebPage}, {"a.txt", "<b>gras</b>", WebPage},
		{"a.txt", "<!-- --><script>", WebPage}, {"a.dat", saved, WebPage}, {"a.eml", saved, NoRisk}, {"a.txt", "GIF89a/*" + page, NoRisk},
		{"a.txt", "Un <script> dans le texte.", NoRisk}, {"a.txt", "< 3 jours", NoRisk}, {"a.txt", "<nom> <prénom>", NoRisk},
		{"a.csv", "a;b", NoRisk}, {"a.csv", "", NoRisk},
		// XML is data where nothing in it is a page, a drawing or a style sheet.
		{"a.xml", data, NoRisk}, {"a.gpx", data, NoRisk}, {"a.xml", xhtml, WebPage}, {"a.rss", xhtml, WebPage},
		{"a", `<?xml version="1.0"?>` + xhtml, WebPage}, {"a.xml", strings.Replace(xhtml, "xhtml", "xhtm&#108;", 1), WebPage},
		{"a.xml", utf16LE(xhtml), WebPage}, {"a.xml", strings.Repeat(" ", 5000) + xhtml, WebPage},
		{"a.rss", strings.Repeat("\n", 5000) + xhtml, WebPage},
		{"a.xml", `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="a.xsl"?><a/>`, WebPage},
		{"a.xml", `<!DOCTYPE a [<!ATTLIST a xmlns CDATA "http://www.w3.org/1999/xhtml">]><a/>`, WebPage},
		{"a.xml", `<?xml version="1.0" encoding="iso-8859-1"?><a>` + "\xe9" + `</a>`, NoRisk},
		{"a.xml", `<?xml version="1.0" encoding="ebcdic-fr"?><a/>`, Unchecked}, {"a.xml", "<a><!-- jamais fermé", Unchecked},
		{"a.xml", xhtml[:60] + "<<<", WebPage}, {"a.xml", "", NoRisk}, {"a.xml", "texte", Unchecked}, {"a.xml", drawing, Drawing},
		{"a.txt", drawing, Drawing}, {"a", `<?xml version="1.0"?>` + drawing, Drawing},
		{"a.dat", `<?xml version="1.0"?><!-- A -->` + drawing, Drawing},
		// A drawing under its name, or a picture's, is cleaned.
		{"a.svg", drawing, NoRisk}, {"a.svg", "<!-- Generator -->" + drawing, NoRisk}, {"a.png", drawing, NoRisk},
		{"a.SVG", drawing, NoRisk},
	} {
		got, err := Judge(c.name, strings.NewReader(c.text))
		if err != nil || got != c.want {
			t.Errorf("%s %.60q: %v, %v, want %v", c.name, c.text, got, err, c.want)
		}
	}
	if got, _ := Judge("a.xml", strings.NewReader("<a>"+strings.Repeat("é", maxVector)+"</a>")); got != Unchecked {
		t.Errorf("a huge XML: %v", got)
	}
}
