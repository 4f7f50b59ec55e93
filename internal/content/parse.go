package content

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// MaxPageSize is the maximum size of a page in bytes; a larger one would slow
// down every reader's browser.
const MaxPageSize = 10_000_000

// Parse reads one Markdown file; file is its path below the source folder. It
// always returns a page. If the page's problems include an error, the build
// will stop, and later checks use what could be read.
func Parse(file string, data []byte, types *schema.Set, options ...Option) *Page {
	name := NameOf(file)
	p := &Page{File: file, Name: name, Type: types.Of(name), Status: Published, Body: &markdown.Document{}}
	p.Digest = DigestOf(data)
	if level, pattern := types.Visibility.OfName(name); level != schema.Listed {
		p.Claims = append(p.Claims, Claim{Key: pattern, Level: level, Lasting: true})
	}
	data, q, ok := clean(file, data)
	if !ok {
		p.Problems = append(p.Problems, q)
		p.Withheld = true
		p.address()
		p.Title, p.TitleKey = p.Slug, p.Slug
		return p
	}
	p.address()
	if p.checkConflicts(data) {
		p.compile(nil, 1, options)
		return p
	}
	body, line := p.header(data, types.Visibility)
	p.setCommon()
	if p.Type.FrozenField() != nil {
		p.TextDigest = DigestTexts(string(bytes.TrimSpace(body)))
	}
	p.compile(body, line, options)
	p.checkSections()
	p.checkPrompts(body, line, types.Prompts)
	return p
}

// Option changes how [Parse] compiles the texts of a portal.
type Option func(*markdown.Options)

// PlainCode turns off the colouring of code.
func PlainCode(o *markdown.Options) { o.PlainCode = true }

// clean converts the bytes of a file to a text that parsers and readers accept:
// without byte order mark, with line feeds only, without the control characters
// of copied texts, which feeds may not contain. If the bytes are no text, ok is
// false and q is the problem.
func clean(file string, data []byte) (text []byte, q problem.Problem, ok bool) {
	if len(data) > MaxPageSize {
		return nil, TooLarge(file, int64(len(data))), false
	}
	if problem.IsPointer(data) {
		return nil, problem.Pointer(file), false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		if bytes.IndexFunc(data, isControl) >= 0 {
			data = bytes.Map(func(r rune) rune {
				if isControl(r) {
					return ' '
				}
				return r
			}, data)
		}
		return data, q, true
	}
	line, column := 1, 1
	q = problem.UnreadableFile.In(file).Say("le fichier n’est pas en UTF-8", "enregistrez-le en UTF-8 (menu « Encodage » de l’éditeur)")
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == 0 {
			q.Message, q.Hint = "un octet nul : ce n’est pas du texte", "vérifiez que c’est bien un fichier Markdown, enregistré en UTF-8"
		}
		if r == 0 || r == utf8.RuneError && size == 1 {
			break
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
		data = data[size:]
	}
	q.Line, q.Column = line, column
	return nil, q, false
}

func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }

// TooLarge returns the problem of a file that exceeds [MaxPageSize], which need
// not be read.
func TooLarge(file string, size int64) problem.Problem {
	return problem.UnreadableFile.In(file).Say(
		fmt.Sprintf("fichier de %s : trop grand pour une page (%s au plus)", french.SizeUp(size), french.Size(MaxPageSize)),
		"partagez-le en plusieurs pages, ou proposez-le en téléchargement")
}

// setCommon copies the fields that every stage uses out of the values.
func (p *Page) setCommon() {
	for _, v := range p.Values {
		switch v.Field.Role {
		case schema.Title:
			p.Title = v.Text
		case schema.Summary:
			p.Summary = v.Text
		case schema.Status:
			p.Status = Status(v.Text)
		case schema.PublishedOn:
			p.Date = v.Time
		case schema.ReviewedOn:
			p.Review.Last = v.Time
		case schema.ReviewDue:
			p.Review.Next = v.Time
		case schema.ExpiresOn:
			p.Expires = v.Time
		case schema.Aliases:
			p.Aliases = v.Items
		case schema.Invented:
			p.Example = v.Bool
		}
	}
}

// compile compiles the text. A page without a title takes it from its first
// heading or its file name.
func (p *Page) compile(body []byte, line int, options []Option) {
	if p.Title == "" {
		p.Title = markdown.FirstHeading(body)
	}
	if p.Title == "" {
		name := p.Slug
		if p.Index && p.Folder != "" {
			name = path.Base(p.Folder)
		}
		p.Title = TitleOf(name)
	}
	p.TitleKey = french.Slug(p.Title)
	o := markdown.Options{File: p.File, FirstLine: line, Title: p.Title}
	for _, set := range options {
		set(&o)
	}
	doc, problems := markdown.Compile(body, o)
	p.Body, p.Problems = doc, append(p.Problems, problems...)
}

// ErrChanged is the error if a file has changed since its page was read.
var ErrChanged = errors.New("le fichier a changé pendant la lecture")

// Tell walks over the page's text again and tells it to a writer. Pages do not
// keep their text: data are the bytes of the page's file. If they have changed,
// the error is [ErrChanged].
func (p *Page) Tell(data []byte, w markdown.Writer) error {
	if DigestOf(data) != p.Digest {
		return fmt.Errorf("%s : %w", p.File, ErrChanged)
	}
	if len(p.Body.HTML) == 0 { // also if the file could not be read
		return nil
	}
	text, _, _ := clean(p.File, data) // it was a text when the page was read
	p.Body.Tell(text, markdown.Options{File: p.File, Title: p.Title, PlainCode: true}, w)
	return nil
}

// checkSections reports expected headings that are missing, each with the
// heading that was probably meant.
func (p *Page) checkSections() {
	if p.Index || len(p.Type.Sections) == 0 {
		return
	}
	wanted := map[string]bool{}
	for _, want := range p.Type.Sections {
		wanted[french.Slug(want)] = true
	}
	have := map[string]bool{}
	var others []string // other headings of the page
	lines := map[string]int{}
	for _, h := range p.Body.Headings {
		slug := french.Slug(h.Text)
		have[slug] = true
		if !wanted[slug] {
			others = append(others, h.Text)
			lines[h.Text] = h.Line
		}
	}
	for _, want := range p.Type.Sections {
		if have[french.Slug(want)] {
			continue
		}
		q := problem.MissingSection.In(p.File).Say("il manque la partie « "+want+" »", "ajoutez « ## "+want+" »")
		if near := french.Suggest(want, others); near != "" {
			q.Line, q.Hint = lines[near], "est-ce « "+near+" » ? Alors écrivez « ## "+want+" »"
		}
		p.Problems = append(p.Problems, q)
	}
}

// TitleOf makes a title from the name of a file or folder.
func TitleOf(name string) string {
	return french.Capitalised(strings.NewReplacer("-", " ", "_", " ").Replace(name))
}
