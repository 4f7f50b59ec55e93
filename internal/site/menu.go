package site

import (
	"maps"
	"slices"
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
		if e.Target != "" && !l.menuTarget(e, &item) {
			continue
		}
		if item.Address != "" || len(item.Entries) > 0 {
			items = append(items, item)
		}
	}
	return items
}

// menuTarget finds what an entry leads to. What is empty or not published yet
// is left out with a warning: it will be there one day.
func (l *linker) menuTarget(e MenuEntry, item *MenuItem) bool {
	name := strings.Trim(e.Target, "/")
	title := ""
	bad := func(level problem.Level, message, hint string) bool {
		l.problems.Add(problem.DeadMenuEntry.At(content.ConfigFile, e.at.line, e.at.column).Say(message, hint).AtLevel(level))
		return false
	}
	page, _ := l.site.names.find(name, nil, nil)
	section := l.site.names.folders[addressKey(name)]
	if made := l.site.names.generated[addressKey(name)]; made != nil {
		item.Address, title = made.Address, made.Title
	} else if section != nil && name != "" {
		item.Address, item.Folder, title = section.Address(), section.Path, section.Title
	} else if t := l.site.Taxonomy(name); t != nil {
		item.Address, item.Folder, title = t.Address(), name, t.Field.Label
	} else if page != nil && page.Shown {
		item.Address, title = page.Path(), page.Title
	} else if page != nil {
		return bad(problem.Warning, "menu : « "+e.Target+" » n’est pas publié", page.unseen())
	} else if _, ok := l.site.Types.InFolder(name); ok {
		return bad(problem.Warning, "menu : « "+e.Target+" » est vide", "l’entrée paraîtra avec la première page")
	} else {
		return bad(problem.Error, "menu : « "+e.Target+" » ne mène à rien", l.menuHint(e.Target))
	}
	if item.Title == "" {
		item.Title = title
	}
	return true
}

func (l *linker) menuHint(target string) string {
	names := slices.Sorted(maps.Keys(l.site.names.generated))
	for _, s := range l.site.Sections {
		names = append(names, s.Path)
	}
	if hint := problem.DidYouMean(target, names); hint != "" {
		return hint
	}
	if near := l.site.names.suggestion(target, nil); near != nil {
		return meant(addressOf(near))
	}
	return ""
}
