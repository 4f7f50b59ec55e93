package media

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

const svgOpen = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">`

func TestSVGSize(t *testing.T) {
	for attrs, want := range map[string][2]int{
		`width="120" height="80"`:                            {120, 80},
		`width="120px" height="80.4px"`:                      {120, 80},
		`width=" 1in " height="2.54cm"`:                      {96, 96},
		`width="210mm" height="297mm"`:                       {794, 1123},
		`width="72pt" height="6pc"`:                          {96, 96},
		`viewBox="0 0 300 150.5"`:                            {300, 151},
		`viewBox="-5,-5,300,150"`:                            {300, 150},
		`width="100%" height="100%" viewBox="0 0 30 20"`:     {30, 20},
		`width="60" viewBox="0 0 30 20"`:                     {60, 40},
		`height="60" viewBox="0 0 30 20"`:                    {90, 60},
		`width="60" height="10" viewBox="0 0 30 20"`:         {60, 10},
		`width="0.2" height="0.2"`:                           {1, 1},
		`width="1e3" height="1e400"`:                         {0, 0},
		`width="1e300" height="5"`:                           {1_000_000, 5},
		`width="-3" height="NaN"`:                            {0, 0},
		`width="auto" height="12" viewBox="0 0 0 20"`:        {0, 0},
		`width="100"`:                                        {0, 0},
		``:                                                   {0, 0},
		`x:width="9" x:height="9" width="1" height="1"`:      {1, 1},
		`width="1.2.3" height="4" viewBox="0 0 10 20 30"`:    {0, 0},
		`width="5furlongs" height="4" viewBox="0 0 100 200"`: {2, 4},
	} {
		got, err := readSVG("a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" `+attrs+`/>`))
		if err != nil || got.width != want[0] || got.height != want[1] {
			t.Errorf("%s: %d × %d, %v, want %v", attrs, got.width, got.height, err, want)
		}
	}
}

// What is safe is published as its author made it, byte for byte.
func TestSafeSVGStaysAsItIs(t *testing.T) {
	for _, inside := range []string{
		``,
		`<title>L’équipe &amp; « image(s) »</title><g  fill = 'red'><path d="M0 0&#10;L1 1"/></g><!-- fin -->`,
		`<defs><linearGradient id="a"/><g id="b"/></defs><use xlink:href="#b"/><use href="#b"/><rect fill="url(#a)" style="fill:url('#a')"/>`,
		`<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AAAA)} .a &gt; b{fill:url(#a)} .c::after{content:"\201C"}</style>`,
		`<style><![CDATA[ a > b { fill: red } ]]></style>`,
		`<image href="data:image/png;base64,iVBORw0KGgo="/><image xlink:href=" data:image/jpeg;base64,/9j/ "/>`,
		`<a href="https://example.org/x?y=1"><text>site</text></a><a href="../autre.html"/><a href="mailto:a@example.org"/>`,
		`<animate attributeName="opacity" values="0;1"/>`,
		`<g aria-label="l’image(s) url(x)" data-note="javascript" id="src(a)" xml:space="preserve"/>`,
		`<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><cc:Work xmlns:cc="http://creativecommons.org/ns#" rdf:about=""/></rdf:RDF></metadata>`,
		`<text>&lt;script&gt;alert(1)&lt;/script&gt; onload= javascript:</text>`,
		`<path style="-inkscape-stroke:none" inkscape:export-filename="C:\Users\a.png" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"/>`,
	} {
		for _, before := range []string{
			"", "\ufeff", `<?xml version="1.0" encoding="UTF-8" standalone="no"?>` + "\r\n<!-- Inkscape -->\n",
			`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">`,
		} {
			data := []byte(before + svgOpen + inside + "</svg>\n")
			got, err := readSVG("a.svg", data)
			if err != nil || !bytes.Equal(got.clean, data) || got.removed != "" {
				t.Errorf("%s\nbecomes\n%s\n%v, removed: %s", data, got.clean, err, got.removed)
			}
		}
	}
}

func TestUnsafeSVGIsCleaned(t *testing.T) {
	for _, test := range []struct{ inside, want, removed string }{
		{`<script>alert(1)</script><g/>`, `<g/>`, "élément <script>"},
		{`<g><SCRIPT href="x"><g/></SCRIPT><x:script xmlns:x="http://www.w3.org/2000/svg"/></g>`, `<g/>`,
			"élément <SCRIPT>, élément <script>"},
		{`<g onclick="a()" ONLOAD="b()" id="k">é &amp; è</g>`, `<g id="k">é &amp; è</g>`, "attribut onclick, attribut onload"},
		{`<switch><foreignObject><p>a</p></foreignObject><text>a</text></switch>`, `<switch><text>a</text></switch>`,
			"élément <foreignObject>"},
		{`<a xlink:href="javascript:alert(1)">b</a>`, `<a>b</a>`, "référence externe « javascript:alert(1) »"},
		{"<a href=\" java&#10;script&#9;:alert(1)\">b</a>", `<a>b</a>`, "référence externe"},
		{`<a href="data:text/html,x"/>`, `<a/>`, "référence externe"},
		{`<use href="autre.svg#a"/>`, `<use/>`, "référence externe « autre.svg#a »"},
		{`<use href="data:image/svg+xml,x"/>`, `<use/>`, "référence externe"},
		{`<image href="https://example.org/pixel.png" width="1"/>`, `<image width="1"/>`, "référence externe"},
		{`<image href="data:image/svg+xml;base64,PHN2Zz4="/>`, `<image/>`, "référence externe"},
		{`<feImage href="//example.org/x"/>`, `<feImage/>`, "référence externe"},
		{`<animate attributeName="href" to="javascript:alert(1)"/>`, ``, "animation de href"},
		{`<set attributeName=" xlink:href " to="x"/><set attributeName="onclick" to="x"/>`, ``, "animation de href, animation de onclick"},
		{`<animate attributeName="fill" values="red;javascript:x"/>`, `<animate attributeName="fill"/>`, "adresse « red;javascript:x »"},
		{`<rect fill="url(https://example.org/a#b)"/>`, `<rect fill="none"/>`, "référence externe dans fill"},
		{`<rect style="fill:red;filter:url( 'a.svg#b' )"/>`, `<rect style="fill:red;filter:none"/>`, "référence externe dans style"},
		{`<rect style="fill:\75rl(https://example.org/)"/>`, `<rect style=""/>`, "référence externe dans style"},
		{`<rect style="fill:u\rl(https://example.org/)"/>`, `<rect style=""/>`, "référence externe dans style"},
		{`<rect style="background:image-set('https://example.org/a' 1x)"/>`, `<rect style=""/>`, "référence externe dans style"},
		{`<rect style="fill:url(https://example.org/a"/>`, `<rect style="fill:none"/>`, "référence externe dans style"},
		{`<style>@import "https://example.org/a;b.css"; .a{fill:red}</style>`, `<style> .a{fill:red}</style>`,
			"référence externe dans <style>"},
		{`<style>@import url(https://example.org/css2?wght@400;700);a&gt;b{c:d}</style>`, `<style>a&gt;b{c:d}</style>`,
			"référence externe dans <style>"},
		{`<style>@im@import "a";port "https://example.org";.a{}</style>`, `<style>.a{}</style>`, "référence externe dans <style>"},
		{`<style>@im<![CDATA[port 'https://example.org'; .a{}]]></style>`, `<style> .a{}</style>`, "référence externe dans <style>"},
		{`<style>@im<!-- -->port 'https://example.org';</style>`, `<style></style>`, "référence externe dans <style>"},
		{`<style>.a{fill:red}<script>x</script></style>`, `<style>.a{fill:red}</style>`, "référence externe dans <style>"},
		{`<style>@\69mport "https://example.org";</style>`, `<style></style>`, "référence externe dans <style>"},
		{`<iframe src="https://example.org"/><embed/><object data="x"/><link href="x"/>`, ``,
			"élément <iframe>, élément <embed>, élément <object>, élément <link>"},
		{`<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="https://example.org/a"/>`, `<h:img xmlns:h="http://www.w3.org/1999/xhtml"/>`,
			"référence externe"},
		{`<g xml:base="https://example.org/"/>`, `<g/>`, "référence externe"},
		{`<?xml-stylesheet href="a.xsl" type="text/xsl"?><g a="&lt;&quot;&#9;"/>`, `<g a="&lt;&quot;&#9;"/>`, "feuille de style externe"},
	} {
		source := []byte(svgOpen + test.inside + "</svg>")
		got, err := readSVG("a.svg", source)
		want := svgOpen + test.want + "</svg>"
		if test.want == "" {
			want = strings.TrimSuffix(svgOpen, ">") + "/>"
		}
		if err != nil || string(got.clean) != want {
			t.Errorf("%s\nbecomes %s\nwant    %s (%v)", test.inside, got.clean, want, err)
		}
		if !strings.HasPrefix(got.removed, test.removed) {
			t.Errorf("%s: removed %q, want %q", test.inside, got.removed, test.removed)
		}
		again, err := readSVG("a.svg", got.clean)
		if err != nil || again.removed != "" {
			t.Errorf("%s isn't clean: %s, %v", got.clean, again.removed, err)
		}
	}
}

// Drawing programs declare abbreviations; a declaration could also add
// handlers that are written nowhere else.
func TestSVGDocumentType(t *testing.T) {
	for source, want := range map[string]string{
		`<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY x '&lt;script/>'>]><svg xmlns="&ns;"><text>&x;</text></svg>`: `<svg xmlns="http://www.w3.org/2000/svg"><text>&amp;lt;script/&gt;</text></svg>`,
		`<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg xmlns="s"/>`:                                                      `<svg xmlns="s"/>`,
		`<!DOCTYPE svg SYSTEM "https://example.org/a.dtd"><svg xmlns="s"/>`:                                                            `<svg xmlns="s"/>`,
	} {
		got, err := readSVG("a.svg", []byte(source))
		if err != nil || string(got.clean) != want || got.removed != "déclaration DOCTYPE" {
			t.Errorf("%s\nbecomes %s\nwant    %s\n%v, removed %q", source, got.clean, want, err, got.removed)
		}
	}
}

func TestBrokenSVG(t *testing.T) {
	for source, want := range map[string]string{
		"<svg>\n  <g>\n</svg>": "a.svg:3:7 : erreur : dessin SVG illisible",
		"<svg><g></svg></g>":   "SVG illisible",
		"<svg>":                "SVG illisible",
		"":                     "SVG illisible",
		"<svg/><svg/>":         "SVG illisible",
		"<svg>&nbsp;</svg>":    "SVG illisible",
		"<html><svg/></html>":  "sa racine est <html>",
		"<?xml version='1.0' encoding='utf-16'?><svg/>": "en UTF-8",
	} {
		_, err := readSVG("a.svg", []byte(source))
		var e *Error
		if !errors.As(err, &e) || e.Rule != problem.UnreadableSVG || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", source, err, want)
		}
	}
	if _, err := readSVG("a.svg", make([]byte, maxVector+1)); err == nil || !strings.Contains(err.Error(), "trop lourd") {
		t.Errorf("too heavy: %v", err)
	}
}

