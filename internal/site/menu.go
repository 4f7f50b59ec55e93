package site

import (
	"maps"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
)

// MenuItem is a line of a menu with its address.
type MenuItem struct {
	Title   string
	Address string // "" for a group
	Folder  string // the folder of the item, to mark the current one
	Entries []MenuItem
}

// menus returns the menus of the configuration; without a main menu, all
// sections are in it.
func (l *linker) menus(c *Config, root *Section, taxonomies []*Taxonomy) (menu, footer, urgent []MenuItem) {
	menu, footer = l.menu(c.Menu, taxonomies), l.menu(c.Footer, taxonomies)
	if c.Urgent != nil {
		urgent = l.menu([]MenuEntry{*c.Urgent}, taxonomies)
	}
	if len(c.Menu) == 0 {
		for _, s := range root.Below {
			menu = append(menu, MenuItem{Title: s.Title, Address: s.Address(), Folder: s.Path})
		}
	}
	return menu, footer, urgent
}

func (l *linker) menu(entries []MenuEntry, taxonomies []*Taxonomy) []MenuItem {
	var items []MenuItem
	for _, e := range entries {
		item := MenuItem{Title: e.Title, Entries: l.menu(e.Entries, taxonomies)}
		if e.Target != "" && !l.menuTarget(e, &item, taxonomies) {
			continue
		}
		if item.Address != "" || len(item.Entries) > 0 {
			items = append(items, item)
		}
	}
	return items
}

// menuTarget finds the target of an entry. An empty section or a page that is
// not published yet is omitted with a warning.
func (l *linker) menuTarget(e MenuEntry, item *MenuItem, taxonomies []*Taxonomy) bool {
	name := strings.Trim(e.Target, "/")
	title := ""
	bad := func(level problem.Level, message, hint string) bool {
		l.Add(problem.DeadMenuEntry.At(content.ConfigFile, e.at.line, e.at.column).Say(message, hint).AtLevel(level))
		return false
	}
	page, _ := l.names.find(name, nil, nil)
	section := l.names.folders[addressKey(name)]
	if made := l.names.generated[addressKey(name)]; made != nil {
		item.Address, title = made.Address, made.Title
	} else if section != nil && name != "" {
		item.Address, item.Folder, title = section.Address(), section.Path, section.Title
	} else if t := taxonomyOf(name, taxonomies); t != nil {
		item.Address, item.Folder, title = t.Address(), name, t.Field.Label
	} else if page != nil && page.Shown {
		item.Address, title = page.Path(), page.Title
	} else if page != nil {
		return bad(problem.Warning, "menu : « "+e.Target+" » n’est pas "+page.Type.Agree("publié"), page.hiddenReason())
	} else if _, ok := l.types.InFolder(name); ok {
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
	names := slices.Sorted(maps.Keys(l.names.generated))
	for _, key := range slices.Sorted(maps.Keys(l.names.folders)) {
		if key != "" {
			names = append(names, l.names.folders[key].Path)
		}
	}
	if hint := problem.DidYouMean(target, names); hint != "" {
		return hint
	}
	if near := l.names.suggestion(target, nil); near != nil {
		return didYouMean(addressOf(near))
	}
	return ""
}
