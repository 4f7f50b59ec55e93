package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/internal/search"
	"intraqvt/internal/site"
)

// questionsFile holds readers' questions with the pages that must answer them.
const questionsFile = content.Folder + "/requetes.yaml"

// visibleResults is the number of search results that readers look at.
const visibleResults = 3

// question is an entry of the questions file.
type question struct {
	Text  string   `yaml:"cherche"`
	Pages []string `yaml:"attendu"`

	line int
}

// UnmarshalYAML also records the line of the question.
func (q *question) UnmarshalYAML(n ast.Node) error {
	type plain question
	if t := n.GetToken(); t != nil && t.Position != nil {
		q.line = t.Position.Line
	}
	return yaml.NodeToValue(n, (*plain)(q), yaml.Strict())
}

// checkQuestions searches for every question of the questions file, and reports
// those whose expected pages are not among the first results. There are no
// problems without the file.
func (l *Loaded) checkQuestions(ctx context.Context) ([]problem.Problem, error) {
	data, err := fs.ReadFile(l.Files, questionsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return []problem.Problem{content.Unreadable(questionsFile, err)}, nil
	}
	var list []question
	if problems := schema.Decode(questionsFile, data, &list); len(problems) > 0 {
		return problems, nil
	}
	s, err := l.searcher(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	var problems []problem.Problem
	for _, q := range list {
		p, err := s.checkQuestion(ctx, q)
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return nil, err
		}
		problems = append(problems, p...)
	}
	return problems, nil
}

// checkQuestion reports the expected pages of a question that are not found.
func (s *Searcher) checkQuestion(ctx context.Context, q question) ([]problem.Problem, error) {
	var problems []problem.Problem
	bad := func(rule *problem.Rule, message, hint string) {
		problems = append(problems, rule.At(questionsFile, q.line, 0).Say(message, hint))
	}
	if strings.TrimSpace(q.Text) == "" || len(q.Pages) == 0 || len(q.Pages) > visibleResults {
		bad(problem.InvalidQuestion, fmt.Sprintf("question « %s » : il faut ce que l’on cherche et une à %d pages", q.Text, visibleResults),
			`- cherche: "document unique" puis, sur la ligne suivante, attendu: [document-unique-mode-d-emploi]`)
		return problems, nil
	}
	result, err := s.Search(ctx, search.Query{Text: q.Text, Complete: true, Limit: visibleResults})
	if err != nil {
		return nil, err
	}
	var found []string
	for _, h := range result.Shown()[:min(len(result.Shown()), visibleResults)] {
		found = append(found, h.URL)
	}
	for _, name := range q.Pages {
		address := s.address(name)
		switch {
		case address == "":
			bad(problem.InvalidQuestion, fmt.Sprintf("question « %s » : la page « %s » n’existe pas ou n’est pas publiée", q.Text, name),
				"")
		case !slices.Contains(found, address):
			bad(problem.UnansweredQuestion, fmt.Sprintf("« %s » ne mène pas à %s", q.Text, address),
				"viennent d’abord : "+strings.Join(found, ", ")+" ; un synonyme du glossaire, un mot du résumé ou une étiquette y aide")
		}
	}
	return problems, nil
}

// address returns the address of a page or, by its folder, of a list; "" if
// there is none of that name.
func (s *Searcher) address(name string) string {
	if p, ok := s.Site.Lookup(name); ok {
		return p.Path()
	}
	lists := namedLists(s.Site)
	if i := slices.IndexFunc(lists, func(list *site.Section) bool { return list.Path == name }); i >= 0 {
		return lists[i].Address()
	}
	return ""
}

// Gap is a subject for which a search finds too little.
type Gap struct {
	Subject string `json:"subject"` // the query
	Page    string `json:"page"`    // address of the page on the subject
	Rank    int    `json:"rank"`    // of that page, from 1; 0 if it is not among the first ten
	Others  int    `json:"others"`  // number of other pages about it
}

// Gaps searches for every term of the glossary and every page of the type that
// colours the others. It returns those whose own page is not among the first
// three results, or that no other page mentions.
func (s *Searcher) Gaps(ctx context.Context) ([]Gap, error) {
	var gaps []Gap
	for _, p := range s.Site.Pages {
		if !p.InLists() || !p.Type.Glossary && !p.Type.Colours() {
			continue
		}
		gap, err := s.gap(ctx, p)
		if err != nil {
			return nil, err
		}
		if gap.Rank == 0 || gap.Rank > visibleResults || gap.Others == 0 {
			gaps = append(gaps, gap)
		}
	}
	return gaps, nil
}

func (s *Searcher) gap(ctx context.Context, p *site.Page) (Gap, error) {
	g := Gap{Subject: p.Title, Page: p.Path()}
	result, err := s.Search(ctx, search.Query{Text: p.Title, Limit: 10})
	if err != nil {
		return g, err
	}
	for i, h := range result.Hits {
		if h.URL == p.Path() {
			g.Rank = i + 1
		}
	}
	g.Others = len(p.Backlinks)
	if !p.Type.Glossary {
		return g, nil
	}
	// A page is about a term if it contains the exact term.
	exact, err := s.Search(ctx, search.Query{Text: `"` + p.Title + `"`, Limit: 2})
	if err != nil {
		return g, err
	}
	for _, h := range exact.Hits {
		if h.URL != p.Path() {
			g.Others++
		}
	}
	return g, nil
}
