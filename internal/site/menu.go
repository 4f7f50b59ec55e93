package site

import (
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
)

// MenuItem is a line of a menu, its address found.
type MenuItem struct {
	Title   string
	Address string // "" for a group
	Folder  string // the folder that the item stands for, to mark where one is
	Entries []MenuItem
}

func (l *linker) menus() {
	l.site.Menu = l.menu(l.site.Config.Menu)
	l.site.Footer = l.menu(l.site.Config.Footer)
	if len(l.site.Config.Menu) > 0 {
		return
	}
	for _, s := range l.site.Root.Below {
		l.site.Menu = append(l.site.Menu, MenuItem{Title: s.Title, Address: s.Address(), Folder: s.Path})
	}
}

func (l *linker) menu(entries []MenuEntry) []MenuItem {
	var items []MenuItem
	for _, e := range entries {
		item := MenuItem{Title: e.Title, Entries: l.menu(e.Entries)}
		if e.Target != "" && !l.menuTarget(e.Target, &item) {
			l.problems.Add(problem.Problem{File: content.ConfigFile, Level: problem.Error, Code: "menu", Message: "menu : « " + e.Target + " » ne mène à rien", Hint: l.menuHint(e.Target)})
			continue
		}
		if item.Address != "" || len(item.Entries) > 0 {
			items = append(items, item)
		}
	}
	return items
}

// generatedPages are what a menu may name beside pages and folders.
var generatedPages = map[string]string{"index-a-z": AZAddress, "accueil": "index.html"}

// AZAddress is the alphabetical index's own page.
const AZAddress = "index-a-z.html"

var generatedTitles = map[string]string{AZAddress: "Index A-Z", "index.html": "Accueil"}

func (l *linker) menuTarget(target string, item *MenuItem) bool {
	name := strings.Trim(target, "/")
	title := ""
	if address, ok := generatedPages[name]; ok {
		item.Address, title = address, generatedTitles[address]
	} else if s := l.site.names.folders[name]; s != nil {
		item.Address, item.Folder, title = s.Address(), s.Path, s.Title
	} else if t := l.site.Taxonomy(name); t != nil {
		item.Address, item.Folder, title = t.Address(), name, t.Field.Label
	} else if p, ok := l.site.Lookup(name); ok {
		item.Address, title = p.Path(), p.Title
	} else {
		return false
	}
	if item.Title == "" {
		item.Title = title
	}
	return true
}

func (l *linker) menuHint(target string) string {
	var names []string
	for _, s := range l.site.Sections {
		names = append(names, s.Path)
	}
	if hint := problem.DidYouMean(target, names); hint != "" {
		return hint
	}
	return l.site.names.suggest(target, nil)
}
