// Package content reads one source file at a time: front matter against the
// type's description, Markdown into a compiled document. Every complaint is in
// French, with the place and how to mend it: its readers are authors.
//
// What enters: the bytes of one file and the types. What leaves: a [Page] with
// everything that the file says, which never changes afterwards, and the
// problems of that file. A page knows no other page: references stay as written
// until package site links them. The package also lists the content folder
// ([Walk]) and writes the page that an author starts from ([Example]).
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

// Page is one source file that has been read.
type Page struct {
	File     string // path below the source folder, with slashes
	Name     string // place in the portal, see [NameOf]
	Type     *schema.Type
	Folder   string // folder of the address; "" at the root
	Slug     string // last part of the address, without .html
	Index    bool   // index.md: the page of its folder
	Title    string // with typographic corrections
	TitleKey string // the slug of the title, for sorting and lookup
	Summary  string
	Status   Status
	Date     time.Time // zero if none is given
	Review   Review
	Expires  time.Time
	Claims   []Claim   // other statements about who sees the page
	Cascade  []Cascade // claims for the pages below its folder
	Withheld bool      // what says who sees the page is unreadable, so nobody sees it
	Aliases  []Value   // old addresses, as written
	Example  bool      // contains invented demonstration data
	Values   []Value   // the fields that are set, in the type's order
	Body     *markdown.Document

	References int // number of its references to pages, see [Value.Nth]

	Problems   []problem.Problem
	Digest     Digest // of the file's bytes
	TextDigest string // of the text below the header, if pages of the type can be frozen; see [DigestTexts]

	path string // see Path
}

// Folders of the source folder that hold pages.
const (
	Folder      = "content"
	GuideSource = "layouts/guide" // the authors' guide
)

// GuideFolder is the place in the portal of the pages of [GuideSource].
const GuideFolder = "guide-des-auteurs"

// NameOf returns the place in the portal of a file of the source folder: its
// path below content/. Links and the page's address use it.
func NameOf(file string) string {
	if name, ok := strings.CutPrefix(file, GuideSource+"/"); ok {
		return GuideFolder + "/" + name
	}
	return strings.TrimPrefix(file, Folder+"/")
}

// FileAt returns the file below content/ of a place in the portal.
func FileAt(name string) string { return Folder + "/" + name }

// Review holds the days of a page's last and next review.
type Review struct {
	Last, Next time.Time
}

// Digest is a hash of content, for comparing; see [DigestOf].
type Digest [16]byte

// Status is the editorial status of a page.
type Status string

// The statuses. Draft and InReview pages are not published.
const (
	Draft     Status = "brouillon"
	InReview  Status = "relecture"
	Published Status = "publie"
	Archived  Status = "archive"
)

// Path returns the page's address below the site's root.
func (p *Page) Path() string { return p.path }

// IsIssue reports whether the page is also sent by mail, on its day.
func (p *Page) IsIssue() bool { return p.Type.Has(schema.OutputEmail) && !p.Index && !p.Date.IsZero() }

// Value returns the value of a field.
func (p *Page) Value(name string) (Value, bool) {
	for _, v := range p.Values {
		if v.Field.Name == name {
			return v, true
		}
	}
	return Value{}, false
}

// ByRole returns the value of the field of a role.
func (p *Page) ByRole(r schema.Role) (Value, bool) {
	for _, v := range p.Values {
		if v.Field.Role == r {
			return v, true
		}
	}
	return Value{}, false
}

// Text returns the single value of the field of a role, see [Value.Plain]; "" if it is not set.
func (p *Page) Text(r schema.Role) string {
	v, _ := p.ByRole(r)
	return v.Plain()
}

// Strings returns the values of the field of a role, see [Value.Strings].
func (p *Page) Strings(r schema.Role) []string {
	v, _ := p.ByRole(r)
	return v.Strings()
}

// Minutes returns the reading time at 220 words a minute, at least one minute
// (Brysbaert 2019, "How many words do we read per minute?", gives 238 for
// English prose; French words are longer, hence a little less).
func (p *Page) Minutes() int { return max(1, (p.Body.Words+110)/220) }

// address sets the page's folder and slug. Files of a type's folder get clean
// addresses; others keep their path.
func (p *Page) address() {
	folder, base := path.Split(strings.TrimSuffix(p.Name, path.Ext(p.Name)))
	folder = strings.TrimSuffix(folder, "/")
	typed := folder == p.Type.Folder || strings.HasPrefix(folder, p.Type.Folder+"/")
	if base == "index" || base == "_index" {
		p.Index = true
		base = "index"
		// Below a type's folder, a folder with an index.md is one page with its files.
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

// checkNames reports the first problem with the names of the file and of its
// address.
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
