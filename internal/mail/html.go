package mail

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"intraqvt/internal/address"
)

// htmlWriter writes a body as HTML for mail programs.
type htmlWriter struct {
	issue  *Issue
	attach bool // attach images and refer to them by cid:
	images []attachment
	err    error // the first error

	out     bytes.Buffer
	room    []int      // width in pixels of each open container
	begun   bool       // a heading was written: the next one gets a line above it
	ruled   int        // output position after the last horizontal line
	lists   int        // number of open lists
	tables  []*stacked // the open tables
	shows   []picture  // the images of the body
	pending string     // written before the next text: the box of a task
}

func (w *htmlWriter) raw(parts ...string) {
	for _, s := range parts {
		w.out.WriteString(s)
	}
}

func (w *htmlWriter) escaped(s string) { w.out.WriteString(html.EscapeString(s)) }

func (w *htmlWriter) text(s string) {
	if w.pending != "" && strings.Trim(s, space) != "" {
		w.raw(w.pending)
		w.pending = ""
		s = strings.TrimLeft(s, space)
	}
	w.escaped(s)
}

func (w *htmlWriter) lineBreak() { w.raw("<br>") }

// markTags are the tags for marks.
var markTags = map[mark][2]string{
	strong:      {`<strong style="font-weight:bold">`, "</strong>"},
	emphasis:    {`<em style="font-style:italic">`, "</em>"},
	code:        {`<code style="font-family:` + mono + `;font-size:14px">`, "</code>"},
	superscript: {`<sup style="font-size:11px;line-height:1">`, "</sup>"},
	subscript:   {`<sub style="font-size:11px;line-height:1">`, "</sub>"},
	deleted:     {`<s style="text-decoration:line-through">`, "</s>"},
	highlight:   {"<span" + inks("", tint, ink) + ">", "</span>"},
	small:       {`<span style="font-size:13px">`, "</span>"},
}

func (w *htmlWriter) mark(m mark, on bool) {
	if on {
		w.raw(markTags[m][0])
	} else {
		w.raw(markTags[m][1])
	}
}

func (w *htmlWriter) link(to address.URL) {
	w.startLink(to)
	w.raw(inks("text-decoration:underline", accent), ">")
}

// startLink begins the tag of a link.
func (w *htmlWriter) startLink(to address.URL) {
	w.raw(`<a href="`)
	w.escaped(to.String())
	w.raw(`"`)
}

func (w *htmlWriter) endLink() { w.raw("</a>") }

// spacer separates blocks with an empty row: Word ignores margins around
// tables.
func (w *htmlWriter) spacer(pixels int) {
	n := strconv.Itoa(pixels)
	w.raw(`<div style="font-size:`, n, `px;line-height:`, n, `px">&nbsp;</div>`+"\n")
}

const presentation = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%">`

// columnOf is a layout table with one cell, as wide as its container.
func columnOf(cell string) string { return presentation + "<tr><td" + cell + ">" }

const endColumn = "</td></tr></table>\n"

// narrow opens a container that is narrower than the one around it; widen
// closes it.
func (w *htmlWriter) narrow(by int) { w.room = append(w.room, w.room[len(w.room)-1]-by) }
func (w *htmlWriter) widen()        { w.room = w.room[:len(w.room)-1] }

