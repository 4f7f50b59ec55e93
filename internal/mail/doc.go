// Package mail turns an issue of a newsletter into e-mail: the HTML that
// mail programs show well, its plain-text alternative, a complete message to
// open as a draft or to send to one recipient.
//
// What enters: an [Issue], whose Body is the text of a page as a walk of package
// markdown tells it, its places filled and every address absolute. What leaves:
// [Issue.HTML] and [Issue.Text], two writings of that; [Issue.Message]
// and [Issue.For], which put the two together with the images; and what
// [Issue.Check] finds wrong for mail, as [Complaint] values that the caller
// puts at their line.
//
// # What mail programs allow
//
// Outlook on Windows draws with Word, Gmail throws away what it does not know
// and cuts a message at [MaxHTML] bytes, Apple Mail and phones follow a dark
// theme. So the HTML is nested tables 600 pixels wide, every style stands on
// its element, and tables and images tell their width as an attribute. A style
// sheet only adds to that: dark colours and narrower margins, for those that
// read it. What a page does with scripts or hovering is written out: tabs and
// folded parts open one below the other, columns too, and glossary terms are
// plain text. Images of a kind that mail programs do not show, drawings in SVG
// first of all, become their alternative text with a link to the web page.
//
// The package never reads or writes a file and never asks the network while it
// makes a message; images come from Issue.Image. The same issue and options
// give the same bytes.
package mail
