package site

import (
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Addresses of pages that the portal generates.
const (
	SearchAddress   = "recherche.html"
	AZAddress       = "index-a-z.html"                                 // the alphabetical index
	TypesFolder     = content.GuideFolder + "/types"                   // in the guide, one page per type
	MessagesAddress = content.GuideFolder + "/messages.html"           // in the guide, the catalogue of messages
	HidingAddress   = content.GuideFolder + "/ce-qui-reste-cache.html" // in the guide, the ways of hiding a page
	PrintName       = "imprimer.html"                                  // in a type's folder: all its pages as one
)

// Generated is a page that the portal generates. Menus and links name it like a
// page of the content.
type Generated struct {
	Address string
	Title   string
	Anchors []string // ids of its parts, for links
}

// generatedPages returns the generated pages by their addressKey.
func generatedPages(types *schema.Set, o Options) map[string]*Generated {
	pages := map[string]*Generated{"accueil": {Address: "index.html", Title: "Accueil"}}
	add := func(g *Generated) {
		name := strings.TrimSuffix(strings.TrimSuffix(g.Address, ".html"), "/index")
		pages[addressKey(name)] = g
	}
	add(&Generated{Address: AZAddress, Title: "Index A-Z"})
	add(&Generated{Address: SearchAddress, Title: "Recherche"})
	if !o.Configured {
		return pages
	}
	add(&Generated{Address: TypesFolder + "/index.html", Title: "Types de page"})
	for _, t := range types.Types {
		add(&Generated{Address: TypesFolder + "/" + t.Folder + ".html", Title: t.Label.One})
	}
	add(&Generated{Address: HidingAddress, Title: "Ce qui reste caché"})
	add(&Generated{Address: MessagesAddress, Title: "Messages du programme", Anchors: problem.Codes()})
	return pages
}

// toGenerated returns a link to a generated page.
func (l *linker) toGenerated(from *Page, g *Generated, s *markdown.Slot) Target {
	t := Target{Generated: g, Fallback: g.Title}
	for _, id := range g.Anchors {
		if id == s.Fragment {
			t.Anchor = id
		}
	}
	if s.Fragment != t.Anchor {
		l.addBroken(from, s, problem.BrokenAnchor, "partie introuvable dans « "+g.Title+" » : #"+s.Fragment, func() string {
			return problem.DidYouMean(french.Slug(s.Fragment), g.Anchors)
		})
	}
	return t
}
