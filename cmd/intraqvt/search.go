package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
	"intraqvt/internal/search"
)

func newSearch() *cobra.Command {
	var o portal.Options
	var q search.Query
	var filters []string
	var asJSON, batch bool
	cmd := &cobra.Command{
		Use:   "search QUERY…",
		Short: "Search the content",
		Long: `Search answers a French query from the portal's index, after bringing it up to
date with content/. Words are found with or without accents, in singular and
plural, in both genders, as acronyms with or without dots, figures written
together or apart, with a typo; the last one may be cut short. A word that
exists in French is never replaced by another. The answer says which words no
page has.
"Words in quotes" stand together, a -word is left out.`,
		Example: `  intraqvt search prévention des risques
  intraqvt search --type bonne-pratique --filter secteurs=Seniors planning
  intraqvt search --batch < questions.txt`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if batch == (len(args) > 0) {
				return usagef("intraqvt search prévention des risques ; ou --batch, une question par ligne sur l’entrée",
					"une question est attendue")
			}
			if q.Limit < 1 {
				return usagef("--limit 10", "--limit : au moins 1")
			}
			q.Complete = true // an incomplete last word is found, too
			o.At, _ = parseDay("")
			s, err := portal.OpenSearcher(cmd.Context(), o)
			if err != nil {
				return sourceError(err)
			}
			defer s.Close()
			if q.Filters, err = parseFilters(filters, s); err != nil {
				return err
			}
			if err := knownTypes(q.Types, s); err != nil {
				return err
			}
			if batch {
				return answerAll(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), s, q)
			}
			q.Text = strings.Join(args, " ")
			started := time.Now()
			result, err := s.Search(cmd.Context(), q)
			if err != nil {
				return err
			}
			if asJSON {
				return writeAnswer(cmd.OutOrStdout(), q.Text, result)
			}
			out := outOf(cmd)
			printAnswer(out, result)
			if len(result.Shown()) > 0 && !isQuiet(cmd) {
				out.line(0, "\n%s, %s", french.Counted(result.Total, "page", "pages"), milliseconds(time.Since(started)))
			}
			return nil
		},
	}
	cmd.AddCommand(newSearchReport())
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringSliceVarP(&q.Types, "type", "t", nil, "search in this content type only (repeatable)")
	cmd.Flags().StringArrayVarP(&filters, "filter", "f", nil,
		"field=value that pages must have (repeatable: another value of a field widens, another field narrows)")
	cmd.Flags().IntVarP(&q.Limit, "limit", "n", 10, "how many pages to show at most")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON line")
	cmd.Flags().BoolVar(&batch, "batch", false, "read a query a line from standard input, print a JSON line for each")
	return cmd
}

// parseFilters parses field=value; fields are those that the type's description
// makes filters.
func parseFilters(filters []string, s *portal.Searcher) (map[string][]string, error) {
	var fields []string
	for _, t := range s.Site.Types.Types {
		for i := range t.Fields {
			if t.Fields[i].Facet {
				fields = append(fields, t.Fields[i].Name)
			}
		}
	}
	parsed := map[string][]string{}
	for _, f := range filters {
		name, value, ok := strings.Cut(f, "=")
		if !ok {
			return nil, usagef("--filter secteurs=Santé", "--filter : « %s » n’est pas de la forme champ=valeur", f)
		}
		known := ""
		for _, field := range fields {
			if french.Fold(field) == french.Fold(name) {
				known = field
			}
		}
		if known == "" {
			return nil, usagef(problem.DidYouMean(name, fields), "--filter : aucun type ne se filtre par « %s »", name)
		}
		parsed[known] = append(parsed[known], value)
	}
	return parsed, nil
}

func knownTypes(names []string, s *portal.Searcher) error {
	for _, name := range names {
		if _, ok := s.Site.Types.Named(name); !ok {
			hint := problem.DidYouMean(name, s.Site.Types.Names())
			if hint == "" {
				hint = problem.Choices(s.Site.Types.Names())
			}
			return usagef(hint, "--type : type inconnu « %s »", name)
		}
	}
	return nil
}

// answerAll answers each line as it comes, so that a program can ask and wait.
// It ends with the context, even while it waits for a line.
func answerAll(ctx context.Context, in io.Reader, out io.Writer, s *portal.Searcher, q search.Query) error {
	lines := make(chan string)
	var failed error
	go func() {
		defer close(lines)
		read := bufio.NewScanner(in)
		read.Buffer(nil, longestLine)
		for read.Scan() {
			select {
			case lines <- read.Text():
			case <-ctx.Done():
				return
			}
		}
		if failed = read.Err(); errors.Is(failed, bufio.ErrTooLong) {
			failed = usagef("une question par ligne ; une recherche ne lit que le début d’une longue question",
				"--batch : une ligne de plus de %s", french.Size(longestLine))
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case line, more := <-lines:
			if !more {
				return cmp.Or(ctx.Err(), failed)
			}
			q.Text = line
			result, err := s.Search(ctx, q)
			if err != nil {
				return err
			}
			if err := writeAnswer(out, q.Text, result); err != nil {
				return err
			}
		}
	}
}

// longestLine is the maximum length of a line of a batch, in bytes.
const longestLine = 1_000_000