func (w *htmlWriter) begin(b block) {
	switch b.kind {
	case heading:
		w.heading(b)
	case paragraph:
		if b.quiet {
			w.raw("<p", inks("margin:0 0 16px;font-size:14px;line-height:21px", muted), ">")
		} else {
			w.raw(`<p style="margin:0 0 16px">`)
		}
	case caption:
		w.raw("<p", inks("margin:-8px 0 16px;font-size:14px;line-height:21px;font-style:italic", muted), ">")
	case list:
		w.list(b)
	case item:
		w.raw(`<li style="margin:0 0 6px`)
		if b.task != "" {
			w.raw(`;list-style-type:none`)
			w.pending = b.task + " "
		}
		w.raw(`">`)
	case term:
		w.raw(`<p style="margin:0 0 4px;font-weight:bold">`)
	case definition:
		w.narrow(24)
		w.raw(`<div style="margin:0 0 12px 24px">`)
	case box:
		w.box(b)
	case quotation:
		w.narrow(22)
		w.raw(columnOf(` style="border-left:4px solid #8FA9B0;padding:4px 0 0 18px;font-style:italic;` + bodyFont + `"`))
	case notes:
		w.rule()
		w.raw(columnOf(inks("font-family:"+sans+";font-size:14px;line-height:21px", muted)))
	case table:
		w.table(b)
	case row:
		w.row()
	case cell:
		w.cell(b)
	case figures:
		w.raw(presentation, "\n")
	case figure:
		size := "font-size:30px;line-height:34px"
		if utf8.RuneCountInString(b.title) > 9 {
			size = "font-size:22px;line-height:28px"
		}
		w.raw("<tr><td", inks("border-bottom:3px solid "+tint.edge.light+";padding:14px 8px 14px 20px;white-space:nowrap;font-family:"+
			serif+";"+size+";font-weight:bold", tint, accent), ` width="1">`)
		w.escaped(b.title)
		w.raw("</td><td", inks("border-bottom:3px solid "+tint.edge.light+";padding:14px 20px 14px 8px;font-family:"+sans+
			";font-size:15px;line-height:21px", tint, ink), ">")
	case cards:
		w.raw(columnOf(inks("border:1px solid "+edge.light+";border-radius:6px;padding:18px 22px 4px", sheet)))
	case listing:
		w.listing(b.title)
	case rule:
		w.rule()
	}
}

func (w *htmlWriter) end(b block) {
	switch b.kind {
	case heading:
		w.raw("</h", strconv.Itoa(min(b.level, 4)), ">\n")
	case paragraph, caption, term:
		w.raw("</p>\n")
	case list:
		w.widen()
		w.lists--
		if b.ordered {
			w.raw("</ol>\n")
		} else {
			w.raw("</ul>\n")
		}
	case item:
		w.raw(strings.TrimSpace(w.pending), "</li>\n")
		w.pending = ""
	case definition:
		w.widen()
		w.raw("</div>\n")
	case box, quotation:
		w.widen()
		w.raw(endColumn)
		w.spacer(18)
	case notes:
		w.raw(endColumn)
	case table:
		w.raw("</table>\n")
		w.spacer(18)
		w.tables = w.tables[:len(w.tables)-1]
	case row:
		w.endRow()
	case cell:
		w.endCell(b)
	case figure:
		w.raw("</td></tr>\n")
	case figures:
		w.raw("</table>\n")
		w.spacer(14)
	case cards:
		w.raw(endColumn)
		w.spacer(18)
	}
}

func (w *htmlWriter) list(b block) {
	w.narrow(26)
	margin := "0 0 16px"
	if w.lists > 0 {
		margin = "6px 0"
	}
	w.lists++
	if b.ordered {
		w.raw("<ol")
		if b.start != 1 {
			w.raw(` start="`, strconv.Itoa(b.start), `"`)
		}
	} else {
		w.raw("<ul")
	}
	w.raw(` style="margin:`, margin, `;padding:0 0 0 26px">`, "\n")
}

// heading writes a heading; one that begins a part of the mail gets a line
// above it.
func (w *htmlWriter) heading(b block) {
	switch {
	case b.level == 2:
		if w.begun && len(w.room) == 1 && w.ruled != w.out.Len() {
			w.spacer(12)
			w.rule()
		}
		w.raw("<h2", inks("margin:0 0 14px;font-family:"+serif+";font-size:24px;line-height:30px;font-weight:bold", accent), ">")
	case b.level == 3:
		w.raw("<h3", inks("margin:8px 0 10px;font-family:"+serif+";font-size:19px;line-height:25px;font-weight:bold", ink), ">")
	default:
		w.raw("<h4", inks("margin:6px 0 8px;font-family:"+sans+";font-size:16px;line-height:22px;font-weight:bold", ink), ">")
	}
	w.begun = true
}

