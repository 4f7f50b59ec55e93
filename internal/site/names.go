package site

import (
	"path"
	"slices"
	"strings"
	"sync"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// names finds pages, folders and files by the names that authors use. Case and
// accents do not count.
type names struct {
	pages     []*Page             // all, also those that readers do not see
	byPlace   map[string]*Page    // by [content.Page.Name], exact
	byName    map[string][]*Page  // by the slug of a slug, title, alias or acronym
	byAddress map[string][]*Page  // by address or old address, see addressKey
	byKey     map[string][]*Page  // by type name + "\x00" + key
	assets    []string            // sorted
	isAsset   map[string]bool     // by exact name
	folders   map[string]*Section // by addressKey of their path
	generated map[string]*Generated

	mu           sync.Mutex
	vocabularies map[string]*french.Vocabulary // see suggestion
}

func newNames(pages []*Page, assets []string, root *Section, sections []*Section, generated map[string]*Generated) *names {
	n := &names{
		pages:        pages,
		byPlace:      make(map[string]*Page, len(pages)),
		byName:       make(map[string][]*Page, len(pages)),
		byAddress:    make(map[string][]*Page, len(pages)),
		byKey:        map[string][]*Page{},
		assets:       assets,
		isAsset:      make(map[string]bool, len(assets)),
		folders:      map[string]*Section{"": root},
		generated:    generated,
		vocabularies: map[string]*french.Vocabulary{},
	}
	for _, p := range pages {
		n.byPlace[p.Name] = p
		add(n.byAddress, addressKey(strings.TrimSuffix(p.Path(), ".html")), p)
		add(n.byName, french.Slug(p.Slug), p)
		add(n.byName, p.TitleKey, p)
		if p.Index {
			add(n.byAddress, addressKey(p.Folder), p)
		}
		for _, a := range p.Aliases {
			if old, ok := aliasAddress(p, a.Text); ok {
				old = strings.TrimSuffix(strings.TrimSuffix(old, ".html"), "/index")
				add(n.byAddress, addressKey(old), p)
				add(n.byName, french.Slug(path.Base(old)), p)
			}
		}
		if key := p.Text(schema.NumberOfPage); key != "" {
			add(n.byKey, p.Type.Name+"\x00"+french.Fold(key), p)
		}
		add(n.byName, french.Slug(p.Text(schema.Acronym)), p)
		add(n.byName, french.Slug(p.Text(schema.Expansion)), p)
	}
	for _, a := range assets {
		n.isAsset[a] = true
	}
	for _, s := range sections {
		n.folders[addressKey(s.Path)] = s
	}
	return n
}

func add(to map[string][]*Page, name string, p *Page) {
	if have := to[name]; name != "" && (len(have) == 0 || have[len(have)-1] != p) {
		to[name] = append(have, p)
	}
}

// addressKey folds a path so that « Bonnes pratiques/Été » and
// bonnes-pratiques/ete are equal.
func addressKey(name string) string {
	if isPlain(name) {
		return name
	}
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = french.Slug(parts[i])
	}
	return strings.Join(parts, "/")
}

// isPlain reports whether folding would change nothing, as for nearly all
// addresses. Repeated hyphens, or hyphens at an end, would be changed.
func isPlain(name string) bool {
	before := byte('/')
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
		if !letter && (c != '-' && c != '/' || before == '-' || before == '/') {
			return false
		}
		before = c
	}
	return before != '-'
}

// candidates returns the pages that a name may mean; a name with a folder is an address.
func (n *names) candidates(name string) []*Page {
	if strings.Contains(name, "/") {
		if pages := n.byAddress[addressKey(strings.Trim(name, "/"))]; len(pages) > 0 {
			return pages
		}
	}
	slug := french.Slug(name)
	if pages := n.byName[slug]; len(pages) > 0 {
		return pages
	}
	return n.byAddress[slug]
}

// find returns the page of a name. A page in the folder of from, the page that
// refers to it, comes first; to limits the types. others are further pages of
// that name if the name is ambiguous.
func (n *names) find(name string, from *Page, to []string) (found *Page, others []*Page) {
	for _, t := range to {
		if keyed := n.byKey[t+"\x00"+french.Fold(name)]; len(keyed) > 0 {
			return mostLikely(keyed, name, from)
		}
	}
	candidates := n.candidates(name)
	if len(to) > 0 {
		candidates = slices.DeleteFunc(slices.Clone(candidates), func(p *Page) bool { return !slices.Contains(to, p.Type.Name) })
	}
	return mostLikely(candidates, name, from)
}

// mostLikely returns the most likely page for a name. A visible page comes before a
// draft, a page with that slug before one with that title, and a page about a
// thing before its glossary entry.
func mostLikely(candidates []*Page, name string, from *Page) (found *Page, others []*Page) {
	if len(candidates) == 0 {
		return nil, nil
	}
	if len(candidates) == 1 {
		return candidates[0], nil
	}
	slug := french.Slug(name)
	rank := func(p *Page) int {
		score := 0
		if p.Shown {
			score += 8
		}
		if p.Slug == slug {
			score += 4
		}
		if !p.Type.Glossary {
			score += 2
		}
		score *= 2
		if p.Folder != content.GuideFolder { // the portal's own pages come before its guide's
			score++
		}
		score *= 2
		if from != nil && p.Folder == from.Folder {
			score++
		}
		return score
	}
	found = slices.MaxFunc(candidates, func(a, b *Page) int { return rank(a) - rank(b) })
	for _, p := range candidates {
		if p != found && rank(p) == rank(found) {
			others = append(others, p)
		}
	}
	return found, others
}

