// Package content reads one source file at a time: front matter against the
// type's description, Markdown into a compiled document. Every complaint is in
// French, with the place and how to mend it: its readers are authors.
//
// What enters: the bytes of one file and the types. What leaves: a [Page]
// that says all the file says and never changes afterwards, with the problems
// of that file. A page knows no other page: what it refers to stays as it was
// written until package site links it. The package also lists the content
// folder ([Walk]) and writes the page that an author starts from ([Example]).
package content

import (
	"path"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Page is one source file, read.
type Page struct {
	File     string // below the source folder, with slashes
	Name     string // its place in the portal, see [NameOf]
	Type     *schema.Type
	Folder   string // of the address; "" at the root
	Slug     string // last part of the address, without .html
	Index    bool   // index.md: speaks for its folder
	Title    string // set typographically
	TitleKey string // the title as a slug, by which titles are sorted and found
	Summary  string
	Status   Status
	Date     time.Time // zero where none is given
	Review   Review
	Expires  time.Time
	Claims   []Claim   // what else says who sees the page
	Cascade  []Cascade // what it claims for the pages below its folder
	Withheld bool      // what would say who sees it cannot be read: nobody does
	Aliases  []Value   // old addresses, as written
	Example  bool      // invented demonstration data
	Values   []Value   // the fields that are set, in the type's order
	Body     *markdown.Document

	References int // how many of its values name pages, see [Value.Nth]

	Problems   []problem.Problem
	Digest     Digest // of the file's bytes
	TextDigest string // of the text below the header, where the type's pages can be frozen; see [Digested]

	path string // see Path
}

// Folders of the source folder in which pages stand.
const (
	Folder      = "content"
	GuideSource = "layouts/guide" // the authors' guide
)

// GuideFolder is where the pages of [GuideSource] stand in the portal.
const GuideFolder = "guide-des-auteurs"

// NameOf is the place in the portal of a file of the source folder: its path
// below content/, by which links find it and which its address comes from.
func NameOf(file string) string {
	if name, ok := strings.CutPrefix(file, GuideSource+"/"); ok {
		return GuideFolder + "/" + name
	}
	return strings.TrimPrefix(file, Folder+"/")
}

// FileAt is the file below content/ that has a place in the portal.
func FileAt(name string) string { return Folder + "/" + name }

// Review holds the dates on which a page was read again and shall be.
type Review struct {
	Last, Next time.Time
}

// Digest is a hash of content, for comparing; see [DigestOf].
type Digest [16]byte

// Status says how far a page has come.
type Status string

// The statuses. Draft and InReview pages are not published.
const (
	Draft     Status = "brouillon"
	InReview  Status = "relecture"
	Published Status = "publie"
	Archived  Status = "archive"
)

// Path is the page's address below the site's root.
func (p *Page) Path() string { return p.path }

// IsIssue tells whether the page is sent by mail too, on its day.
func (p *Page) IsIssue() bool { return p.Type.Has(schema.OutputEmail) && !p.Index && !p.Date.IsZero() }

// Value returns a field's value by the field's name.
func (p *Page) Value(name string) (Value, bool) {
	for _, v := range p.Values {
		if v.Field.Name == name {
			return v, true
		}
	}
	return Value{}, false
}

// ByRole returns the value of the field that plays a part.
func (p *Page) ByRole(r schema.Role) (Value, bool) {
	for _, v := range p.Values {
		if v.Field.Role == r {
			return v, true
		}
	}
	return Value{}, false
}

// Text is the single value of the field of a role, see [Value.Plain]; "" where it is not set.
func (p *Page) Text(r schema.Role) string {
	v, _ := p.ByRole(r)
	return v.Plain()
}

// Strings are the values of the field of a role, see [Value.Strings].
func (p *Page) Strings(r schema.Role) []string {
	v, _ := p.ByRole(r)
	return v.Strings()
}

// Minutes is the reading time, at 220 words a minute, at least one (Brysbaert
// 2019, "How many words do we read per minute?", gives 238 for English prose;
// French words being longer, a little less).
func (p *Page) Minutes() int { return max(1, (p.Body.Words+110)/220) }

// address gives a file its folder and slug. Files of a type's folder get clean
// addresses; others keep their path.
func (p *Page) address() {
	folder, base := path.Split(strings.TrimSuffix(p.Name, path.Ext(p.Name)))
	folder = strings.TrimSuffix(folder, "/")
	typed := folder == p.Type.Folder || strings.HasPrefix(folder, p.Type.Folder+"/")
	if base == "index" || base == "_index" {
		p.Index = true
		base = "index"
		// A folder with an index.md below a type's own is one page with its files.
		if typed && folder != p.Type.Folder {
			p.Index = false
			folder, base = path.Split(folder)
			folder = strings.TrimSuffix(folder, "/")
		}
	}
	if typed {
		parts := strings.Split(folder, "/")
		for i := 1; i < len(parts); i++ {
			parts[i] = french.Slug(parts[i])
		}
		folder, base = strings.Join(parts, "/"), french.Slug(base)
		if base == "" || slices.Contains(parts, "") {
			p.Problems = append(p.Problems, problem.ImpossibleName.In(p.File).
				Say("ce nom de fichier ou de dossier ne donne pas d’adresse", "renommez-le avec des lettres ou des chiffres"))
		}
	}
	p.Folder, p.Slug, p.path = folder, base, path.Join(folder, base+".html")
	p.checkNames()
}

// checkNames complains of the first thing that is wrong with the names of the
// file and of what is published of it.
func (p *Page) checkNames() {
	q, ok := address.CheckOutput(p.path)
	for _, name := range []string{path.Base(p.File), path.Base(p.path)} {
		if ok {
			q, ok = address.CheckName(name)
		}
	}
	if !ok {
		q.File = p.File
		p.Problems = append(p.Problems, q)
	}
}
