package site

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// resolve finds what every slot and every reference of every page leads to.
func (l *linker) resolve() {
	l.eachPage(func(p *Page) {
		l.resolveSlots(p)
		l.resolveFields(p)
	})
	var files, images []string
	for _, p := range l.site.Pages {
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
				if v.Field.Kind == schema.File && v.Text != "" {
					if file := FileOf(p.Page, v); l.site.names.assets[file] {
						files = append(files, file)
					}
				}
			})
		}
	}
	slices.Sort(files)
	slices.Sort(images)
	l.site.Files, l.site.Images = slices.Compact(files), slices.Compact(images)
}

// FileOf is the name below content/ of a file that a field names.
func FileOf(p *content.Page, v content.Value) string {
	if rooted, ok := strings.CutPrefix(v.Text, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join(path.Dir(p.File), v.Text)
}

func (l *linker) resolveSlots(p *Page) {
	p.Targets = make([]Target, len(p.Body.Slots))
	for i := range p.Body.Slots {
		s := &p.Body.Slots[i]
		switch s.Kind {
		case markdown.SlotLink:
			p.Targets[i] = l.resolveLink(p, s)
		case markdown.SlotWiki, markdown.SlotName, markdown.SlotEmbed:
			p.Targets[i] = l.resolveWiki(p, s)
		case markdown.SlotImage:
			_, asset := l.site.names.resolvePath(p, s.Target)
			if asset == "" {
				l.broken(p, s, "image-introuvable", "image introuvable : "+s.Target, l.suggestAsset(s.Target))
			}
			p.Targets[i].File = asset
		case markdown.SlotQuery:
			p.Targets[i].Pages = l.resolveQuery(p, s)
		}
	}
}

func (l *linker) resolveLink(p *Page, s *markdown.Slot) Target {
	if s.Target == "" {
		if s.Fragment != "" {
			return Target{Page: p, Anchor: l.anchor(p, p, s)}
		}
		l.broken(p, s, "lien-casse", "lien sans adresse", "écrivez l’adresse entre les parenthèses")
		return Target{}
	}
	page, asset := l.site.names.resolvePath(p, s.Target)
	switch {
	case page != nil:
		return l.toPage(p, page, s)
	case asset != "":
		return Target{File: asset}
	}
	if section := l.site.names.resolveFolder(p, s.Target); section != nil {
		return Target{Section: section}
	}
	what := "lien cassé : " + s.Target
	code := "lien-casse"
	if ext := strings.ToLower(path.Ext(s.Target)); ext != "" && ext != ".md" && ext != ".html" {
		what, code = "fichier introuvable : "+s.Target, "fichier-introuvable"
	}
	hint := l.site.names.suggest(s.Target, nil)
	if code == "fichier-introuvable" {
		hint = l.suggestAsset(s.Target)
	}
	l.broken(p, s, code, what, hint)
	return Target{}
}

func (l *linker) resolveWiki(p *Page, s *markdown.Slot) Target {
	t := Target{Fallback: s.Target}
	if s.Target == "" {
		t.Page, t.Anchor = p, l.anchor(p, p, s)
		return t
	}
	page, others := l.site.names.find(s.Target, p, nil)
	if page == nil {
		l.broken(p, s, "lien-casse", "page introuvable : [["+s.Target+"]]", l.site.names.suggest(s.Target, nil))
		return t
	}
	if len(others) > 0 {
		l.problems.Add(problem.Problem{File: p.File, Line: s.Line, Column: s.Column, Level: problem.Warning, Code: "lien-ambigu",
			Message: fmt.Sprintf("« %s » désigne plusieurs pages", s.Target), Hint: "précisez le dossier : [[" + strings.TrimSuffix(page.Path(), ".html") + "]] ou [[" + strings.TrimSuffix(others[0].Path(), ".html") + "]]"})
	}
	t = l.toPage(p, page, s)
	t.Fallback = s.Target
	return t
}

// toPage is a link to a page that exists; whether readers see it is another
// question.
func (l *linker) toPage(from, to *Page, s *markdown.Slot) Target {
	if why := hidden(to, l.options.At.Format(time.DateOnly)); why != "" {
		l.problems.Add(problem.Problem{File: from.File, Line: s.Line, Column: s.Column, Level: problem.Warning, Code: "lien-non-publie",
			Message: "la page liée n’est pas publiée : " + to.Title, Hint: why + " ; le lien n’est pas montré d’ici là"})
		return Target{Fallback: to.Title}
	}
	return Target{Page: to, Anchor: l.anchor(from, to, s), Fallback: to.Title}
}

// anchor finds the section that a link names; a section that is not there is
// complained of, and the link leads to the page's top.
func (l *linker) anchor(from, to *Page, s *markdown.Slot) string {
	if s.Fragment == "" {
		return ""
	}
	if h, ok := to.Body.Heading(s.Fragment); ok {
		return h.ID
	}
	if to.Body.HasAnchor(s.Fragment) {
		return s.Fragment
	}
	var have []string
	for _, h := range to.Body.Headings {
		have = append(have, h.ID)
	}
	l.broken(from, s, "ancre-cassee", "partie introuvable dans « "+to.Title+" » : #"+s.Fragment, problem.DidYouMean(markdown.Slug(s.Fragment), have))
	return ""
}

func (l *linker) broken(p *Page, s *markdown.Slot, code, message, hint string) {
	l.problems.Add(problem.Problem{File: p.File, Line: s.Line, Column: s.Column, Level: l.level, Code: code, Message: message, Hint: hint})
}

func (l *linker) suggestAsset(name string) string {
	if len(l.options.Assets) > 3000 {
		return ""
	}
	bases := make([]string, 0, len(l.options.Assets))
	for _, a := range l.options.Assets {
		bases = append(bases, path.Base(a))
	}
	if near := problem.Suggest(path.Base(name), bases); near != "" {
		return "vouliez-vous dire « " + l.options.Assets[slices.Index(bases, near)] + " » ?"
	}
	return "placez le fichier à côté de la page, ou donnez son chemin depuis elle"
}

// resolveFields finds the pages that fields name and the files that they give.
func (l *linker) resolveFields(p *Page) {
	for _, v := range p.Values {
		v.Each(func(v content.Value) {
			if v.Text == "" {
				return
			}
			switch v.Field.Kind {
			case schema.Reference:
				l.resolveReference(p, v)
			case schema.File:
				if file := FileOf(p.Page, v); !l.site.names.assets[file] {
					l.problems.Add(problem.Problem{File: p.File, Line: v.Line, Column: v.Column, Level: l.level, Code: "fichier-introuvable",
						Message: "fichier introuvable : " + v.Text, Hint: l.suggestAsset(v.Text)})
				}
			}
		})
	}
	for _, q := range p.Refs("voir_aussi") {
		p.SeeAlso = append(p.SeeAlso, q)
	}
}

func (l *linker) resolveReference(p *Page, v content.Value) {
	found, _ := l.site.names.find(v.Text, p, v.Field.To)
	q := problem.Problem{File: p.File, Line: v.Line, Column: v.Column, Level: problem.Error, Code: "reference-inconnue"}
	switch {
	case found == nil:
		q.Message = fmt.Sprintf("référence inconnue « %s »", v.Text)
		if len(v.Field.To) > 0 {
			q.Message += " (" + typeNames(l.site.Types, v.Field.To) + ")"
		}
		q.Hint = l.site.names.suggest(v.Text, v.Field.To)
		l.problems.Add(q)
	case !found.visible:
		q.Level, q.Code = problem.Warning, "lien-non-publie"
		q.Message, q.Hint = "la page citée n’est pas publiée : "+found.Title, hidden(found, l.options.At.Format(time.DateOnly))
		l.problems.Add(q)
	default:
		if p.refs == nil {
			p.refs = map[reference]*Page{}
		}
		p.refs[reference{v.Field, v.Text}] = found
	}
}
