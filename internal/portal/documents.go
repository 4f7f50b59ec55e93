package portal

import (
	"slices"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
	"intraqvt/internal/search"
	"intraqvt/internal/site"
)

// documents splits a page into documents for the search, one per heading section.
// The text before the first heading is a document with the page's fields.
func documents(p *site.Page) search.Page {
	page := search.Page{URL: p.Path(), TypeLabel: p.Type.Label.One, Axis: p.Axis(), Summary: p.Summary, Date: p.When(), Choices: choices(p)}
	facets := facetsOf(p, page.Choices)
	weight := p.Type.Search.Weight
	if p.Folder == content.GuideFolder {
		weight *= guideWeight
	}
	add := func(anchor, heading, body string, tags []string) {
		page.Documents = append(page.Documents, search.Document{
			Anchor: anchor, Type: p.Type.Name, Title: p.Title, Heading: heading, Body: body, Tags: tags, Facets: facets, Weight: weight,
		})
	}
	name := func(slot int) string { return p.Targets[slot].Fallback }
	lead := p.Body.SectionText(-1, name)
	if p.Summary != "" {
		lead = p.Summary + "\n" + lead
	}
	add("", "", lead+fieldText(p), p.Strings(schema.Tags))
	page.Documents[0].Asked = p.Type.Search.Names
	for i, h := range p.Body.Headings {
		add(h.ID, h.Text, p.Body.SectionText(i, name), nil)
	}
	return page
}

// listType is the type of list pages in the search's filters, beside the types of pages.
const listType = "rubrique"

// Weights in the search, besides the type's weight. A list is found by little
// but its name, and the guide is for authors, while most readers look for
// content.
const (
	listWeight  = 1.5
	guideWeight = 0.5
)

// namedLists returns the lists that readers look for by name, such as the
// directory: the sections of types that have no text of their own.
func namedLists(s *site.Site) []*site.Section {
	return slices.DeleteFunc(slices.Clone(s.Sections), func(s *site.Section) bool {
		return s.Index != nil || s.Type == nil || s.Type.Folder != s.Path
	})
}

// listDocument returns the document of a list: its name, and its type's
// description.
func listDocument(s *site.Section) search.Page {
	return search.Page{URL: s.Address(), TypeLabel: "Rubrique", Summary: s.Summary(), Documents: []search.Document{{
		Type: listType, Title: s.Title, Body: s.Summary(), Weight: listWeight,
	}}}
}

// facetsOf returns the values by which a page can be filtered, under all their
// names: a reference by the key, the slug or the title of its page, any value
// as the interface shows it. Case and accents do not count.
func facetsOf(p *site.Page, choices map[string][]search.Choice) map[string][]string {
	facets := map[string][]string{}
	add := func(name string, values ...string) { facets[name] = append(facets[name], values...) }
	for _, f := range p.Facets {
		for _, c := range f.Choices {
			if f.Field.Facet {
				add(f.Field.Name, c.Names...)
			}
		}
	}
	for _, c := range choices[yearFacet] {
		add(yearFacet, c.Key)
	}
	return facets
}

// fieldText returns the text of fields that are prose or names, so that a
// search finds a person by function or a tool by its files.
func fieldText(p *site.Page) string {
	text := ""
	for _, v := range p.Values {
		if !slices.Contains(p.Type.Own, v.Field.Name) {
			continue
		}
		v.Each(func(v content.Value) {
			switch v.Field.Kind {
			case schema.Text, schema.LongText, schema.Choice, schema.Email:
				if v.Text != "" {
					text += "\n" + v.Text
				}
			case schema.Reference:
				if q := p.Ref(v); q != nil {
					text += "\n" + q.Title
				}
			}
		})
	}
	return text
}

// answers returns the configuration's answers to some questions, and the pages
// that name the questions for which they come first.
func answers(s *site.Site) []search.Answer {
	var list []search.Answer
	for _, a := range s.Pinned {
		list = append(list, search.Answer{Questions: a.Questions, URL: a.Page.Path()})
	}
	for _, p := range s.Pages {
		if asked := p.Strings(schema.Asked); len(asked) > 0 && p.InLists() {
			list = append(list, search.Answer{Questions: asked, URL: p.Path(), Within: true})
		}
	}
	return list
}

// typeNames returns the words by which readers ask for pages of a type.
func typeNames(types *schema.Set) []search.TypeNames {
	var list []search.TypeNames
	for _, t := range types.Types {
		if len(t.Search.Names) > 0 {
			list = append(list, search.TypeNames{Type: t.Name, Names: t.Search.Names})
		}
	}
	return list
}

// synonyms returns the ways of writing each term of the glossary.
func synonyms(s *site.Site) []search.Synonym {
	var out []search.Synonym
	for _, t := range s.Glossary.Terms {
		synonym := search.Synonym{Forms: t.Forms, URL: t.Page.Path()}
		if t.ReplacedBy != nil {
			synonym.ReplacedBy = t.ReplacedBy.Title
		}
		if len(t.Forms) > 1 || synonym.ReplacedBy != "" {
			out = append(out, synonym)
		}
	}
	return out
}
