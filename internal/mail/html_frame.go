package mail

import (
	"html"
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
)

// frame writes the document around the body.
func (w *htmlWriter) frame(body func()) {
	i := w.issue
	w.raw(`<!DOCTYPE html>
<html lang="fr" xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>`, html.EscapeString(i.subject()), `</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->
<style>
`, sheetOfStyles(), `</style>
</head>
<body`, inks("margin:0;padding:0;width:100%", paper), ">\n")
	w.preheader()
	// Without this, a table is at least as wide as its longest word.
	w.raw(presentation, "<tr><td", inks("padding:0;word-break:break-word", paper), ` align="center">`+"\n")
	w.raw(`<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" align="center"`,
		inks("width:100%;max-width:600px", paper), ">\n")
	w.masthead()
	w.raw(`<tr><td`, inNarrow(inks("padding:28px 32px 12px;text-align:left;"+bodyFont, paper, ink)), ">\n")
	body()
	w.raw("</td></tr>\n")
	w.footer()
	w.raw("</table>\n</td></tr></table>\n</body>\n</html>\n")
}

// inNarrow adds the class for smaller margins on a phone.
func inNarrow(attributes string) string {
	return strings.Replace(attributes, `class="`, `class="n `, 1)
}

// preheader writes the text that a mailbox shows after the subject. It is
// hidden in the mail and followed by invisible characters, so that the mailbox
// does not show the text after it.
func (w *htmlWriter) preheader() {
	words := w.issue.Preheader
	if words == "" {
		words = w.issue.Summary
	}
	if words == "" {
		return
	}
	w.raw("<div", inks("display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all", ink),
		">")
	w.escaped(words)
	w.raw(strings.Repeat("&nbsp;&zwnj;", 80), "</div>\n")
}

// masthead writes the line above the mail, its title and its summary.
func (w *htmlWriter) masthead() {
	i := w.issue
	if online := i.online(); !online.IsZero() {
		w.raw(`<tr><td`, inNarrow(inks("padding:12px 32px;font-family:"+sans+";font-size:13px;line-height:18px;text-align:right", paper,
			muted)), ` align="right">`)
		w.raw("Ce message s’affiche mal ? ")
		w.plainLink(online, "Le voir en ligne")
		w.raw("</td></tr>\n")
	}
	w.raw("<tr><td", inNarrow(inks("padding:30px 32px 32px;border-radius:6px", band)), ">\n")
	if above := joined(" · ", i.Portal, french.Date(i.Date)); above != "" {
		w.raw("<p", inks("margin:0 0 10px;font-family:"+sans+";font-size:14px;line-height:20px", onBandLow), ">", html.EscapeString(above),
			"</p>\n")
	}
	title := inks("margin:0;font-family:"+serif+";font-size:32px;line-height:40px;font-weight:bold", onBand)
	w.raw("<h1", strings.Replace(title, `class="`, `class="h `, 1), ">", html.EscapeString(i.Title), "</h1>\n")
	if i.Summary != "" {
		w.raw("<p", inks("margin:14px 0 0;font-family:"+serif+";font-size:17px;line-height:26px;font-style:italic", onBandLow), ">",
			html.EscapeString(i.Summary), "</p>\n")
	}
	w.raw("</td></tr>\n")
}

// footer writes links to the page, to the portal and to unsubscribe.
func (w *htmlWriter) footer() {
	i := w.issue
	if online := i.online(); !online.IsZero() {
		w.raw(`<tr><td`, inNarrow(inks("padding:8px 32px 32px", paper)), ` align="center">`)
		w.button(online, "Lire ce numéro en ligne", i.Title, 230)
		w.raw("</td></tr>\n")
	}
	w.raw("<tr><td", inks("font-size:1px;line-height:1px", hairs), ` height="1">&nbsp;</td></tr>`, "\n")
	w.raw("<tr><td", inNarrow(inks("padding:22px 32px 32px;text-align:center;font-family:"+sans+";font-size:13px;line-height:20px", paper,
		muted)), ` align="center">`)
	if i.Portal != "" {
		w.raw("Vous recevez cette lettre de ")
		w.plainLink(i.home(), i.Portal)
		w.raw(".<br>")
	}
	if i.Unsubscribe != "" {
		w.raw("Pour ne plus la recevoir, ")
		w.plainLink(unsubscribeAddress(i), "écrivez-nous")
		w.raw(".")
	}
	w.raw("</td></tr>\n")
}

func (w *htmlWriter) plainLink(to address.URL, label string) {
	if to.IsZero() {
		w.escaped(label)
		return
	}
	w.link(to)
	w.escaped(label)
	w.endLink()
}

// joined joins the non-empty parts with a separator.
func joined(separator string, parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, separator)
}
