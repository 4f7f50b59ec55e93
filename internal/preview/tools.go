package preview

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/compare"
	"intraqvt/internal/french"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// The preview's own pages, by their names in addresses.
const (
	problemsTool = "problemes"
	changesTool  = "changements"
	mailTool     = "courriel" // followed by the issue's address, without extension
)

func toolAddress(name string) string { return eventsPath + "/" + name }

// mailAddress returns the address of an issue's mail.
func mailAddress(p *site.Page) string {
	return toolAddress(mailTool) + address.Rooted(strings.TrimSuffix(p.Path(), ".html")).String()
}

//go:embed tools.html
var toolsSource string

var tools = template.Must(template.New("tools").Parse(toolsSource))

// serveTool answers with one of the preview's own pages; see [state.answer].
func (s *state) serveTool(ctx context.Context, w http.ResponseWriter, r *http.Request, name string) bool {
	tool, rest, _ := strings.Cut(name, "/")
	var data map[string]any
	var err error
	switch {
	case tool == problemsTool && rest == "":
		data, err = s.problemsPage(ctx)
	case tool == changesTool && rest == "" && s.view != nil:
		data, err = s.changesPage(ctx, r.FormValue("depuis"))
	case tool == mailTool && s.view != nil:
		issue, ok := s.issue(rest + ".html")
		if !ok {
			http.NotFound(w, r)
			return true
		}
		if r.FormValue("forme") == "html" {
			s.serveMail(w, issue)
			return true
		}
		data, err = s.mailPage(issue)
	default:
		http.NotFound(w, r)
		return true
	}
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		data["Error"] = err.Error()
	}
	var b bytes.Buffer
	if err := tools.Execute(&b, data); err != nil {
		panic(err) // the template and its data are both in this package
	}
	s.writePage(w, http.StatusOK, sentPage{body: b.Bytes(), tool: tool})
	return true
}

// fileProblems are the problems of a file, with the page made from it.
type fileProblems struct {
	Name, URL string
	Problems  []problem.Problem
}

// problemsPage lists all problems, file by file, as the check command does.
func (s *state) problemsPage(ctx context.Context) (map[string]any, error) {
	data := map[string]any{"Title": "Problèmes"}
	problems := s.problems
	if errors, _ := problem.Count(problems); errors == 0 && s.view != nil {
		var err error
		if problems, err = s.view.Check(ctx); err != nil {
			return data, err
		}
	}
	addresses := map[string]string{}
	if s.view != nil {
		for _, p := range s.view.Site.Pages {
			addresses[p.File] = address.Rooted(p.Path()).String()
		}
	}
	var files []fileProblems
	for _, q := range problems {
		if n := len(files); n == 0 || files[n-1].Name != q.File {
			files = append(files, fileProblems{Name: q.File, URL: addresses[q.File]})
		}
		last := &files[len(files)-1]
		last.Problems = append(last.Problems, q)
	}
	if s.view != nil && s.view.Has(site.MessagesAddress) {
		data["Messages"] = address.Rooted(site.MessagesAddress).String()
	}
	data["Files"], data["Summary"] = files, counted(problem.Count(problems))
	return data, nil
}

// revision matches the revisions allowed in addresses: the name of a commit, a
// branch or a tag, with steps back from it. Other syntax of git, such as
// searches through the whole history, is left to the command line.
var revision = regexp.MustCompile(`\A(?:[\pL\pN_@][\pL\pN_./+@#=-]{0,199}(?:[~^][0-9]{0,6}){0,10})?\z`)

var errRevision = errors.New("révision illisible : donnez le nom d’un commit, d’une branche ou d’une étiquette, par exemple HEAD~2")

// changesPage shows how the portal differs from a revision.
func (s *state) changesPage(ctx context.Context, since string) (map[string]any, error) {
	data := map[string]any{"Title": "Ce qui change", "Since": since, "Style": template.CSS(compare.Style)}
	if !revision.MatchString(since) {
		return data, errRevision
	}
	report, err := s.changes.Since(ctx, since)
	if err != nil {
		return data, err
	}
	var b bytes.Buffer
	if err := compare.WriteHTML(&b, report); err != nil {
		return data, err
	}
	data["Changes"] = template.HTML(b.String())
	return data, nil
}

// issue returns the issue of a newsletter with an address.
func (s *state) issue(address string) (site.Issue, bool) {
	for _, i := range s.view.Site.Issues {
		if i.Page.Path() == address {
			return i, true
		}
	}
	return site.Issue{}, false
}

// width is the width of a frame that shows a mail, in pixels.
type width struct {
	Value int
	Label string
	First bool
}

// mailPage shows an issue as subscribers see it: its mail in several widths,
// and as plain text.
func (s *state) mailPage(issue site.Issue) (map[string]any, error) {
	data := map[string]any{"Title": issue.Page.Title}
	m, err := s.view.Issues().Mail(issue)
	if err != nil {
		return data, fmt.Errorf("ce numéro ne peut pas devenir un courriel : %w", err)
	}
	document, err := m.HTML()
	if err != nil {
		return data, err
	}
	data["Mail"], data["Text"] = m, m.Text()
	data["Weight"], data["MaxWeight"] = french.SizeUp(int64(len(document))), french.Size(portal.MaxMail)
	data["Frame"] = mailAddress(issue.Page) + "?forme=html"
	data["Notes"] = s.warningsOf(issue.Page)
	data["Widths"] = []width{{0, "toute la place", true}, {600, "ordinateur, 600 px", false}, {375, "téléphone, 375 px", false},
		{320, "petit téléphone, 320 px", false}}
	return data, nil
}

// serveMail sends the mail itself. Addresses of the portal lead to the preview,
// since the pages may not be published yet.
func (s *state) serveMail(w http.ResponseWriter, issue site.Issue) {
	m, err := s.view.Issues().Mail(issue)
	var document []byte
	if err == nil {
		document, err = m.HTML()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(bytes.ReplaceAll(document, []byte(s.view.Site.Config.BaseURL), []byte("/")))
}
