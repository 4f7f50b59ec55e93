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

// shownErrors is how many errors a page lists; the others are counted.
const shownErrors = 50

// shown is a page about to be sent.
type shown struct {
	body []byte
	page *site.Page // whose address it is; nil for what the portal or the preview makes itself
	tool string     // of the preview itself: the last part of its address
}

// link is one of the bar's.
type link struct {
	Title, URL string
	Current    bool
}

// writePage sends a page. Before </body> it gets the bar, what is wrong with
// the content, and the script that shows changes. The headers tell that script
// whether a newer state shows the page differently, and how it is styled.
func (s *state) writePage(w http.ResponseWriter, status int, o shown) {
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
			data["Waiting"] = s.view.Site.Waiting(o.page)
		}
	}
	// What a reader sees, but for the styles: the address of the sheet changes
	// with them.
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
		panic(err) // the template and what it gets are both here
	}
	b.Write(o.body[at:])
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes()) // an error says that nobody reads any more
}

// errorsFirst are the errors of the content, those of a page before the others.
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

// warningsOf are the warnings about a page.
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

// links lead to what the preview shows beside the portal.
func (s *state) links(o shown) []link {
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