type answer struct {
	Query        string              `json:"query"`
	Total        int                 `json:"total"`
	Suggestion   string              `json:"suggestion,omitempty"`
	Absent       []answerAbsent      `json:"absent,omitempty"`
	Kin          []answerKin         `json:"kin,omitempty"`
	Begun        string              `json:"begun,omitempty"`
	Common       []string            `json:"common,omitempty"`
	Shortened    []string            `json:"shortened,omitempty"`
	OnlyExcludes bool                `json:"only_excludes,omitempty"`
	Cut          int                 `json:"cut,omitempty"`
	Lost         []string            `json:"lost,omitempty"`
	Replaced     []answerReplacement `json:"replaced,omitempty"`
	Hits         []answerHit         `json:"hits"`
}

// answerAbsent is a word that no page holds, a similar word, and the query with
// that word.
type answerAbsent struct {
	Word    string `json:"word"`
	Near    string `json:"near,omitempty"`
	Instead string `json:"instead,omitempty"`
}

// answerKin is a word that no page holds as it is spelt, and a related word.
type answerKin struct {
	Word  string `json:"word"`
	Found string `json:"found"`
}

// answerReplacement is an outdated term of the query, and the current one.
type answerReplacement struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type answerHit struct {
	URL     string  `json:"url"`
	Title   string  `json:"title"`
	Heading string  `json:"heading"`
	Type    string  `json:"type"`
	Score   float64 `json:"score"`
	Excerpt string  `json:"excerpt"`
	Chosen  bool    `json:"chosen,omitempty"`
}

func writeAnswer(w io.Writer, query string, r search.Result) error {
	a := answer{
		Query: query, Total: r.Total, Suggestion: r.Suggestion, Begun: r.Begun, Common: r.Common, Shortened: r.Shortened,
		OnlyExcludes: r.OnlyExcludes, Cut: r.Cut, Lost: r.Lost, Hits: []answerHit{},
	}
	for _, absent := range r.Absent {
		a.Absent = append(a.Absent, answerAbsent(absent))
	}
	for _, kin := range r.Kin {
		a.Kin = append(a.Kin, answerKin(kin))
	}
	for _, old := range r.Replaced {
		a.Replaced = append(a.Replaced, answerReplacement(old))
	}
	for _, h := range r.Shown() {
		a.Hits = append(a.Hits, answerHit{
			URL: address.To("", h.URL).At(h.Anchor).String(), Title: h.Title, Heading: h.Heading, Type: h.Type,
			Score: h.Score, Excerpt: h.Excerpt.String(), Chosen: h.Chosen,
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(a)
}

// place returns where people find a hit: its page, with the best section.
func place(h search.Hit) string {
	if h.Anchor == "" {
		return h.URL
	}
	return h.URL + "#" + h.Anchor
}

// printNotes prints what became of the query's words.
func printNotes(s screen, r search.Result) {
	switch {
	case r.Cut > 1:
		s.line(4, "question trop longue : seuls ses %d premiers mots ont été cherchés\n", r.Cut)
	case r.Cut == 1:
		s.line(4, "question trop longue : seul son premier mot a été cherché\n")
	}
	if r.OnlyExcludes {
		s.line(4, "dites aussi quoi chercher : « -mot » ne fait qu’écarter des pages\n")
	}
	for _, word := range r.Shortened {
		s.line(4, "« %s » est trop long : seul son début a été cherché\n", brief(word))
	}
	if len(r.Common) > 0 {
		s.line(4, "trop courant pour être cherché dans les textes : %s\n", brief(strings.Join(r.Common, ", ")))
	}
	for _, absent := range r.Absent {
		hint := ""
		if absent.Near != "" {
			hint = fmt.Sprintf(" ; cherchiez-vous « %s » ?", brief(absent.Instead))
		}
		s.line(4, "aucune page n’a le mot « %s »%s\n", brief(absent.Word), hint)
	}
	for _, kin := range r.Kin {
		s.line(4, "aucune page n’a « %s » tel quel : voici « %s »\n", brief(kin.Word), kin.Found)
	}
	if r.Begun != "" {
		s.line(4, "aucune page n’a le mot « %s » : voici des mots qui commencent ainsi\n", brief(r.Begun))
	}
}

// brief cuts a text that is too long for a message.
func brief(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

func printAnswer(s screen, r search.Result) {
	printNotes(s, r)
	for _, text := range r.Lost {
		s.line(4, "« %s » ne se trouve nulle part tel quel : voici les pages qui en ont les mots\n", text)
	}
	for _, old := range r.Replaced {
		s.line(4, "%s : aujourd’hui %s\n", old.From, old.To)
	}
	if len(r.Shown()) == 0 {
		s.line(0, "aucune page ne répond ; essayez un autre mot, ou un seul")
		return
	}
	if r.Suggestion != "" {
		s.line(4, "résultats pour « %s »\n", r.Suggestion)
	}
	for i, h := range r.Shown() {
		title := h.Title
		if h.Heading != "" {
			title += " › " + h.Heading
		}
		mark := h.Type
		if h.Chosen {
			mark += ", réponse conseillée"
		}
		s.line(4, "%2d. %s  [%s]", i+1, s.bold(title), mark)
		s.line(0, "    %s", place(h))
		var excerpt strings.Builder
		for _, part := range h.Excerpt {
			if part.Match {
				excerpt.WriteString(s.bold(part.Text))
			} else {
				excerpt.WriteString(part.Text)
			}
		}
		if text := strings.Join(strings.Fields(excerpt.String()), " "); text != "" {
			s.line(0, "    %s", text)
		}
	}
}
