package site

import (
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// Redirect is an old address that leads to a page.
type Redirect struct {
	From string // below the root, with its file name
	To   *Page

	at place // of the alias in the page's file
}

// findRedirects makes redirects from the aliases of all pages.
func findRedirects(pages []*Page, list *complaints) (redirects []Redirect) {
	for _, p := range pages {
		seen := map[string]bool{p.Path(): true} // skip the page itself and repeated aliases
		for _, a := range p.Aliases {
			at := place{a.Line, a.Column}
			from, ok := aliasAddress(p, a.Text)
			switch {
			case !ok:
				list.complain(p, at, problem.InvalidAlias, "ancienne adresse impossible : "+a.Text,
					"écrivez un chemin du portail, par exemple fiches-techniques/ancien-nom")
			case !seen[from] && list.checkName(p.File, at, from, strings.Split(from, "/")...):
				seen[from] = true
				redirects = append(redirects, Redirect{From: from, To: p, at: at})
			}
		}
	}
	slices.SortStableFunc(redirects, func(a, b Redirect) int { return strings.Compare(a.From, b.From) })
	return redirects
}

// checkName reports names that some system cannot hold. It returns false for
// a name under which nothing can be published.
func (c *complaints) checkName(file string, at place, name string, parts ...string) bool {
	q, ok := address.CheckOutput(name)
	for _, part := range parts {
		if ok {
			q, ok = address.CheckName(part)
		}
	}
	if !ok {
		if q.File, q.Line, q.Column = file, at.line, at.column; name != content.NameOf(file) {
			q.Message = name + " : " + q.Message
		}
		c.Add(q)
	}
	return ok || q.Level == problem.Warning
}

// aliasAddress turns an alias, with or without folder and extension,
// URL-encoded or not, into the published name.
func aliasAddress(p *Page, alias string) (string, bool) {
	if _, err := address.Read(alias); !errors.Is(err, address.ErrInside) || strings.ContainsAny(alias, "?#\\") {
		return "", false
	}
	if decoded, err := url.PathUnescape(alias); err == nil {
		alias = decoded
	}
	name := alias
	if !strings.Contains(strings.Trim(alias, "/"), "/") && !strings.HasPrefix(alias, "/") {
		name = path.Join(p.Folder, alias)
	}
	folder := strings.HasSuffix(alias, "/")
	name = strings.Trim(path.Clean("/"+name), "/")
	if name == "" || slices.Contains(strings.Split(alias, "/"), "..") {
		return "", false
	}
	switch {
	case folder:
		name += "/index.html"
	case path.Ext(name) != ".html" && path.Ext(name) != ".htm":
		name += ".html"
	}
	return name, true
}

// owner is the page or file that has an address, for messages.
type owner struct {
	address string
	file    string // the author's file, where the problem is placed; "" for what the portal generates
	at      place
	what    string // a name in French; "" for the file itself
}

func (o owner) String() string {
	switch {
	case o.what == "":
		return content.NameOf(o.file)
	case o.file == "":
		return o.what
	default:
		return o.what + " (" + content.NameOf(o.file) + ")"
	}
}

// checkAddresses reports what would be published at the same address, even if
// case or accents differ, because not every shared drive distinguishes them.
func checkAddresses(s *Site, all []*Page, list *complaints) {
	taken := map[string]owner{}
	claim := func(o owner, hint string) {
		key := french.Fold(o.address)
		first, twice := taken[key]
		if !twice {
			taken[key] = o
			return
		}
		message := "l’adresse " + o.address + " est déjà prise par " + first.String()
		if first.address != "" && o.address != first.address {
			message = "l’adresse " + o.address + " ne diffère que par la casse ou les accents de " + first.address + ", prise par " +
				first.String()
		}
		if o.what != "" {
			message = o.what + " : " + message
		}
		list.Add(problem.AddressTaken.At(o.file, o.at.line, o.at.column).Say(message, hint))
	}
	for _, fixed := range []string{"404.html", "sitemap.xml", "robots.txt", "feed.xml", "feed.json"} {
		taken[fixed] = owner{address: fixed, what: "une page que le portail fait lui-même"}
	}
	for _, g := range s.names.generated {
		if g.Address != "index.html" { // content/index.md may fill it
			taken[french.Fold(g.Address)] = owner{address: g.Address, what: "une page que le portail fait lui-même"}
		}
	}
	for _, t := range s.Types.Types {
		taken[t.Folder+"/"+PrintName] = owner{what: "une page que le portail fait lui-même"}
	}
	for _, p := range all { // sorted by file
		if p.mayAppear() { // otherwise its address is free
			claim(owner{address: p.Path(), file: p.File}, "renommez ce fichier ou l’autre")
		}
	}
	for _, name := range s.Files {
		file := content.FileAt(name)
		list.checkName(file, place{}, name)
		claim(owner{address: name, file: file}, "renommez ce fichier ou l’autre")
	}
	for _, r := range s.Redirects {
		claim(owner{address: r.From, file: r.To.File, at: r.at, what: "ancienne adresse"},
			"retirez cette ligne de « alias », ou renommez l’autre page")
	}
	for _, f := range s.Sections {
		if f.Index == nil {
			claim(owner{address: f.Address(), file: f.first().File, what: "la liste du dossier " + f.Path},
				"renommez le dossier ou l’autre page")
		}
	}
	for _, t := range s.Taxonomies {
		claim(owner{address: t.Address(), file: t.Terms[0].Pages[0].File, what: "la liste « " + t.Field.Label + " »"},
			"renommez l’autre page ou son dossier")
		for _, term := range t.Terms {
			p := term.Pages[0]
			v, _ := p.Value(t.Field.Name)
			list.checkName(p.File, place{v.Line, v.Column}, term.Address(), path.Base(term.Address()))
			claim(owner{address: term.Address(), file: p.File, at: place{v.Line, v.Column}, what: "la liste « " + term.Name + " »"},
				"renommez l’autre page ou son dossier")
		}
	}
	checkFolders(taken, list)
}

// checkFolders reports files that have the name of a folder.
func checkFolders(taken map[string]owner, list *complaints) {
	for _, inside := range taken {
		for folder := path.Dir(inside.address); folder != "."; folder = path.Dir(folder) {
			o, ok := taken[french.Fold(folder)]
			if !ok {
				continue
			}
			message := "l’adresse " + o.address + " est aussi un dossier du portail"
			if o.file == "" {
				o = inside
			}
			list.Add(problem.AddressTaken.At(o.file, o.at.line, o.at.column).Say(message, "renommez la page ou le dossier"))
		}
	}
}

// mayAppear reports whether readers see a page, or will see it when it is
// finished or its day comes.
func (p *Page) mayAppear() bool {
	return p.Shown || p.Seen.Hiding == content.Waiting || p.Seen.Hiding == content.Unfinished
}

// first returns a page in the section or below it.
func (s *Section) first() *Page {
	if len(s.Pages) > 0 {
		return s.Pages[0]
	}
	for _, below := range s.Below {
		if p := below.first(); p != nil {
			return p
		}
	}
	return s.Index
}
