package preview

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"slices"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

//go:embed snippet.html
var snippetSource string

var snippet = template.Must(template.New("snippet").Parse(snippetSource))

// shownErrors is the maximum number of errors listed on a page; the others are
// counted.
const shownErrors = 50

// sentPage is a page to be sent.
type sentPage struct {
	body []byte
	page *site.Page // nil for a page made by the portal or the preview
	tool string     // for a page of the preview: the last part of its address
}

// link is a link of the bar.
type link struct {
	Title, URL string
	Current    bool
}

// writePage sends a page. Before </body> it adds the bar, the problems of the
// content, and the script that shows changes. From the headers, the script
// learns whether a newer state shows the page differently, or with other
// styles.
func (s *state) writePage(w http.ResponseWriter, status int, o sentPage) {
	errors := s.errorsFirst(o.page)
	data := map[string]any{
		"Events": eventsPath, "Problems": toolAddress(problemsTool), "Tool": o.tool != "", "Earlier": s.earlier,
		"Errors": errors[:min(len(errors), shownErrors)], "ErrorCount": len(errors), "MoreErrors": max(0, len(errors)-shownErrors),
		"Warnings": s.warningsOf(o.page), "Links": s.links(o), "Waiting": "",
	}
	data["Own"] = o.page == nil || len(errors) > 0 && errors[0].File == o.page.File
	style := ""
	if s.view != nil {
		style = s.view.Style()
		if o.page != nil {
			data["Waiting"] = french.Capitalised(o.page.Seen.Words)
		}
	}
	// Hash the page without its style sheets, whose address changes with their
	// content.
	h := sha256.New()
	h.Write(bytes.ReplaceAll(o.body, []byte(style), nil))
	fmt.Fprint(h, data["Waiting"], errors, data["Warnings"], data["Links"])
	seen := hex.EncodeToString(h.Sum(nil)[:8])
	data["Shown"] = map[string]string{"version": s.version, "seen": seen, "style": style}
	w.Header().Set("X-Apercu-Page", seen)
	w.Header().Set("X-Apercu-Style", style)

	at := insertionPoint(o.body)
	var b bytes.Buffer
	b.Write(o.body[:at])
	if err := snippet.Execute(&b, data); err != nil {
		panic(err) // the template and its data are both in this package
	}
	b.Write(o.body[at:])
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes()) // an error means that the client has gone
}

// errorsFirst returns the errors of the content, those of the page first.
func (s *state) errorsFirst(p *site.Page) []problem.Problem {
	var own, others []problem.Problem
	for _, q := range s.problems {
		switch {
		case q.Level != problem.Error:
		case p != nil && q.File == p.File:
			own = append(own, q)
		default:
			others = append(others, q)
		}
	}
	return append(own, others...)
}

// warningsOf returns the warnings of a page.
func (s *state) warningsOf(p *site.Page) []problem.Problem {
	if p == nil {
		return nil
	}
	var warnings []problem.Problem
	for _, q := range s.problems {
		if q.Level == problem.Warning && q.File == p.File {
			warnings = append(warnings, q)
		}
	}
	return warnings
}

// links returns the links of the bar to the preview's own pages.
func (s *state) links(o sentPage) []link {
	errors, warnings := problem.Count(s.problems)
	list := []link{
		{counted(errors, warnings), toolAddress(problemsTool), o.tool == problemsTool},
	}
	if s.view == nil {
		return list
	}
	list = append(list, link{"Ce qui change", toolAddress(changesTool), o.tool == changesTool})
	if o.page != nil && slices.ContainsFunc(s.view.Site.Issues, func(i site.Issue) bool { return i.Page == o.page }) {
		list = append(list, link{"Courriel", mailAddress(o.page), false})
	}
	return list
}

// counted says how many problems there are.
func counted(errors, warnings int) string {
	errorCount := french.Counted(errors, "erreur", "erreurs")
	warningCount := french.Counted(warnings, "avertissement", "avertissements")
	switch {
	case errors == 0 && warnings == 0:
		return "Aucun problème"
	case errors == 0:
		return warningCount
	case warnings == 0:
		return errorCount
	default:
		return errorCount + ", " + warningCount
	}
}
