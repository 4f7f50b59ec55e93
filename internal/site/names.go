package site

import (
	"path"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// names finds pages by what authors call them.
type names struct {
	byFile  map[string]*Page   // content path
	byName  map[string][]*Page // slug, folder/slug, folded title or alias
	byKey   map[string][]*Page // type name + "\x00" + key
	assets  map[string]bool
	folders map[string]*Section
}

func (l *linker) names() {
	n := &names{byFile: make(map[string]*Page, len(l.all)), byName: make(map[string][]*Page, 3*len(l.all)), byKey: map[string][]*Page{}, assets: map[string]bool{}, folders: map[string]*Section{}}
	for _, p := range l.all {
		n.byFile[p.File] = p
		n.add(strings.TrimSuffix(p.Path(), ".html"), p)
		n.add(p.Slug, p)
		n.add(p.Title, p)
		if p.Index {
			n.add(p.Folder, p)
		}
		for _, a := range p.Aliases {
			n.add(strings.TrimSuffix(strings.Trim(a.Text, "/"), ".html"), p)
		}
		if key := p.Type.Key; key != "" {
			if v, ok := p.Value(key); ok {
				k := p.Type.Name + "\x00" + problem.Fold(v.Text)
				n.byKey[k] = append(n.byKey[k], p)
			}
		}
		if g := p.Type.Glossary; g != nil {
			n.add(p.Text(g.Acronym), p)
			n.add(p.Text(g.Expansion), p)
		}
	}
	for _, a := range l.options.Assets {
		n.assets[a] = true
	}
	for _, s := range l.site.Sections {
		n.folders[s.Path] = s
	}
	l.site.names = n
}

func (n *names) add(name string, p *Page) {
	name = nameKey(name)
	if name != "" && !slices.Contains(n.byName[name], p) {
		n.byName[name] = append(n.byName[name], p)
	}
}

// nameKey folds a name so that « Prévenir les RPS » and prevenir-les-rps meet;
// the folders before it stay apart.
func nameKey(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return strings.ToLower(name[:i+1]) + markdown.Slug(name[i+1:])
	}
	return markdown.Slug(name)
}

// find returns the page of a name. from is the page that asks: one of its own
// type or folder goes first; to limits the types. others are further pages of
// that name, where the name alone does not decide.
func (n *names) find(name string, from *Page, to []string) (found *Page, others []*Page) {
	candidates := n.byName[nameKey(name)]
	if len(to) > 0 {
		for _, t := range to {
			if keyed := n.byKey[t+"\x00"+problem.Fold(name)]; len(keyed) > 0 {
				return keyed[0], nil
			}
		}
		candidates = slices.DeleteFunc(slices.Clone(candidates), func(p *Page) bool { return !slices.Contains(to, p.Type.Name) })
	}
	if len(candidates) <= 1 {
		if len(candidates) == 0 {
			return nil, nil
		}
		return candidates[0], nil
	}
	rank := func(p *Page) int {
		score := 0
		if p.visible {
			score += 8
		}
		if p.Slug == nameKey(name) {
			score += 4
		}
		if p.Type.Glossary == nil {
			score += 2 // a term and the page about it: the page
		}
		if from != nil && p.Folder == from.Folder {
			score++
		}
		return score
	}
	sorted := slices.Clone(candidates)
	slices.SortStableFunc(sorted, func(a, b *Page) int { return rank(b) - rank(a) })
	for _, p := range sorted[1:] {
		if rank(p) == rank(sorted[0]) {
			others = append(others, p)
		}
	}
	return sorted[0], others
}

// resolvePath finds what a link in a file leads to: a page by its file or its
// address, or another file of content/.
func (n *names) resolvePath(from *Page, target string) (page *Page, asset string) {
	name := target
	if rooted, ok := strings.CutPrefix(target, "/"); ok {
		name = rooted
	} else {
		name = path.Join(path.Dir(from.File), target)
	}
	name = strings.Trim(path.Clean("/"+name), "/")
	for _, file := range []string{name, name + ".md", path.Join(name, "index.md"), path.Join(name, "_index.md"), path.Join(name, "README.md"), strings.TrimSuffix(name, ".html") + ".md"} {
		if p, ok := n.byFile[file]; ok {
			return p, ""
		}
	}
	if n.assets[name] {
		return nil, name
	}
	if strings.HasSuffix(name, ".html") {
		if p, others := n.find(strings.TrimSuffix(name, ".html"), from, nil); p != nil && len(others) == 0 && strings.Contains(name, "/") {
			return p, ""
		}
	}
	return nil, ""
}

// resolveFolder finds the section that a link to a folder means.
func (n *names) resolveFolder(from *Page, target string) *Section {
	name := path.Join(path.Dir(from.File), target)
	if rooted, ok := strings.CutPrefix(target, "/"); ok {
		name = rooted
	}
	name = strings.TrimSuffix(strings.Trim(path.Clean("/"+name), "/"), "/index.html")
	return n.folders[name]
}

// suggest hints at the page that a name which was not found may have meant.
func (n *names) suggest(name string, to []string) string {
	if len(n.byFile) > 3000 {
		return "" // a near miss is not worth comparing with so many
	}
	var candidates []string
	for _, p := range n.byFile {
		if len(to) == 0 || slices.Contains(to, p.Type.Name) {
			candidates = append(candidates, p.Slug)
			if to != nil && p.Type.Key != "" {
				candidates = append(candidates, p.Text(p.Type.Key))
			}
		}
	}
	slices.Sort(candidates)
	return problem.DidYouMean(nameKey(path.Base(strings.TrimSuffix(name, path.Ext(name)))), slices.Compact(candidates))
}

// hidden says why a page is not seen, for messages; "" for one that is.
func hidden(p *Page, at string) string {
	switch {
	case p.visible:
		return ""
	case p.Status == content.Draft || p.Status == content.InReview:
		return "elle est en « " + string(p.Status) + " »"
	case !p.Expires.IsZero() && p.Expires.Format("2006-01-02") <= at:
		return "elle a expiré le " + content.FormatDate(p.Expires)
	default:
		return "elle paraîtra le " + content.FormatDate(p.Date)
	}
}

// typeNames says which types a reference may name.
func typeNames(types *schema.Set, to []string) string {
	labels := make([]string, 0, len(to))
	for _, name := range to {
		if t, ok := types.Named(name); ok {
			labels = append(labels, strings.ToLower(t.Label.One))
		}
	}
	return strings.Join(labels, " ou ")
}