func (w *htmlWriter) rule() {
	w.raw(presentation, "<tr><td", inks("font-size:1px;line-height:1px", hairs), ` height="1">&nbsp;</td></tr></table>`, "\n")
	w.spacer(22)
	w.ruled = w.out.Len()
}

// box opens a container with a background colour.
func (w *htmlWriter) box(b block) {
	w.narrow(46)
	ground, title := panel, accent
	if b.alert {
		ground, title = alarm, warning
	}
	w.raw(columnOf(inks("border-left:4px solid "+ground.edge.light+";padding:16px 20px 2px 22px;"+bodyFont, ground, ink)))
	if b.title != "" {
		w.raw("<p", inks("margin:0 0 8px;font-weight:bold", title), ">")
		w.escaped(b.title)
		w.raw("</p>\n")
	}
}

// listing writes code line by line: Word does not support white-space.
func (w *htmlWriter) listing(source string) {
	w.raw(columnOf(inks("padding:14px 18px;font-family:"+mono+";font-size:14px;line-height:20px", tint, ink)))
	source = strings.ReplaceAll(source, "\t", "    ")
	for i, s := range strings.Split(source, "\n") {
		if i > 0 {
			w.raw("<br>")
		}
		code := strings.TrimLeft(s, " ")
		w.raw(strings.Repeat("&nbsp;", len(s)-len(code)))
		w.escaped(code)
	}
	w.raw(endColumn)
	w.spacer(18)
}

func (w *htmlWriter) card(c card) {
	if !c.first {
		w.raw(presentation, "<tr><td", inks("font-size:1px;line-height:1px", hairs), ` height="1">&nbsp;</td></tr></table>`)
		w.spacer(14)
	}
	size := "17px;line-height:23px"
	if c.featured {
		size = "20px;line-height:26px"
	}
	w.raw(`<p style="margin:0 0 4px;font-family:`, serif, `;font-size:`, size, `;font-weight:bold">`)
	if !c.To.IsZero() {
		w.startLink(c.To)
		w.raw(inks("text-decoration:none", accent), ">")
	}
	if c.Number != "" {
		w.escaped(c.Number + ". ")
	}
	w.escaped(c.Title)
	if !c.To.IsZero() {
		w.endLink()
	}
	w.raw("</p>\n")
	if len(c.Marks) > 0 {
		w.raw("<p", inks("margin:0 0 6px;font-family:"+sans+";font-size:13px;line-height:19px", muted), ">")
		w.escaped(strings.Join(c.Marks, " · "))
		w.raw("</p>\n")
	}
	if c.Summary != "" {
		w.raw("<p", inks("margin:0 0 14px;font-family:"+sans+";font-size:15px;line-height:22px", ink), ">")
		w.escaped(c.Summary)
		w.raw("</p>\n")
	}
	if c.featured && !c.To.IsZero() {
		w.button(c.To, "Lire la page", c.Title, 150)
		w.spacer(14)
	}
}

// button writes a link that looks like a button in every program: the
// background is that of a cell, and Word gets the padding in its own syntax.
// about completes the label for screen readers.
func (w *htmlWriter) button(to address.URL, label, about string, width int) {
	n := strconv.Itoa(width)
	w.raw(`<table role="presentation" width="`, n, `" cellpadding="0" cellspacing="0" border="0" style="width:`, n, `px"><tr><td`,
		inks("border-radius:6px;text-align:center;mso-padding-alt:10px 16px", press), ` align="center">`)
	w.startLink(to)
	w.raw(` aria-label="`)
	w.escaped(label + " : " + about)
	w.raw(`"`, inks("display:inline-block;padding:10px 16px;font-family:"+sans+
		";font-size:15px;line-height:20px;font-weight:bold;text-decoration:none", onBand), ">")
	w.escaped(label)
	w.raw("</a></td></tr></table>\n")
}