func TestStoreTellsWhatAnSVGLost(t *testing.T) {
	s := oneFile(t, "a.svg", []byte(svgOpen+`<script/><image href="photo.png"/></svg>`))
	f, err := s.Inspect("a.svg")
	if want := "élément <script>, référence externe « photo.png »"; err != nil || f.Removed != want {
		t.Errorf("removed %q, %v, want %q", f.Removed, err, want)
	}
	if data := read(t, s, variants(t, s, "a.svg")[0].Name); bytes.Contains(data, []byte("script")) ||
		bytes.Contains(data, []byte("photo")) {
		t.Errorf("published %s", data)
	}
}

// However a hostile style is nested, cleaning ends soon and leaves nothing.
func TestHostileStyleEndsSoon(t *testing.T) {
	nested := `url(https://example.org)`
	for range 2000 {
		nested = `@im@import "a";port "b";` + nested
	}
	deep := strings.Repeat("@im", 10_000) + strings.Repeat(`port "a";`, 10_000)
	for _, css := range []string{nested, deep} {
		if got := cleanCSS(css); strings.Contains(got, "url") || strings.Contains(got, "@import") {
			t.Errorf("left: %.80s", got)
		}
	}
	many := strings.Repeat(`<use href="a"/><use href="b"/><g onx="" ony="" onz=""/><script/><iframe/><embed/><object/><link/>`, 3)
	got, err := readSVG("a.svg", []byte("<svg>"+many+"</svg>"))
	if err != nil || !strings.HasSuffix(got.removed, ", …") || strings.Count(got.removed, ", ") != maxNotes {
		t.Errorf("removed %s, %v", got.removed, err)
	}
}
