// Package compare says what changed between two versions of a portal, to
// editors who are no developers: not which lines of which files, but which
// pages came, went or moved, what readers will read otherwise in them, which
// links break, and what the change of a type or of the menu means.
//
// What enters: two linked sites with their problems, each a [Side]. What
// leaves: a [Report], a pure function of both, written for people ([WriteText],
// in French), for programs ([WriteJSON]) or as a fragment of a page
// ([WriteHTML]). Texts are compared as they are read, block by block and word
// by word. The package reads no file, knows neither git nor HTTP, and judges
// nothing but what readers lose: it never stops a publication.
//
// Both sites should be linked with drafts, so that work in progress is
// compared too; whether readers see a page on the day is said apart. A page is
// known by its file. One that is gone and one that is new are the same page,
// moved, where they have the same bytes, or one type and the same title, or
// one type and texts that are alike: see [Words] for the measure of words and
// the comment of bag.alike for its source.
//
// Pages that are equal byte for byte are passed over, whatever became of the
// pages that they name: what changed there is told there. Issues of a newsletter
// that have been sent are not: what they show of other pages is with their
// subscribers.
package compare

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// Side is one version of a portal.
type Side struct {
	Site     *site.Site // nil where its types cannot be read
	Problems []problem.Problem

	// Read gives the bytes of a page's file again, by its name below the source
	// folder.
	Read func(file string) ([]byte, error)

	// Both may be left out: what they tell is then not compared.
	Hidden []*content.Page           // pages that the site leaves out, such as those that have expired
	Files  map[string]content.Digest // files that are no pages, by their name below the source folder
}

// Report is what changed. Lists are empty where there is nothing to tell,
// never nil.
type Report struct {
	Day        string       `json:"day"`        // AAAA-MM-JJ: what readers see is told for this day
	Unreadable []string     `json:"unreadable"` // "before", "after": sides whose types cannot be read; then only problems are told
	Pages      []PageChange `json:"pages"`      // added, removed, moved, changed; each by address
	Problems   []NewProblem `json:"problems"`   // there after, not before
	Mended     int          `json:"mended"`     // errors there before, not after
	Types      []TypeChange `json:"types"`
	Portal     []string     `json:"portal"` // French sentences on the configuration and the menus
	Files      FileChanges  `json:"files"`
	Look       []string     `json:"look"` // files of the portal's appearance that differ
	// French: files that a version does not hold itself, each with the reason; they were not compared
	Apart []string `json:"apart"`
}

// PageChange is what became of a page.
type PageChange struct {
	Change     Change        `json:"change"`
	Type       string        `json:"type"` // its label
	Title      string        `json:"title"`
	File       string        `json:"file"`    // its place in the portal
	Address    string        `json:"address"` // below the root
	OldFile    string        `json:"oldFile"` // of a page that moved; else ""
	OldAddress string        `json:"oldAddress"`
	Visible    bool          `json:"visible"`  // to readers on the day; of a page that is gone, before
	State      string        `json:"state"`    // the same in French, with the reason
	Notes      []string      `json:"notes"`    // French sentences: what this means for readers
	Warnings   []string      `json:"warnings"` // French sentences: what somebody should look at
	Words      int           `json:"words"`    // of its text
	Fields     []FieldChange `json:"fields"`
	Blocks     []BlockChange `json:"blocks"`
}

// Unseen tells whether the file changed and nothing that readers see.
func (p *PageChange) Unseen() bool {
	return p.Change == Changed && len(p.Fields) == 0 && len(p.Blocks) == 0 && len(p.Notes) == 0 && len(p.Warnings) == 0
}

// NewProblem is a problem that was not there before.
type NewProblem struct {
	problem.Problem
	Title  string `json:"title"`  // of the page on which it stands; "" for other files
	Hidden bool   `json:"hidden"` // the page is a draft, in review or has expired: it holds nobody up
	Broken bool   `json:"broken"` // a link, a reference, an image or a file is missing
}

// FileChanges are the files and images that pages refer to.
type FileChanges struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
	Changed []string `json:"changed"`
}

// Empty tells whether nothing changed.
func (r *Report) Empty() bool {
	files := len(r.Files.Added) + len(r.Files.Removed) + len(r.Files.Changed)
	return len(r.Unreadable)+len(r.Pages)+len(r.Problems)+r.Mended+len(r.Types)+len(r.Portal)+len(r.Look)+files == 0
}

// Sites compares two versions of a portal. The error is that of ctx, since it
// takes a while where every page has changed, or of a file that cannot be read
// again, such as [content.ErrChanged].
func Sites(ctx context.Context, before, after Side) (*Report, error) {
	r := &Report{
		Unreadable: []string{}, Pages: []PageChange{}, Problems: []NewProblem{}, Types: []TypeChange{}, Portal: []string{},
		Look: []string{}, Apart: []string{},
		Files: FileChanges{[]string{}, []string{}, []string{}},
	}
	if before.Site == nil {
		r.Unreadable = append(r.Unreadable, "before")
	}
	if after.Site == nil {
		r.Unreadable = append(r.Unreadable, "after")
	}
	c := comparison{ctx: ctx, before: before, after: after, report: r}
	if len(r.Unreadable) == 0 {
		r.Day = after.Site.At.Format(time.DateOnly)
		c.pages()
		r.Types = compareTypes(before.Site, after.Site)
		r.Portal = comparePortal(before.Site, after.Site)
		c.files()
	}
	c.problems()
	if err := cmp.Or(ctx.Err(), c.err); err != nil {
		return nil, err
	}
	return r, nil
}