// resolvePath finds the target of a link in a file: a page by its file or its
// address, another file of content/, or a folder.
func (n *names) resolvePath(from *Page, target string) Target {
	name := target
	if !strings.HasPrefix(target, "/") {
		name = path.Dir(from.Name) + "/" + target
	}
	name = path.Clean("/" + name)[1:]
	if p, ok := n.byPlace[name]; ok {
		return Target{Page: p}
	}
	if n.isAsset[name] {
		return Target{File: name}
	}
	stem, ending := name, path.Ext(name)
	switch strings.ToLower(ending) {
	case ".html", ".htm", ".md", ".markdown":
		stem = strings.TrimSuffix(name, ending)
	}
	if p, ok := n.byPlace[stem+".md"]; ok {
		return Target{Page: p}
	}
	folder := strings.TrimSuffix(strings.TrimSuffix("/"+name, "/index.html"), "/")
	for _, index := range []string{"/index.md", "/_index.md", "/README.md"} {
		if p, ok := n.byPlace[(folder + index)[1:]]; ok {
			return Target{Page: p}
		}
	}
	if pages := n.byAddress[addressKey(stem)]; len(pages) > 0 {
		if p, others := mostLikely(pages, path.Base(stem), from); len(others) == 0 {
			return Target{Page: p}
		}
	}
	folder = addressKey(strings.TrimPrefix(folder, "/"))
	if section := n.folders[folder]; section != nil {
		return Target{Section: section}
	}
	if made := n.generated[addressKey(stem)]; made != nil {
		return Target{Generated: made}
	}
	return Target{Generated: n.generated[folder]}
}

// nameOf returns the shortest name of a page that is not ambiguous.
func (n *names) nameOf(p *Page) string {
	if found, others := n.find(p.Slug, nil, nil); found == p && len(others) == 0 {
		return p.Slug
	}
	return addressOf(p)
}

// suggestion returns the page that an unknown name may have meant, nil if none
// is similar.
func (n *names) suggestion(name string, to []string) *Page {
	vocabulary := n.vocabulary("page\x00"+strings.Join(to, "\x00"), func() []string {
		var words []string
		for _, p := range n.pages {
			if len(to) > 0 && !slices.Contains(to, p.Type.Name) {
				continue
			}
			slug := french.Slug(p.Slug)
			if words = append(words, slug); p.TitleKey != slug {
				words = append(words, p.TitleKey)
			}
		}
		return words
	})
	base := path.Base(name)
	slug := french.Slug(strings.TrimSuffix(base, path.Ext(base)))
	near := vocabulary.Suggest(slug)
	if near == "" {
		return n.complete(slug, to)
	}
	var meant *Page
	for _, p := range n.byName[near] {
		if (len(to) == 0 || slices.Contains(to, p.Type.Name)) && (meant == nil || p.Folder == path.Dir(name)) {
			meant = p
		}
	}
	return meant
}

// complete returns the page whose name begins with slug; of several, the one with
// the shortest name.
func (n *names) complete(slug string, to []string) *Page {
	var best *Page
	for _, p := range n.pages {
		begins := strings.HasPrefix(p.Slug, slug+"-") || strings.HasPrefix(p.TitleKey, slug+"-")
		if slug != "" && begins && (len(to) == 0 || slices.Contains(to, p.Type.Name)) && (best == nil || len(p.Slug) < len(best.Slug)) {
			best = p
		}
	}
	return best
}

// vocabulary makes a vocabulary on first use, because most portals have no
// broken link.
func (n *names) vocabulary(key string, words func() []string) *french.Vocabulary {
	n.mu.Lock()
	defer n.mu.Unlock()
	v, ok := n.vocabularies[key]
	if !ok {
		v = french.NewVocabulary(words())
		n.vocabularies[key] = v
	}
	return v
}

// keysOf returns the keys of the pages of some types, such as the numbers of
// the determinants.
func (n *names) keysOf(to []string) []string {
	var pages []*Page
	for _, p := range n.pages {
		if p.Shown && slices.Contains(to, p.Type.Name) && p.Text(schema.NumberOfPage) != "" {
			pages = append(pages, p)
		}
	}
	sortByRole(pages, schema.NumberOfPage)
	keys := make([]string, len(pages))
	for i, p := range pages {
		keys[i] = p.Text(schema.NumberOfPage)
	}
	return keys
}

// hiddenReason returns why readers do not see a page, as the hint of a message;
// "" if they do.
func (p *Page) hiddenReason() string {
	if p.Shown {
		return ""
	}
	it, words := p.Type.Agree("il"), p.Seen.Words
	switch p.Seen.Hiding {
	case content.Expired:
		return it + " " + words + " : retirez le lien"
	case content.Waiting:
		return it + " " + words + " ; le lien n’est pas montré d’ici là"
	case content.Unfinished:
		return it + " est en « " + string(p.Status) + " » ; le lien n’est pas montré d’ici là"
	default:
		return it + " est " + words + " ; le lien n’est pas montré d’ici là"
	}
}

// typeNames lists the types that a reference may name.
func typeNames(types *schema.Set, to []string) string {
	labels := make([]string, 0, len(to))
	for _, name := range to {
		if t, ok := types.Named(name); ok {
			labels = append(labels, strings.ToLower(t.Label.One))
		}
	}
	return strings.Join(labels, " ou ")
}
