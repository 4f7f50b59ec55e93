package render

import (
	"bytes"
	"fmt"
	"html/template"
	"path"
	"strings"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/media"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// View is what a template shows. Every address in it is a link from the page
// being made.
type View struct {
	Site        *SiteView
	Address     string // of the page being made
	Here        string // what a link to a part of the page begins with: "" but where Base is set
	Root        string // the way to the site's root: "" or "../"
	Base        string // what links start from where the page is shown at any depth; else ""
	Title       string
	Description string
	Canonical   string // absolute; "" where the site has no base address
	Style       string
	Early       string // the script that runs before the page is shown
	Script      string
	Engine      string // the script that searches, from the site's root
	Menu        []Link
	Footer      []Link
	Before      template.HTML // what stands above every page: components/entete.html
	After       template.HTML // what stands below: components/pied.html
	Trail       []Link        // breadcrumb, the page itself last
	Navigation  *NavView      // beside pages of folders that no type owns
	Feed        string
	Article     *Article
	Articles    []*Article    // of a section that is printed as one
	Intro       template.HTML // text of an index.md
	Groups      []EntryGroup
	Filters     []Filter
	Sorts       []Sort
	Count       int
	Letters     []Link
	Areas       []Area
	Print       string // the section as one document
	Guide       *TypeGuide
	Messages    []MessageGroup
	Hiding      []HidingGroup
}

// SiteView is what a template may say of the site.
type SiteView struct {
	Title, Subtitle, Description, Language, Contact string
	Updated                                         Date
}

// Link is an address with its name.
type Link struct {
	Title   string
	URL     string
	Current bool
	Entries []Link
}

// Date is a day for machines and for readers.
type Date struct{ ISO, Text string }

// Article is a page's own view.
type Article struct {
	Anchor        string // where it stands in its section's one document
	Type          Link
	Title         string
	Summary       string
	Axis          string // the letter of the family that colours the page; may be empty
	Number        string
	Body          template.HTML
	Toc           []TocEntry
	Minutes       int
	Date          Date
	Coming        Date // of an agenda's page: the next time
	Past          bool // of an agenda's page: it has been for the last time
	Reviewed      Date
	Revised       *RevisionView  // the last change that the history of the files tells of; nil for none
	Earlier       []RevisionView // those before it, some of them
	MoreRevisions int            // those that are not among them
	FirstRevision Date           // the oldest of these
	Review        Date           // the day of the next review
	ReviewDue     bool           // that day has passed
	Example       bool
	Archived      bool
	Source        string
	Authors       string
	Card          []CardRow
	Tables        []Table
	Tags          []LinkGroup
	SeeAlso       []Entry
	Related       []Entry
	Backlinks     []EntryGroup
	Prev          *Link
	Next          *Link
	Owner         *Link
	Contacts      []Contact
	Report        template.URL  // mailto link that reports an error; may be empty
	QR            template.HTML // the page's absolute address, for paper; may be empty
	Canonical     string
}

// RevisionView is a day on which a page was changed, with the names of those
// who did and let themselves be named.
type RevisionView struct {
	Date
	Authors string
}

// TocEntry is a heading in the table of contents.
type TocEntry struct {
	Title, URL string
	Below      []TocEntry
}

// CardRow is a line of the identity card.
type CardRow struct {
	Label  string
	Values []CardValue
}

// CardValue is one value of a field, perhaps with an address.
type CardValue struct {
	Text     string
	URL      template.URL
	Note     string // type and size of a file
	Download bool
}

// Table is a field that is a table.
type Table struct {
	Title   string
	Draw    schema.Drawing
	Now     int // the row of the current year; -1 where there is none
	Columns []string
	Rows    [][]CardRow // a row has one CardRow a column
}

// LinkGroup is a label with links, such as the tags of a page.
type LinkGroup struct {
	Label string
	Links []Link
}

// Area is a section as the home page and the pages of folders show it.
type Area struct {
	Title, URL, Summary string
	Count               int
}

// view starts the view of an address.
func (r *Renderer) view(address, title, description string) *View {
	return r.viewFrom("", address, title, description)
}

// viewFrom starts the view of an address that is shown at any depth: its links
// start from base.
func (r *Renderer) viewFrom(base, address, title, description string) *View {
	c := r.site.Config
	v := &View{
		Site:    &SiteView{Title: c.Title, Subtitle: c.Subtitle, Description: c.Description, Language: c.Language, Contact: c.Contact, Updated: date(r.site.At)},
		Address: address, Root: root(address), Base: base, Title: title, Description: description,
		Style: relative(address, r.theme.Style), Early: relative(address, r.theme.Early), Script: relative(address, r.theme.Script), Engine: r.theme.Engine,
		Feed: relative(address, "feed.xml"),
	}
	if v.Description == "" {
		v.Description = c.Description
	}
	if base != "" {
		v.Here = address
	} else {
		v.Canonical = c.Absolute(address).String()
	}
	v.Before, v.After = r.frame(v)
	return v
}

// frame is what surrounds the page. It is the same for all pages of a folder
// that mark the same entries of the menu, and made once for them.
func (r *Renderer) frame(v *View) (before, after template.HTML) {
	key := path.Dir(v.Address) + v.Here + marked(r.site.Menu, v.Address, "")
	if made, ok := r.frames.Load(key); ok {
		f := made.([2]template.HTML)
		return f[0], f[1]
	}
	v.Menu, v.Footer = r.menu(r.site.Menu, v.Address), r.menu(r.site.Footer, v.Address)
	f := [2]template.HTML{r.component("entete", v.Address, v), r.component("pied", v.Address, v)}
	r.frames.Store(key, f)
	return f[0], f[1]
}

// component runs one component's template for a page. A failure is kept and
// ends the build: see [Renderer.execute].
func (r *Renderer) component(name, address string, data any) template.HTML {
	var b bytes.Buffer
	if err := r.theme.templates["page"].ExecuteTemplate(&b, name, data); err != nil {
		r.failure.CompareAndSwap(nil, fmt.Errorf("modèle components/%s.html, page %s : %w", name, address, err))
	}
	return template.HTML(b.String())
}

// marked spells which entries of a menu are marked on a page.
func marked(items []site.MenuItem, address, key string) string {
	for _, item := range items {
		switch {
		case isCurrent(item, address):
			key += "1"
		default:
			key += "0"
		}
		key = marked(item.Entries, address, key)
	}
	return key
}

func (r *Renderer) menu(items []site.MenuItem, address string) []Link {
	links := make([]Link, 0, len(items))
	for _, item := range items {
		l := Link{Title: item.Title, Entries: r.menu(item.Entries, address)}
		if item.Address != "" {
			l.URL = relative(address, item.Address)
			l.Current = isCurrent(item, address)
		}
		for _, e := range l.Entries {
			l.Current = l.Current || e.Current
		}
		links = append(links, l)
	}
	return links
}

// isCurrent tells whether a page belongs to an entry of the menu.
func isCurrent(item site.MenuItem, address string) bool {
	rest, inside := strings.CutPrefix(address, item.Folder)
	return item.Address == address || item.Folder != "" && inside && strings.HasPrefix(rest, "/")
}

func (r *Renderer) trail(s *site.Section, address, last string) []Link {
	var links []Link
	for _, at := range s.Trail() {
		title := at.Title
		if at.Path == "" {
			title = r.theme.words["accueil"]
		}
		links = append(links, Link{Title: title, URL: relative(address, at.Address())})
	}
	if last != "" {
		links = append(links, Link{Title: last})
	}
	if n := len(links); n > 0 {
		links[n-1].Current = true
		links[n-1].URL = ""
	}
	return links
}

func date(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return Date{ISO: t.Format(time.DateOnly), Text: french.Date(t)}
}

// fileNote says the type and the size of a file.
func fileNote(f media.File) string {
	if f.Label == "" {
		return ""
	}
	return f.Label + ", " + french.Size(f.Size)
}
