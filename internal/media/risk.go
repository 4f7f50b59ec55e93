package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Risk says what a browser or a system does with a file, other than showing or
// saving it.
type Risk int

// The risks. A portal publishes a file with a risk only where its configuration
// allows it.
const (
	NoRisk    Risk = iota
	WebPage        // a browser shows it with the rights of the portal's pages, scripts included
	Script         // a browser runs it if a page loads it
	Drawing        // an SVG under another extension, or compressed: it is not cleaned
	Shortcut       // a system follows it, wherever it leads
	Program        // a system runs it
	Server         // some servers run it, or read settings from it
	Macros         // an office document with macros; its reader is asked
	Unchecked      // unknown: it is too large to be examined, or unreadable
)

// String names the risk in French, to complete « ce fichier est … ».
func (r Risk) String() string {
	return [...]string{"sans risque", "une page web", "un script", "un dessin SVG qui n’est pas en « .svg »", "un raccourci",
		"un programme",
		"une page ou un réglage de serveur", "un document avec des macros", "un XML que le programme ne peut pas vérifier"}[r]
}

// riskOf maps extensions to risks.
var riskOf = func() map[string]Risk {
	table := map[string]Risk{}
	for risk, extensions := range map[Risk]string{
		WebPage:  "html htm xhtml xht xhtm shtml shtm stm dhtml mht mhtml hta htc xsl xslt xul",
		Script:   "js mjs cjs jsm wasm swf appcache webmanifest",
		Drawing:  "svgz",
		Shortcut: "url lnk webloc desktop website pif scf library-ms search-ms searchconnector-ms appref-ms settingcontent-ms",
		Program: "exe com scr msi msp mst bat cmd ps1 psm1 ps1xml vbs vbe jse ws wsf wsc wsh sct cpl dll reg inf gadget application msc " +
			"chm hlp jar jnlp app command workflow",
		Server: "php php3 php4 php5 php7 php8 phtml phar phps asp aspx ascx ashx asmx jsp jspx jspf cfm cfc cgi fcgi pl",
		Macros: "docm dotm xlsm xltm xlam xla xll pptm potm ppsm ppam sldm",
	} {
		for ext := range strings.FieldsSeq(extensions) {
			table["."+ext] = risk
		}
	}
	return table
}()

// serverFiles are files that servers read as settings in published folders.
var serverFiles = map[string]bool{"web.config": true, "_headers": true, "_redirects": true, "htaccess": true, "php.ini": true}

// encodings are extensions for compression, which servers remove to find the
// type.
var encodings = map[string]bool{".gz": true, ".z": true, ".br": true, ".zst": true}

// named returns the risk of a name. Some servers use the last extension that
// they know (page.html.fr is a page), and some run a file if any of its
// extensions is a program's.
func named(name string) Risk {
	base := strings.ToLower(strings.TrimRight(name[strings.LastIndexByte(name, '/')+1:], ". "))
	if serverFiles[base] {
		return Server
	}
	decided := false
	for {
		dot := strings.LastIndexByte(base, '.')
		if dot <= 0 {
			return NoRisk
		}
		ext := strings.TrimSpace(base[dot:])
		if risk := riskOf[ext]; risk == Server || risk != NoRisk && !decided {
			return risk
		}
		_, known := downloads[ext]
		decided = decided || pictureExtensions[ext] || known && !encodings[ext]
		base = base[:dot]
	}
}

// riskHead is how many bytes are read first, to decide whether to read the
// rest: more than browsers look at.
const riskHead = 4096

// Judge returns the risk of a file: by its name, and by how a browser without a
// declared type would read its bytes. An SVG with its own extension has none,
// since it is cleaned.
func Judge(name string, r io.Reader) (Risk, error) {
	if risk := named(name); risk != NoRisk {
		return risk, nil
	}
	head, err := io.ReadAll(io.LimitReader(r, riskHead))
	if err != nil {
		return NoRisk, err
	}
	if sniff(head, extension(name)) == kindSVG {
		return NoRisk, nil
	}
	text := bytes.TrimLeft(asUTF8(head), "\t\n\f\r ")
	isXML := extension(name) == ".xml" || bytes.HasPrefix(text, []byte("<?xml"))
	switch {
	case !isXML && strings.HasPrefix(http.DetectContentType(text), "text/html"), isSavedPage(name, text):
		return WebPage, nil
	case !isXML && !bytes.HasPrefix(text, []byte("<")) && (len(text) > 0 || len(head) < riskHead):
		return NoRisk, nil
	}
	rest, err := io.ReadAll(io.LimitReader(r, maxVector))
	if err != nil {
		return NoRisk, err
	}
	if len(rest) == maxVector {
		return Unchecked, nil
	}
	risk := judgeXML(asUTF8(append(head, rest...)))
	if risk == Unchecked && !isXML {
		return NoRisk, nil // an ordinary text that begins with « < »
	}
	return risk, nil
}

// asUTF8 decodes a text by its byte order mark, and removes the mark.
func asUTF8(data []byte) []byte {
	decoded, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data)
	if err != nil && len(decoded) == 0 {
		return data
	}
	return decoded
}

// savedPage matches the beginning of a page that a browser has saved with all
// its parts.
var savedPage = regexp.MustCompile(`(?is)^(from|subject|date|mime-version|snapshot-content-location)\s*:` +
	`.*content-type:\s*multipart/related`)

// isSavedPage tells whether a file is such a page; one with a message's
// extension opens in the mail program instead.
func isSavedPage(name string, text []byte) bool {
	return extension(name) != ".eml" && savedPage.Match(text)
}

// activeNamespaces are the namespaces of elements that browsers run or follow,
// in any XML.
var activeNamespaces = map[string]Risk{
	"http://www.w3.org/1999/xhtml":         WebPage,
	"http://www.w3.org/2000/svg":           Drawing,
	"http://www.w3.org/1999/XSL/Transform": WebPage,
	"http://www.w3.org/1998/Math/MathML":   WebPage,

	"http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul": WebPage,
}

// judgeXML returns the risk of an XML document, if it is more than data:
// elements of pages and drawings, a style sheet, declarations that could hide
// them.
func judgeXML(data []byte) Risk {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-") {
			return in, nil // already decoded
		}
		encoding, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return encoding.NewDecoder().Reader(in), nil
	}
	elements := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && (elements > 0 || len(bytes.TrimSpace(data)) == 0) {
			return NoRisk
		}
		if err != nil {
			return Unchecked
		}
		switch t := token.(type) {
		case xml.StartElement:
			elements++
			for _, a := range t.Attr {
				if risk := activeNamespaces[strings.TrimSpace(a.Value)]; risk != NoRisk &&
					(a.Name.Space == "xmlns" || a.Name.Local == "xmlns") {
					return risk
				}
			}
		case xml.ProcInst:
			if strings.Contains(strings.ToLower(t.Target), "stylesheet") {
				return WebPage
			}
		case xml.Directive:
			if bytes.ContainsAny(t, "[%") {
				return WebPage
			}
		}
	}
}
