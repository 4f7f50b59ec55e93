package compare

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed report.html
var reportHTML string

// Style is the CSS for the output of [WriteHTML]; colours follow the page's
// color-scheme.
//
//go:embed report.css
var Style string

// aroundHTML is the number of words shown beside a change.
const aroundHTML = 20

var fragment = template.Must(template.New("report").Funcs(template.FuncMap{
	"chapters":   (*Report).chapters,
	"unseen":     (*Report).unseen,
	"unreadable": (*Report).unreadable,
	"place":      func(p PageChange) string { return p.place() },
	"typeTitle":  func(t TypeChange) string { return t.title() },
	"excerpt":    func(parts []Part) []Part { return excerpt(parts, aroundHTML) },
	"kindWord":   func(k BlockKind) string { return kindWords[k] },
	"firstUnder": func(blocks []BlockChange, i int) bool {
		return blocks[i].Kind != Heading && (i == 0 || blocks[i-1].Kind == Heading || blocks[i-1].Under != blocks[i].Under)
	},
}).Parse(reportHTML))

// WriteHTML writes a report as a fragment of a page, with headings from level
// two: insertions in <ins>, deletions in <del>. It uses classes, but no
// scripts, styles or links; all content is escaped.
func WriteHTML(w io.Writer, r *Report) error { return fragment.Execute(w, r) }
