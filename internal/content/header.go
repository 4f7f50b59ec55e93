package content

import (
	"bytes"
	"fmt"

	"github.com/adrg/frontmatter"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Limits for the YAML parser, whose time grows with the square of the header's
// depth: one file must not delay the whole build.
const (
	maxHeaderSize = 256_000 // bytes
	maxBrackets   = 10_000
)

// header reads the front matter and returns the text below it, with the line
// number of its first line.
func (p *Page) header(data []byte, rules *schema.VisibilityRules) (body []byte, line int) {
	var header []byte
	isTOML := false
	body, err := frontmatter.Parse(bytes.NewReader(data), nil,
		frontmatter.NewFormat("---", "---", func(raw []byte, _ any) error { header = raw; return nil }),
		frontmatter.NewFormat("+++", "+++", func(raw []byte, _ any) error { header, isTOML = raw, true; return nil }))
	if err != nil { // reading from memory does not fail
		p.complain(1, problem.InvalidHeader, "en-tête illisible : "+err.Error(), "")
		return data, 1
	}
	blank := leadingBlankLines(data)
	d := &decoder{page: p, rules: rules, lines: blank + 1, bad: map[int]bool{}, claimed: map[string]bool{}}
	readable := true
	brackets := bytes.Count(header, []byte("[")) + bytes.Count(header, []byte("{"))
	switch {
	case len(body) == len(data):
		if p.withholdUnrecognised(headerFinder{rules: rules}, data, 1) {
			return data, 1
		}
	case len(header) > maxHeaderSize || brackets > maxBrackets:
		readable = false
		p.complain(blank+1, problem.InvalidHeader,
			fmt.Sprintf("en-tête démesuré : %s, %d crochets et accolades", french.Size(int64(len(header))), brackets),
			"l’en-tête ne porte que les champs ; le texte vient après la ligne « --- » qui le ferme")
	case isTOML:
		readable = d.toml(header)
	default:
		readable = d.yaml(header)
	}
	line = 1 + bytes.Count(data[:len(data)-len(body)], []byte("\n"))
	if !readable {
		p.Withheld = true
		return body, line
	}
	d.checkRequired()
	d.checkSwallowed(header)
	if len(body) < len(data) && !p.Withheld {
		p.withholdUnrecognised(headerFinder{rules: rules, mustHide: true}, body, line)
	}
	return body, line
}

// yaml decodes the text between the lines « --- ». It returns false if it
// cannot be read at all.
func (d *decoder) yaml(header []byte) bool {
	file, err := parser.ParseBytes(header, 0)
	if err != nil {
		d.page.Problems = append(d.page.Problems, schema.YAMLProblem(problem.InvalidHeaderYAML, d.page.File, header, d.lines, err))
		return false
	}
	if len(file.Docs) > 1 {
		d.page.complain(d.lines+1+bytes.Count(header[:bytes.LastIndex(header, []byte("\n..."))+1], []byte("\n")), problem.InvalidHeader,
			"une ligne « ... » coupe l’en-tête en deux", "retirez-la : une ligne « --- » ferme l’en-tête")
		return false
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil || file.Docs[0].Body.Type() == ast.CommentType {
		return true
	}
	if d.places != nil {
		d.places.apply(file.Docs[0].Body, "")
	}
	return d.fields(file.Docs[0].Body)
}

func (p *Page) complain(line int, rule *problem.Rule, message, hint string) {
	p.Problems = append(p.Problems, rule.At(p.File, line, 1).Say(message, hint))
}

func leadingBlankLines(data []byte) int {
	n := 0
	for line := range bytes.Lines(data) {
		if len(bytes.TrimSpace(line)) > 0 {
			break
		}
		n++
	}
	return n
}
