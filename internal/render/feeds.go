package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"slices"
	"time"

	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// feedLength is the number of pages in a feed.
const feedLength = 30

// feed holds the latest pages of the site or of one type.
type feed struct {
	address string // without extension
	title   string
	home    string // the page that it belongs to
	pages   func() []*site.Page
}

// feeds returns the feeds of the whole site and of each type that has dated pages.
func (r *Renderer) feeds() []feed {
	latest := func() []*site.Page { return r.latest(feedLength) }
	all := []feed{{address: "feed", title: r.site.Config.Title, home: "index.html", pages: latest}}
	for _, s := range r.site.Sections {
		if !ownsFolder(s.Type, s) || s.Unlisted {
			continue
		}
		pages := func() []*site.Page {
			dated := slices.DeleteFunc(r.site.Of(s.Type), func(p *site.Page) bool { return p.Date.IsZero() })
			site.SortByDate(dated)
			return dated[:min(feedLength, len(dated))]
		}
		all = append(all, feed{s.Path + "/feed", r.site.Config.Title + " : " + s.Title, s.Address(), pages})
	}
	return all
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID        string    `xml:"id"`
	Title     string    `xml:"title"`
	Updated   string    `xml:"updated"`
	Published string    `xml:"published"`
	Link      atomLink  `xml:"link"`
	Summary   string    `xml:"summary,omitempty"`
	Content   *atomText `xml:"content"`
	Category  atomTerm  `xml:"category"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomTerm struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// atom returns a feed as Atom (RFC 4287).
func (r *Renderer) atom(f feed) ([]byte, error) {
	from := f.address + ".xml"
	out := atomFeed{
		Lang: r.site.Config.Language, ID: r.absolute(from, f.home), Title: f.title, Author: atomAuthor{r.site.Config.Title},
		Links:   []atomLink{{"self", "application/atom+xml", r.absolute(from, from)}, {"alternate", "text/html", r.absolute(from, f.home)}},
		Updated: r.updated(f).Format(time.RFC3339),
	}
	if r.site.Config.BaseURL == "" {
		out.ID = identifier(f.address)
	}
	for _, p := range f.pages() {
		e := atomEntry{
			ID: r.absolute(from, p.Path()), Title: p.Title, Summary: p.Summary,
			Updated: lastChanged(p).Format(time.RFC3339), Published: p.Date.Format(time.RFC3339),
			Link:     atomLink{"alternate", "text/html", r.absolute(from, p.Path())},
			Category: atomTerm{p.Type.Name, p.Type.Label.One},
		}
		if r.site.Config.BaseURL == "" {
			e.ID = identifier(p.Path())
		}
		if p.Type.Has(schema.OutputEmail) {
			e.Content = &atomText{"html", string(r.textFor(p, from))} // newsletters are read in full in the feed
		}
		out.Entries = append(out.Entries, e)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(out); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// jsonFeed returns a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
func (r *Renderer) jsonFeed(f feed) ([]byte, error) {
	type item struct {
		ID            string   `json:"id"`
		URL           string   `json:"url"`
		Title         string   `json:"title"`
		Summary       string   `json:"summary,omitempty"`
		ContentText   string   `json:"content_text"`
		DatePublished string   `json:"date_published"`
		DateModified  string   `json:"date_modified"`
		Tags          []string `json:"tags,omitempty"`
	}
	from := f.address + ".json"
	out := struct {
		Version     string `json:"version"`
		Title       string `json:"title"`
		HomePageURL string `json:"home_page_url,omitempty"`
		FeedURL     string `json:"feed_url,omitempty"`
		Language    string `json:"language"`
		Items       []item `json:"items"`
	}{
		Version: "https://jsonfeed.org/version/1.1", Title: f.title, HomePageURL: r.absolute(from, f.home),
		FeedURL: r.absolute(from, from), Language: r.site.Config.Language, Items: []item{},
	}
	for _, p := range f.pages() {
		text := p.Summary
		if text == "" {
			text = p.Title
		}
		out.Items = append(out.Items, item{
			ID: r.absolute(from, p.Path()), URL: r.absolute(from, p.Path()), Title: p.Title, Summary: p.Summary, ContentText: text,
			DatePublished: p.Date.Format(time.RFC3339), DateModified: lastChanged(p).Format(time.RFC3339), Tags: p.Strings(schema.Tags),
		})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(out)
	return b.Bytes(), err
}

// sitemap lists the pages for search engines of an intranet
// (https://www.sitemaps.org/protocol.html). It needs the base address.
func (r *Renderer) sitemap() ([]byte, error) {
	type entry struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	set := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []entry  `xml:"url"`
	}{}
	for _, p := range r.site.Pages {
		if p.Unlisted {
			continue
		}
		e := entry{Loc: r.site.Config.Absolute(p.Path()).String()}
		if t := lastChanged(p); !t.IsZero() {
			e.LastMod = t.Format(time.DateOnly)
		}
		set.URLs = append(set.URLs, e)
	}
	if r.site.Home == nil {
		set.URLs = append([]entry{{Loc: r.site.Config.BaseURL}}, set.URLs...)
	}
	for _, s := range r.site.Sections {
		if s.Index == nil {
			set.URLs = append(set.URLs, entry{Loc: r.site.Config.Absolute(s.Address()).String()})
		}
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(set); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// absolute returns a full address if the site has a base address, otherwise a relative one.
func (r *Renderer) absolute(from, to string) string {
	return cmp.Or(r.site.Config.Absolute(to).String(), relative(from, to))
}

// lastChanged returns the last day on which a page's content changed.
func lastChanged(p *site.Page) time.Time {
	if p.Review.Last.After(p.Date) {
		return p.Review.Last
	}
	return p.Date
}

func (r *Renderer) updated(f feed) time.Time {
	var last time.Time
	for _, p := range f.pages() {
		if t := lastChanged(p); t.After(last) {
			last = t
		}
	}
	if last.IsZero() {
		return r.site.At
	}
	return last
}

// identifier returns a permanent name for what has no absolute address: a UUID
// made from its path (RFC 9562, version 8).
func identifier(name string) string {
	sum := sha256.Sum256([]byte("intraqvt:" + name))
	b := sum[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	h := hex.EncodeToString(b)
	return "urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
