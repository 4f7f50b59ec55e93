package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// svg is a drawing ready to be published.
type svg struct {
	clean         []byte // the source itself if it was safe
	width, height int    // CSS pixels, 0 if the drawing does not say
	removed       string // see File.Removed
}

// maxVector is the maximum size of an SVG in bytes; a larger one mostly embeds
// a picture.
const maxVector = 16_000_000

// readSVG reads a drawing's size and removes what is unsafe.
func readSVG(name string, data []byte) (svg, error) {
	if len(data) > maxVector {
		return svg{}, complaint(name, problem.ImageTooLarge,
			"dessin SVG trop lourd : "+french.SizeUp(int64(len(data)))+", "+french.Size(maxVector)+" au plus",
			"simplifiez-le, ou exportez-le en PNG", nil)
	}
	tokens, err := readTokens(name, data)
	if err != nil {
		return svg{}, err
	}
	out := svg{clean: data}
	for _, t := range tokens {
		if root, ok := t.(xml.StartElement); ok {
			if root.Name.Local != "svg" {
				return svg{}, complaint(name, problem.UnreadableSVG,
					"ce fichier n’est pas un dessin SVG : sa racine est <"+root.Name.Local+">",
					"exportez-le de nouveau en SVG", nil)
			}
			out.width, out.height = drawingSize(root)
			break
		}
	}
	var s sanitizer
	if safe := s.clean(tokens); len(s.removed) > 0 {
		out.clean, out.removed = writeTokens(safe), strings.Join(s.removed, ", ")
	}
	return out, nil
}

// internalEntity matches the abbreviations that some drawing programs declare
// in the document type.
var internalEntity = regexp.MustCompile(`<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>`)

// readTokens splits a well-formed document into tokens; prefixes stay as
// written.
func readTokens(name string, data []byte) ([]xml.Token, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var tokens []xml.Token
	var open []xml.Name
	fail := func(cause error) error {
		e := complaint(name, problem.UnreadableSVG, "dessin SVG illisible : le XML est incorrect à cet endroit",
			"exportez-le de nouveau en « SVG simple », en UTF-8", cause)
		e.Line, e.Column = d.InputPos()
		return e
	}
	roots := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && len(open) == 0 && roots == 1 {
			return tokens, nil
		}
		if err != nil {
			return nil, fail(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(open) == 0 {
				roots++
			}
			open = append(open, t.Name)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != t.Name {
				return nil, fail(errMalformed)
			}
			open = open[:len(open)-1]
		case xml.Directive:
			for _, m := range internalEntity.FindAllSubmatch(t, -1) {
				if d.Entity == nil {
					d.Entity = map[string]string{}
				}
				d.Entity[string(m[1])] = string(m[2]) + string(m[3])
			}
		}
		tokens = append(tokens, xml.CopyToken(token))
	}
}

// writeTokens writes the tokens as a document again.
func writeTokens(tokens []xml.Token) []byte {
	var b bytes.Buffer
	for i, token := range tokens {
		switch t := token.(type) {
		case xml.StartElement:
			b.WriteString("<" + qualified(t.Name))
			for _, a := range t.Attr {
				b.WriteString(" " + qualified(a.Name) + `="` + escapeAttr.Replace(a.Value) + `"`)
			}
			if closesAt(tokens, i+1) {
				b.WriteString("/")
			}
			b.WriteString(">")
		case xml.EndElement:
			if _, empty := tokens[i-1].(xml.StartElement); !empty {
				b.WriteString("</" + qualified(t.Name) + ">")
			}
		case xml.CharData:
			b.WriteString(escapeText.Replace(string(t)))
		case xml.Comment:
			b.WriteString("<!--" + string(t) + "-->")
		case xml.ProcInst:
			b.WriteString("<?" + t.Target + " " + string(t.Inst) + "?>")
		case xml.Directive:
			b.WriteString("<!" + string(t) + ">")
		}
	}
	return b.Bytes()
}

var (
	escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	escapeAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
)

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func closesAt(tokens []xml.Token, i int) bool {
	_, ok := tokens[i].(xml.EndElement)
	return ok
}

// drawingSize returns the size in CSS pixels that browsers give a drawing: from
// width and height, and from viewBox if one of them is missing or relative.
func drawingSize(root xml.StartElement) (width, height int) {
	var w, h, boxW, boxH float64
	for _, a := range root.Attr {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "width":
			w = cssPixels(a.Value)
		case "height":
			h = cssPixels(a.Value)
		case "viewBox":
			box := strings.FieldsFunc(a.Value, func(r rune) bool { return strings.ContainsRune(" ,\t\r\n", r) })
			if len(box) == 4 {
				boxW, boxH = number(box[2]), number(box[3])
			}
		}
	}
	if boxW > 0 && boxH > 0 {
		switch {
		case w == 0 && h == 0:
			w, h = boxW, boxH
		case w == 0:
			w = h * boxW / boxH
		case h == 0:
			h = w * boxH / boxW
		}
	}
	if w == 0 || h == 0 {
		return 0, 0
	}
	return pixels(w), pixels(h)
}

var cssUnits = map[string]float64{
	"": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6,
	"em": 16, "rem": 16, "ex": 8,
}

var cssLength = regexp.MustCompile(`^\s*([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*([a-zA-Z]*)\s*$`)

// cssPixels converts a length to pixels, 0 if it is not absolute.
func cssPixels(length string) float64 {
	m := cssLength.FindStringSubmatch(length)
	if m == nil {
		return 0
	}
	return number(m[1]) * cssUnits[strings.ToLower(m[2])]
}

// number parses a positive number; it returns 0 for anything else.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v > 0) || math.IsInf(v, 1) {
		return 0
	}
	return v
}

// pixels rounds a length to a value that an attribute can hold.
func pixels(v float64) int { return int(math.Round(min(max(v, 1), 1e6))) }
