// Package compare describes what changed between two versions of a portal, for
// editors who are no developers. It names no lines of files, but pages that
// were added, removed or moved, changes that readers see in them, links that
// break, and the effects of a changed type or menu.
//
// What enters: two linked sites with their problems, each a [Side]. What
// leaves: a [Report], a pure function of both, written for people ([WriteText],
// in French), for programs ([WriteJSON]) or as a fragment of a page
// ([WriteHTML]). Texts are compared as readers see them, block by block and
// word by word. The package reads no file, knows neither git nor HTTP, and
// never stops a publication.
//
// Both sites should be linked with drafts, so that work in progress is compared
// too; the report says separately whether readers see a page on the day. A page
// is identified by its file. A removed and an added page are the same page,
// moved, if they have the same bytes, or the same type and title, or the same
// type and similar texts: see [Words] for the measure of words and the comment
// of bag.alike for its source.
//
// Pages with the same bytes are skipped, even if a page that they name changed,
// because that page is reported itself. Issues of a newsletter that have been
// sent are compared all the same: subscribers have what they showed of other
// pages.
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
	Site     *site.Site // nil if its types cannot be read
	Problems []problem.Problem

	// Read returns the bytes of a page's file by its name below the source
	// folder.
	Read func(file string) ([]byte, error)

	// Optional: what is missing is not compared.
	Hidden []*content.Page           // pages that are not in the site, such as expired ones
	Files  map[string]content.Digest // files that are no pages, by name below the source folder
}

// Report describes what changed. Lists without content are empty, never nil.
type Report struct {
	Day        string       `json:"day"`        // AAAA-MM-JJ: the day that decides what readers see
	Unreadable []string     `json:"unreadable"` // "before", "after": sides whose types cannot be read; then only problems are reported
	Pages      []PageChange `json:"pages"`      // added, removed, moved, changed; each by address
	Problems   []NewProblem `json:"problems"`   // present after, not before
	Mended     int          `json:"mended"`     // number of errors present before, not after
	Types      []TypeChange `json:"types"`
	Portal     []string     `json:"portal"` // French sentences on the configuration and the menus
	Files      FileChanges  `json:"files"`
	Look       []string     `json:"look"` // changed files of the portal's appearance
	// French: files that were not compared, since a version lacks them, each with the reason
	Apart []string `json:"apart"`
}

// PageChange describes the change of a page.
type PageChange struct {
	Change     Change        `json:"change"`
	Type       string        `json:"type"` // label of its type
	Title      string        `json:"title"`
	File       string        `json:"file"`    // its place in the portal
	Address    string        `json:"address"` // below the root
	OldFile    string        `json:"oldFile"` // of a moved page; otherwise ""
	OldAddress string        `json:"oldAddress"`
	Visible    bool          `json:"visible"`  // to readers on the day; of a removed page, before
	State      string        `json:"state"`    // the visibility in French, with the reason
	Notes      []string      `json:"notes"`    // French sentences: consequences for readers
	Warnings   []string      `json:"warnings"` // French sentences: things to check
	Words      int           `json:"words"`    // number of words in its text
	Fields     []FieldChange `json:"fields"`
	Blocks     []BlockChange `json:"blocks"`
}

// isUnseen reports whether the file changed without any change that readers see.
func (p *PageChange) isUnseen() bool {
	return p.Change == Changed && len(p.Fields) == 0 && len(p.Blocks) == 0 && len(p.Notes) == 0 && len(p.Warnings) == 0
}

// NewProblem is a problem that did not exist before.
type NewProblem struct {
	problem.Problem
	Title  string `json:"title"`  // of its page; "" for other files
	Hidden bool   `json:"hidden"` // the page is a draft, in review or expired, so it blocks nothing
	Broken bool   `json:"broken"` // a link, a reference, an image or a file is missing
}

// FileChanges are changes of the files and images that pages refer to.
type FileChanges struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
	Changed []string `json:"changed"`
}

// Empty reports whether nothing changed.
func (r *Report) Empty() bool {
	files := len(r.Files.Added) + len(r.Files.Removed) + len(r.Files.Changed)
	return len(r.Unreadable)+len(r.Pages)+len(r.Problems)+r.Mended+len(r.Types)+len(r.Portal)+len(r.Look)+files == 0
}

// Sites compares two versions of a portal. The error is that of ctx, because a
// comparison of many changed pages takes a while, or of a file that cannot be
// read again, such as [content.ErrChanged].
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

// comparison is the state of a comparison of two sites.
type comparison struct {
	ctx           context.Context // when it has ended, pages are skipped
	before, after Side
	report        *Report
	newNames      map[string]string // of moved files, by their old names
	err           error             // the first error of reading a file again
	titles        map[string]string // titles of pages that readers find after the change, by present and old address; see titleAt
}

// versions returns the pages of a side by their places.
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
		case !c.isSame(was, now):
			c.report.Pages = append(c.report.Pages, c.page(was, now))
		case isSent(was, now):
			// It shows content of other pages.
			p := newPageChange(Changed, now, c.after.Site.At)
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

// isSame reports whether a page has the same content and address, and is visible
// alike on each side's day.
func (c *comparison) isSame(was, now version) bool {
	return was.page.Digest == now.page.Digest && was.page.Path() == now.page.Path() &&
		was.page.Visibility(c.before.Site.At).Level == now.page.Visibility(c.after.Site.At).Level
}

// missingTargets are the rules for missing targets of references.
var missingTargets = []*problem.Rule{
	problem.BrokenLink, problem.BrokenAnchor, problem.UnknownReference, problem.MissingImage, problem.MissingDownload,
}

// problems adds the new problems, wherever they are in their file: missing
// targets of any level, and other errors.
func (c *comparison) problems() {
	type key struct {
		file    string
		rule    *problem.Rule
		message string
	}
	tells := func(p problem.Problem) bool {
		return p.Level == problem.Error || slices.Contains(missingTargets, p.Rule)
	}
	old := map[key]int{}
	for _, p := range c.before.Problems {
		if tells(p) {
			old[key{c.newName(p.File), p.Rule, p.Message}]++
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
		now := NewProblem{Problem: p, Broken: slices.Contains(missingTargets, p.Rule)}
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

// newName returns a file's new name.
func (c *comparison) newName(file string) string {
	if now, moved := c.newNames[file]; moved {
		return now
	}
	return file
}

// byFile returns the pages after the change.
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

// isHidden reports whether a page is unfinished or no longer shown. A page that waits
// for its day does not count, since it will be published without anyone looking at it.
func isHidden(p *content.Page, day time.Time) bool {
	why := p.Visibility(day).Hiding
	return why == content.Unfinished || why == content.Claimed || why == content.Expired
}