// comparison holds what is needed while two sites are compared.
type comparison struct {
	ctx           context.Context // once it has ended, pages are passed over
	before, after Side
	report        *Report
	newNames      map[string]string // of files that moved, by their old ones
	err           error             // the first of files that could not be read again
	leadsTo       map[string]string // titles of pages that readers find after, by address, old ones too; see leads
}

// versions are the pages of a side by their places.
func versions(s Side) map[string]version {
	all := make(map[string]version, len(s.Site.Pages)+len(s.Hidden))
	for _, p := range s.Hidden {
		all[p.Name] = version{page: p}
	}
	for _, p := range s.Site.Pages {
		all[p.Name] = version{p.Page, p}
	}
	return all
}

func (c *comparison) pages() {
	old := versions(c.before)
	var added, removed []version
	look := func(now version) {
		was, ok := old[now.page.Name]
		if !ok {
			added = append(added, now)
			return
		}
		delete(old, now.page.Name)
		switch {
		case c.ctx.Err() != nil:
		case !c.same(was, now):
			c.report.Pages = append(c.report.Pages, c.page(was, now))
		case isSent(was, now):
			// What it shows is other pages'.
			p := about(Changed, now, c.after.Site.At)
			if c.sentIssue(was, now, &p); len(p.Warnings) > 0 {
				c.report.Pages = append(c.report.Pages, p)
			}
		}
	}
	for _, p := range c.after.Site.Pages {
		look(version{p.Page, p})
	}
	for _, p := range c.after.Hidden {
		look(version{page: p})
	}
	for _, v := range old {
		removed = append(removed, v)
	}
	byFile := func(a, b version) int { return strings.Compare(a.page.Name, b.page.Name) }
	slices.SortFunc(removed, byFile)
	slices.SortFunc(added, byFile)
	c.newNames = map[string]string{}
	if c.ctx.Err() != nil {
		return
	}
	moves, added, removed := findMoves(removed, added)
	for _, m := range moves {
		if c.ctx.Err() != nil {
			return
		}
		c.newNames[m.before.page.File] = m.after.page.File
		c.report.Pages = append(c.report.Pages, c.page(m.before, m.after))
	}
	for _, v := range added {
		c.report.Pages = append(c.report.Pages, c.addedPage(v))
	}
	for _, v := range removed {
		c.report.Pages = append(c.report.Pages, c.removedPage(v))
	}
	order := []Change{Added, Removed, Moved, Changed}
	slices.SortStableFunc(c.report.Pages, func(a, b PageChange) int {
		return cmp.Or(slices.Index(order, a.Change)-slices.Index(order, b.Change), strings.Compare(a.Address, b.Address),
			strings.Compare(a.File, b.File))
	})
}

// same tells whether a page says the same at the same address, for readers on
// both sides' days.
func (c *comparison) same(was, now version) bool {
	return was.page.Digest == now.page.Digest && was.page.Path() == now.page.Path() &&
		was.page.Visibility(c.before.Site.At).Level == now.page.Visibility(c.after.Site.At).Level
}

// broken are the rules about what is missing that a page refers to.
var broken = []*problem.Rule{
	problem.BrokenLink, problem.BrokenAnchor, problem.UnknownReference, problem.MissingImage, problem.MissingDownload,
}

// problems tells those that are there after and were not before, wherever they
// stand in their file: what is missing, whatever its level, and other errors.
func (c *comparison) problems() {
	type key struct {
		file    string
		rule    *problem.Rule
		message string
	}
	tells := func(p problem.Problem) bool { return p.Level == problem.Error || slices.Contains(broken, p.Rule) }
	old := map[key]int{}
	for _, p := range c.before.Problems {
		if tells(p) {
			old[key{c.renamed(p.File), p.Rule, p.Message}]++
		}
	}
	var pages map[string]*content.Page
	for _, p := range c.after.Problems {
		k := key{p.File, p.Rule, p.Message}
		if !tells(p) {
			continue
		}
		if old[k] > 0 {
			old[k]--
			continue
		}
		if pages == nil {
			pages = c.byFile()
		}
		now := NewProblem{Problem: p, Broken: slices.Contains(broken, p.Rule)}
		if page := pages[p.File]; page != nil {
			now.Title, now.Hidden = page.Title, isHidden(page, c.after.Site.At)
		}
		if now.Hidden {
			now.Level = problem.Warning
		}
		c.report.Problems = append(c.report.Problems, now)
	}
	for _, n := range old {
		c.report.Mended += n
	}
}

// renamed is a file's name after.
func (c *comparison) renamed(file string) string {
	if now, moved := c.newNames[file]; moved {
		return now
	}
	return file
}

// byFile are the pages after.
func (c *comparison) byFile() map[string]*content.Page {
	pages := map[string]*content.Page{}
	if c.after.Site == nil {
		return pages
	}
	for _, p := range c.after.Site.Pages {
		pages[p.File] = p.Page
	}
	for _, p := range c.after.Hidden {
		pages[p.File] = p
	}
	return pages
}

// isHidden tells of a page that is not finished or not shown any more. One that
// waits for its day is not among them: nobody will be there to mend it then.
func isHidden(p *content.Page, day time.Time) bool {
	why := p.Visibility(day).Hiding
	return why == content.Unfinished || why == content.Claimed || why == content.Expired
}
