package site

import (
	"path"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
)

// Redirect is an old address that leads to a page.
type Redirect struct {
	From string // below the root, with its file name
	To   *Page
}

// redirects reads the aliases of all pages.
func (l *linker) redirects() {
	for _, p := range l.site.Pages {
		for _, a := range p.Aliases {
			from, ok := aliasAddress(p, a.Text)
			if !ok {
				l.problems.Add(problem.Problem{File: p.File, Line: a.Line, Column: a.Column, Level: problem.Error, Code: "alias",
					Message: "ancienne adresse impossible : " + a.Text, Hint: "écrivez un chemin du portail, par exemple fiches-techniques/ancien-nom"})
				continue
			}
			if from != p.Path() {
				l.site.Redirects = append(l.site.Redirects, Redirect{From: from, To: p})
			}
		}
	}
	slices.SortFunc(l.site.Redirects, func(a, b Redirect) int { return strings.Compare(a.From, b.From) })
}

// aliasAddress turns what an author wrote, with or without a folder and an
// ending, into an address.
func aliasAddress(p *Page, alias string) (string, bool) {
	name := alias
	if !strings.Contains(strings.Trim(alias, "/"), "/") && !strings.HasPrefix(alias, "/") {
		name = path.Join(p.Folder, alias)
	}
	folder := strings.HasSuffix(alias, "/")
	name = strings.Trim(path.Clean("/"+name), "/")
	if name == "" || strings.ContainsAny(alias, "?#\\:") || strings.Contains(alias, "..") {
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

// addresses finds what would be published twice at one address, also where
// only the case differs: shared drives do not tell them apart.
func (l *linker) addresses() {
	type owner struct{ address, file string }
	taken := map[string]owner{}
	claim := func(address, file string, line int) {
		key := problem.Fold(address)
		first, twice := taken[key]
		if !twice {
			taken[key] = owner{address, file}
			return
		}
		message := "l’adresse " + address + " est déjà celle de " + first.file
		if address != first.address {
			message = "l’adresse " + address + " ne diffère que par la casse ou les accents de celle de " + first.file + " (" + first.address + ")"
		}
		l.problems.Add(problem.Problem{File: file, Line: line, Level: problem.Error, Code: "adresse-en-double", Message: message, Hint: "renommez l’un des deux fichiers"})
	}
	for _, fixed := range []string{"404.html", AZAddress, "sitemap.xml", "robots.txt", "feed.xml", "feed.json"} {
		taken[fixed] = owner{fixed, "une page que le portail fait lui-même"}
	}
	pages := slices.Clone(l.all)
	slices.SortStableFunc(pages, func(a, b *Page) int { return strings.Compare(a.File, b.File) })
	for _, p := range pages {
		if !p.Expires.IsZero() && !p.visible && p.Status != content.Draft {
			continue // expired: its address is free again
		}
		claim(p.Path(), p.File, 0)
	}
	for _, s := range l.site.Sections {
		if s.Index == nil {
			claim(s.Address(), "la liste du dossier "+s.Path, 0)
		}
	}
	for _, t := range l.site.Taxonomies {
		claim(t.Address(), "la liste « "+t.Field.Label+" »", 0)
		for _, term := range t.Terms {
			claim(term.Address(), "la page de « "+term.Name+" »", 0)
		}
	}
	for _, r := range l.site.Redirects {
		line := 0
		if len(r.To.Aliases) > 0 {
			line = r.To.Aliases[0].Line
		}
		claim(r.From, r.To.File, line)
	}
}
