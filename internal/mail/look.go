package mail

import "strings"

// The column that every mail program has room for, in pixels, and what its
// margins leave of it.
const (
	mailWidth   = 600
	columnWidth = mailWidth - 2*32
)

// Fonts that come with the systems of readers; Outlook takes the first it has.
const (
	serif = "Georgia,Cambria,'Times New Roman',serif"
	sans  = "'Segoe UI',Arial,Helvetica,sans-serif"
	mono  = "Consolas,'Courier New',monospace"
)

// tone is a colour in a role: of text, or of a ground. Its light value stands
// on the element; its class carries the dark one to programs that read style
// sheets.
type tone struct {
	class, light, dark string
	ground             bool
	edge               *tone // of a ground that has a border
}

// Each text has 4.5:1 at least on each ground that it is used on, in both
// themes; a test measures it.
var (
	ink       = &tone{class: "i", light: "#1D2430", dark: "#E9EBEF"}
	muted     = &tone{class: "m", light: "#566072", dark: "#A4AEBE"}
	accent    = &tone{class: "a", light: "#0B5C6B", dark: "#6FC7D6"}
	warning   = &tone{class: "w", light: "#963A23", dark: "#F0A088"}
	onBand    = &tone{class: "o", light: "#FFFFFF", dark: "#F2F7F8"}
	onBandLow = &tone{class: "q", light: "#CFE6EA", dark: "#BFDDE2"}

	paper   = &tone{class: "p", light: "#FBFAF6", dark: "#14181F", ground: true}
	sheet   = &tone{class: "k", light: "#FFFFFF", dark: "#1C222C", ground: true, edge: edge}
	panel   = &tone{class: "s", light: "#FFFFFF", dark: "#1C222C", ground: true, edge: accent}
	tint    = &tone{class: "t", light: "#E3EEF0", dark: "#1A2A30", ground: true, edge: paper}
	alarm   = &tone{class: "e", light: "#F8E7E1", dark: "#32231F", ground: true, edge: bar}
	press   = &tone{class: "u", light: "#0B5C6B", dark: "#12697A", ground: true}
	band    = &tone{class: "b", light: "#0B5C6B", dark: "#0F3F49", ground: true}
	hairs   = &tone{class: "r", light: "#DCDAD2", dark: "#353D4B", ground: true}
	edge    = &tone{light: "#DCDAD2", dark: "#353D4B"}
	bar     = &tone{light: "#C8654A", dark: "#C8654A"}
	palette = []*tone{ink, muted, accent, warning, onBand, onBandLow, paper, sheet, panel, tint, alarm, press, band, hairs}
)

// sheetOfStyles is what programs add that read style sheets: dark colours, and
// narrower margins on a phone. Gmail drops one that is over 8 KB.
func sheetOfStyles() string {
	var b strings.Builder
	b.WriteString(":root{color-scheme:light dark;supported-color-schemes:light dark}\n")
	b.WriteString("@media (max-width:480px){.n{padding-left:20px!important;padding-right:20px!important}.h{font-size:26px!important;line-height:32px!important}}\n")
	b.WriteString("@media (prefers-color-scheme:dark){\n")
	for _, t := range palette {
		b.WriteString("." + t.class + "{")
		if t.ground {
			b.WriteString("background-color:" + t.dark + "!important")
			if t.edge != nil {
				b.WriteString(";border-color:" + t.edge.dark + "!important")
			}
		} else {
			b.WriteString("color:" + t.dark + "!important")
		}
		b.WriteString("}\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// inks gives an element's class and style attributes: its tones and the rest
// of its style.
func inks(style string, tones ...*tone) string {
	var classes, rules []string
	attributes := ""
	for _, t := range tones {
		classes = append(classes, t.class)
		if t.ground {
			attributes += ` bgcolor="` + t.light + `"`
			rules = append(rules, "background-color:"+t.light)
		} else {
			rules = append(rules, "color:"+t.light)
		}
	}
	if style != "" {
		rules = append(rules, style)
	}
	return attributes + ` class="` + strings.Join(classes, " ") + `" style="` + strings.Join(rules, ";") + `"`
}

const bodyFont = "font-family:" + sans + ";font-size:16px;line-height:25px"
