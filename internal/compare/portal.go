package compare

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/site"
)

// comparePortal describes in sentences the changes of the configuration and the
// menus.
func comparePortal(before, after *site.Site) []string {
	what := []string{}
	a, b := before.Config, after.Config
	text := func(name, old, now string) {
		switch {
		case old == now:
		case old == "":
			what = append(what, name+" : « "+now+" » (il n’y en avait pas)")
		case now == "":
			what = append(what, name+" : retiré (avant : « "+old+" »)")
		default:
			what = append(what, name+" : « "+now+" » (avant : « "+old+" »)")
		}
	}
	text("titre du portail", a.Title, b.Title)
	text("sous-titre du portail", a.Subtitle, b.Subtitle)
	text("résumé du portail", a.Description, b.Description)
	text("adresse du portail", a.BaseURL, b.BaseURL)
	text("adresse de contact", a.Contact, b.Contact)
	text("langue du portail", a.Language, b.Language)
	what = append(what, menuSentences("menu", before.Menu, after.Menu)...)
	what = append(what, menuSentences("pied de page", before.Footer, after.Footer)...)
	what = append(what, menuSentences("urgence", before.Urgent, after.Urgent)...)
	what = append(what, answerSentences(before.Pinned, after.Pinned)...)
	if a.BrokenLinks != b.BrokenLinks {
		if b.BrokenLinks == "avertissement" {
			what = append(what, "un lien cassé n’empêche plus de publier")
		} else {
			what = append(what, "un lien cassé empêche de publier")
		}
	}
	if a.Highlights(before.Configured) != b.Highlights(after.Configured) {
		what = append(what, "la coloration du code a changé")
	}
	if !maps.Equal(a.Authors, b.Authors) {
		what = append(what, "les signatures montrées sous les pages ont changé")
	}
	return what
}

// entry is a line of a menu as readers see it.
type entry struct{ name, address string }

// entries returns the lines of a menu and of its groups, in order.
func entries(above string, items []site.MenuItem) []entry {
	var list []entry
	for _, item := range items {
		name := above + item.Title
		if item.Address != "" {
			list = append(list, entry{name, item.Address})
		}
		list = append(list, entries(name+" › ", item.Entries)...)
	}
	return list
}

// groupSentences describes groups of a menu that were renamed but have the same
// pages, and returns the old menu with the new names.
func groupSentences(menu string, before, after []site.MenuItem) (what []string, renamed []site.MenuItem) {
	addresses := func(item site.MenuItem) string {
		var list []string
		for _, e := range entries("", item.Entries) {
			list = append(list, e.address)
		}
		return strings.Join(list, "\n")
	}
	titled := func(list []site.MenuItem, title string) bool {
		return slices.ContainsFunc(list, func(item site.MenuItem) bool { return item.Title == title })
	}
	renamed = slices.Clone(before)
	for i, old := range renamed {
		for _, now := range after {
			same := len(old.Entries) > 0 && addresses(old) == addresses(now)
			if same && !titled(after, old.Title) && !titled(before, now.Title) {
				what = append(what, menu+" : « "+old.Title+" » devient « "+now.Title+" »")
				renamed[i].Title = now.Title
			}
		}
	}
	return what, renamed
}

func menuSentences(menu string, before, after []site.MenuItem) []string {
	what, before := groupSentences(menu, before, after)
	a, b := entries("", before), entries("", after)
	if slices.Equal(a, b) {
		return what
	}
	at := func(list []entry, same func(entry) bool) int { return slices.IndexFunc(list, same) }
	moved := map[string]bool{} // addresses that have another name now
	for _, e := range b {
		if slices.Contains(a, e) {
			continue
		}
		if i := at(a, func(o entry) bool { return o.name == e.name }); i >= 0 {
			moved[a[i].address] = true
			what = append(what, fmt.Sprintf("%s : « %s » mène maintenant à %s (avant : %s)", menu, e.name, e.address, a[i].address))
		} else if i := at(a, func(o entry) bool { return o.address == e.address && !slices.Contains(b, o) }); i >= 0 {
			moved[e.address] = true
			what = append(what, fmt.Sprintf("%s : « %s » devient « %s »", menu, a[i].name, e.name))
		} else {
			what = append(what, fmt.Sprintf("%s : nouvelle entrée « %s »", menu, e.name))
		}
	}
	for _, e := range a {
		if !slices.Contains(b, e) && !moved[e.address] {
			what = append(what, fmt.Sprintf("%s : entrée retirée, « %s »", menu, e.name))
		}
	}
	if len(what) == 0 {
		what = append(what, menu+" : les entrées sont dans un autre ordre")
	}
	return what
}

// answerSentences describes questions of the search whose first answer changed.
func answerSentences(before, after []site.PinnedAnswer) []string {
	answers := func(list []site.PinnedAnswer) map[string]*site.Page {
		by := map[string]*site.Page{}
		for _, p := range list {
			for _, q := range p.Questions {
				by[q] = p.Page
			}
		}
		return by
	}
	a, b := answers(before), answers(after)
	var what []string
	for _, q := range slices.Sorted(maps.Keys(b)) {
		if was := a[q]; was == nil || was.Name != b[q].Name {
			what = append(what, "recherche : à « "+q+" » répond d’abord « "+b[q].Title+" »")
		}
	}
	for _, q := range slices.Sorted(maps.Keys(a)) {
		if b[q] == nil {
			what = append(what, "recherche : « "+q+" » n’a plus de réponse choisie")
		}
	}
	return what
}

// files reports added and removed references to files and images, and which of
// these files, and of those of the portal's appearance, have changed.
func (c *comparison) files() {
	used := func(s *site.Site) []string {
		list := append(slices.Clone(s.Files), s.Images...)
		slices.Sort(list)
		return slices.Compact(list)
	}
	a, b := used(c.before.Site), used(c.after.Site)
	c.report.Files.Added = append(c.report.Files.Added, without(b, a)...)
	c.report.Files.Removed = append(c.report.Files.Removed, without(a, b)...)
	if c.before.Files == nil || c.after.Files == nil {
		return
	}
	for _, name := range b {
		was, had := c.before.Files[content.FileAt(name)]
		now, has := c.after.Files[content.FileAt(name)]
		if _, already := slices.BinarySearch(a, name); had && has && was != now && already {
			c.report.Files.Changed = append(c.report.Files.Changed, name)
		}
	}
	names := slices.Concat(slices.Collect(maps.Keys(c.before.Files)), slices.Collect(maps.Keys(c.after.Files)))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		was, had := c.before.Files[name]
		now, has := c.after.Files[name]
		if isLook(name) && (had != has || was != now) {
			c.report.Look = append(c.report.Look, name)
		}
	}
}

// isLook reports whether a file belongs to the appearance of the portal: it is
// neither content nor the description of a type, nor a page of the authors' guide.
func isLook(name string) bool {
	switch {
	case strings.HasPrefix(name, "static/"):
		return true
	case !strings.HasPrefix(name, "layouts/"):
		return false
	}
	base := path.Base(name)
	return base != "type.yaml" && base != "fields.yaml" && path.Ext(base) != ".md" && path.Ext(base) != ".go"
}
