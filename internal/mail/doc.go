// Package mail turns an issue of a newsletter into e-mail: the HTML that
// mail programs show well, its plain-text alternative, a complete message to
// open as a draft or to send to one recipient.
//
// What enters: an [Issue], whose Body is the text of a page as recorded by package
// markdown, with all slots filled and every address absolute. What leaves:
// [Issue.HTML] and [Issue.Text]; [Issue.Message] and [Issue.Messages], which
// combine the two with the images; and the problems that [Issue.Check] finds, as
// [Complaint] values that the caller positions.
//
// # What mail programs allow
//
// Outlook on Windows renders with Word, Gmail drops what it does not know and cuts
// a message at [MaxHTML] bytes, Apple Mail and phones may use a dark theme. So the
// HTML is nested tables 600 pixels wide, with inline styles, and with widths of
// tables and images as attributes. A style sheet adds dark colours and narrower
// margins for programs that read it. Interactive parts of a page are written out:
// tabs, folded parts and columns stand one below the other, and glossary terms are
// plain text. Images that mail programs do not show, mostly SVG, become their
// alternative text with a link to the web page.
//
// The package never accesses files or the network; images come from Issue.Image.
// The same issue and options give the same bytes.
package mail
