package site

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// linker finds the targets of references in fields, in texts and in the
// configuration. Its methods may be called concurrently.
type linker struct {
	*complaints
	pages  []*Page // the pages that are shown
	types  *schema.Set
	names  *names
	issues map[*Page]Issue
	level  problem.Level // of broken links

	mu     sync.Mutex
	broken []brokenLink
}

// resolve finds the targets of all references and slots. References come first,
// because embedded lists use those of other pages.
func (l *linker) resolve() {
	eachPage(l.pages, l.resolveFields)
	eachPage(l.pages, l.resolveSlots)
}

// findFiles returns the files of content/ that pages refer to, and the images
// that they show.
func findFiles(pages []*Page, n *names) (files, images []string) {
	for _, p := range pages {
		for i, t := range p.Targets {
			switch {
			case t.File == "":
			case p.Body.Slots[i].Kind == markdown.SlotImage:
				images = append(images, t.File)
			default:
				files = append(files, t.File)
			}
		}
		for _, v := range p.Values {
			v.Each(func(v content.Value) {
				if v.Field.Kind == schema.File && v.IsSet() {
					if file := FileOf(p.Page, v); n.isAsset[file] {
						files = append(files, file)
					}
				}
			})
		}
	}
	slices.Sort(files)
	slices.Sort(images)
	return slices.Compact(files), slices.Compact(images)
}

