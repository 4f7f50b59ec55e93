package mail

import "strings"

// The width that every mail program has room for, in pixels, and the width
// without margins.
const (
	mailWidth   = 600
	columnWidth = mailWidth - 2*32
)

// Fonts of readers' systems; Outlook takes the first one that it has.
const (
	serif = "Georgia,Cambria,'Times New Roman',serif"
	sans  = "'Segoe UI',Arial,Helvetica,sans-serif"
	mono  = "Consolas,'Courier New',monospace"
)

// tone is a colour of texts or backgrounds. Its light value is an inline style;
// its class gives the dark value to programs that read style sheets.
type tone struct {
	class, light, dark string
	ground             bool
	edge               *tone // of a background with a border
}

// Each text has a contrast of at least 4.5:1 on each of its backgrounds, in
// both themes; a test measures it.
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

// sheetOfStyles returns the style sheet: dark colours, and narrower margins on
// a phone. Gmail drops a sheet of more than 8 KB.
func sheetOfStyles() string {
	var b strings.Builder
	b.WriteString(":root{color-scheme:light dark;supported-color-schemes:light dark}\n")
	b.WriteString("@media (max-width:480px){.n{padding-left:20px!important;padding-right:20px!important}" +
		".h{font-size:26px!important;line-height:32px!important}}\n")
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

// inks returns the class and style attributes of an element with some tones.
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