// FileOf returns the place in the portal of a file that a field names.
func FileOf(p *content.Page, v content.Value) string {
	if rooted, ok := strings.CutPrefix(v.Text, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join(path.Dir(p.Name), v.Text)
}

func (l *linker) resolveSlots(p *Page) {
	issue := l.frozenIssue(p)
	if len(p.Body.Slots) == 0 {
		return
	}
	p.Targets = make([]Target, len(p.Body.Slots))
	for i := range p.Body.Slots {
		s := &p.Body.Slots[i]
		if issue == nil {
			p.Targets[i] = l.resolveSlot(p, s)
			continue
		}
		call := issue.call(s)
		if call != nil {
			if frozen, ok := issue.target(s, call); ok {
				p.Targets[i] = frozen
				continue
			}
		}
		p.Targets[i] = issue.current(s, call)
	}
}

// resolveSlot finds the target of a slot in the present portal.
func (l *linker) resolveSlot(p *Page, s *markdown.Slot) (t Target) {
	issue, isIssue := l.issues[p]
	switch s.Kind {
	case markdown.SlotLink:
		return l.resolveLink(p, s)
	case markdown.SlotWiki, markdown.SlotName:
		return l.resolveWiki(p, s)
	case markdown.SlotEmbed:
		if t = l.resolveWiki(p, s); isIssue && t.Page != nil {
			t.cards = issue.cards(t.Page)
		}
	case markdown.SlotImage:
		t.File = l.names.resolvePath(p, s.Target).File
		if t.File == "" {
			l.addBroken(p, s, problem.MissingImage, "image introuvable : "+s.Target, func() string { return l.assetHint(p, s.Target) })
		}
	case markdown.SlotQuery:
		if t.Pages = l.resolveQuery(p, s); isIssue {
			t.cards = issue.cards(t.Pages...)
		}
	}
	return t
}

func (l *linker) resolveLink(p *Page, s *markdown.Slot) Target {
	if s.Target == "" {
		if s.Fragment != "" {
			return Target{Page: p, Anchor: l.anchor(p, p, s)}
		}
		l.addBroken(p, s, problem.BrokenLink, "lien sans adresse", func() string { return "écrivez l’adresse entre les parenthèses" })
		return Target{}
	}
	t := l.names.resolvePath(p, s.Target)
	switch {
	case t.Page != nil:
		return l.toPage(p, t.Page, s)
	case t.Generated != nil:
		return l.toGenerated(p, t.Generated, s)
	case !t.isEmpty():
		return t
	}
	if hint := outsideHint(s.Target); hint != "" {
		l.addBroken(p, s, problem.BrokenLink, "lien cassé : "+s.Target, func() string { return hint })
		return Target{}
	}
	switch strings.ToLower(path.Ext(s.Target)) {
	case "", ".md", ".markdown", ".html", ".htm":
		l.addBroken(p, s, problem.BrokenLink, "lien cassé : "+s.Target, func() string { return l.pathHint(p, s.Target) })
	default:
		l.addBroken(p, s, problem.MissingDownload, "fichier introuvable : "+s.Target, func() string { return l.assetHint(p, s.Target) })
	}
	return Target{}
}

func (l *linker) resolveWiki(p *Page, s *markdown.Slot) Target {
	t := Target{Fallback: s.Target}
	if s.Target == "" {
		t.Page, t.Anchor = p, l.anchor(p, p, s)
		return t
	}
	page, others := l.names.find(s.Target, p, nil)
	if page == nil {
		if section := l.names.folders[addressKey(s.Target)]; section != nil && s.Kind != markdown.SlotEmbed {
			return Target{Section: section, Fallback: section.Title}
		}
		if made := l.names.generated[addressKey(s.Target)]; made != nil && s.Kind != markdown.SlotEmbed {
			return l.toGenerated(p, made, s)
		}
		l.addBroken(p, s, problem.BrokenLink, "page introuvable : [["+s.Target+"]]", func() string { return l.nameHint(s.Target) })
		return t
	}
	if len(others) > 0 {
		l.complain(p, place{s.Line, s.Column}, problem.AmbiguousLink,
			fmt.Sprintf("« %s » désigne plusieurs pages", s.Target),
			"précisez le dossier : [["+addressOf(page)+"]] ou [["+addressOf(others[0])+"]]")
	}
	return l.toPage(p, page, s)
}

// outsideHint returns a hint for an address that was meant to lead out of the portal.
func outsideHint(target string) string {
	switch {
	case strings.HasPrefix(strings.ToLower(target), "www."):
		return "pour un autre site, écrivez https://" + target
	case strings.HasPrefix(target, `\`): // « \\serveur\dossier », where Markdown drops a backslash
		return "un navigateur n’ouvre pas les fichiers d’un lecteur partagé : copiez le fichier à côté de la page, ou donnez son " +
			"adresse https"
	case strings.Count(target, "@") == 1 && !strings.ContainsAny(target, "/ "):
		return "pour un courriel, écrivez mailto:" + target
	}
	return ""
}

// addressOf returns a page's address without extension, as authors write it.
func addressOf(p *Page) string { return strings.TrimSuffix(p.Path(), ".html") }

// toPage returns a link to an existing page, whether readers see it or not.
func (l *linker) toPage(from, to *Page, s *markdown.Slot) Target {
	if why := to.hiddenReason(); why != "" {
		l.complain(from, place{s.Line, s.Column}, problem.LinkToUnpublished, "lien vers "+unpublished(to), why)
		return Target{Fallback: s.Target} // readers must not see the page's own text
	}
	return Target{Page: to, Anchor: l.anchor(from, to, s), Fallback: to.Title}
}

// unpublished names a page that readers do not see, for messages.
func unpublished(p *Page) string {
	return "« " + p.Title + " » (" + strings.ToLower(p.Type.Label.One) + "), qui n’est pas " + p.Type.Agree("publié")
}

// anchor finds the section that a link names. A missing section is reported,
// and the link leads to the top of the page.
func (l *linker) anchor(from, to *Page, s *markdown.Slot) string {
	if s.Fragment == "" {
		return ""
	}
	if to.Body.HasAnchor(s.Fragment) {
		return s.Fragment
	}
	if h, ok := to.Body.Heading(s.Fragment); ok {
		return h.ID
	}
	l.addBroken(from, s, problem.BrokenAnchor, "partie introuvable dans « "+to.Title+" » : #"+s.Fragment, func() string {
		have := make([]string, len(to.Body.Headings))
		for i, h := range to.Body.Headings {
			have[i] = h.ID
		}
		return problem.DidYouMean(french.Slug(s.Fragment), have)
	})
	return ""
}

// resolveFields finds the pages and files that fields name, and sets the page's
// facets.
func (l *linker) resolveFields(p *Page) {
	p.refs = make([]*Page, p.References)
	for _, v := range p.Values {
		v.Each(func(v content.Value) {
			if !v.IsSet() {
				return
			}
			switch v.Field.Kind {
			case schema.Reference:
				l.resolveReference(p, v)
			case schema.File:
				if file := FileOf(p.Page, v); !l.names.isAsset[file] {
					l.Add(problem.MissingDownload.At(p.File, v.Line, v.Column).
						Say("fichier introuvable : "+v.Text, l.assetHint(p, v.Text)).AtLevel(l.level))
				}
			}
		})
	}
	p.Facets = p.facets()
	for _, q := range p.RefsByRole(schema.SeeAlso) {
		if q != p && !slices.Contains(p.SeeAlso, q) {
			p.SeeAlso = append(p.SeeAlso, q)
		}
	}
}

func (l *linker) resolveReference(p *Page, v content.Value) {
	at := place{v.Line, v.Column}
	found, others := l.names.find(v.Text, p, v.Field.To)
	if found == nil {
		l.complain(p, at, problem.UnknownReference, l.unknownReference(v.Text, v.Field.To), l.referenceHint(v.Text, v.Field.To))
		return
	}
	if len(others) > 0 {
		l.complain(p, at, problem.AmbiguousLink, fmt.Sprintf("« %s » désigne plusieurs pages", v.Text),
			"précisez le dossier : "+addressOf(found)+" ou "+addressOf(others[0]))
	}
	if why := found.hiddenReason(); why != "" {
		l.complain(p, at, problem.LinkToUnpublished, "renvoi à "+unpublished(found), why)
		return
	}
	p.refs[v.Nth-1] = found
}

func (l *linker) unknownReference(text string, to []string) string {
	message := fmt.Sprintf("référence inconnue « %s »", text)
	if len(to) > 0 {
		message += " (" + typeNames(l.types, to) + ")"
	}
	return message
}

func (l *linker) referenceHint(text string, to []string) string {
	if near := l.names.suggestion(text, to); near != nil {
		return didYouMean(l.names.nameOf(near))
	}
	if keys := l.names.keysOf(to); len(keys) > 0 {
		return problem.Choices(keys)
	}
	return ""
}

func didYouMean(suggestion string) string { return "vouliez-vous dire « " + suggestion + " » ?" }

// nameHint suggests the page that an unknown name may have meant.
func (l *linker) nameHint(name string) string {
	if near := l.names.suggestion(name, nil); near != nil {
		return didYouMean(l.names.nameOf(near))
	}
	return "donnez le nom du fichier ou le titre de la page ; « intraqvt search » aide à la retrouver"
}

func (l *linker) pathHint(from *Page, target string) string {
	if strings.Contains(target, `\`) {
		return "remplacez « \\ » par « / »"
	}
	if near := l.names.suggestion(target, nil); near != nil {
		return didYouMean(relative(from.Name, near.Name))
	}
	return ""
}

func (l *linker) assetHint(from *Page, target string) string {
	if strings.Contains(target, `\`) {
		return "remplacez « \\ » par « / »"
	}
	vocabulary := l.names.vocabulary("file", func() []string {
		bases := make([]string, len(l.names.assets))
		for i, a := range l.names.assets {
			bases[i] = path.Base(a)
		}
		return bases
	})
	if near := vocabulary.Suggest(path.Base(target)); near != "" {
		i := slices.IndexFunc(l.names.assets, func(a string) bool { return path.Base(a) == near })
		return didYouMean(relative(from.Name, l.names.assets[i]))
	}
	return assetPlace
}

// relative returns the path from one file of content/ to another.
func relative(from, to string) string {
	here, there := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	if here[0] == "." {
		here = nil
	}
	for len(here) > 0 && len(there) > 1 && here[0] == there[0] {
		here, there = here[1:], there[1:]
	}
	return strings.Repeat("../", len(here)) + strings.Join(there, "/")
}
