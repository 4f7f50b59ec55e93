package compare

import (
	"path"
	"strconv"
	"strings"

	"intraqvt/internal/markdown"
	"intraqvt/internal/site"
)

// names maps the links of a page, as written, to the titles of their targets.
// Both versions of a page use the same names, so that an unchanged link counts
// as unchanged even if its target has another title or is removed.
type names struct {
	by    map[linkKey]string
	moved bool // to another folder, so that the same path leads elsewhere
}

// linkKey is a link as its author wrote it.
type linkKey struct {
	kind             markdown.SlotKind
	target, fragment string
}

// namesFor returns the names for two versions; those of the old version win if
// their link led anywhere.
func namesFor(was, now version) names {
	n := names{map[linkKey]string{}, path.Dir(was.page.Name) != path.Dir(now.page.Name)}
	for _, v := range []version{was, now} {
		if v.place == nil {
			continue
		}
		for i, t := range v.place.Targets {
			slot := &v.page.Body.Slots[i]
			key := linkKey{slot.Kind, slot.Target, slot.Fragment}
			if leads := t.Page != nil || t.Section != nil || t.File != ""; leads && n.by[key] == "" {
				n.by[key] = targetName(slot, t)
			}
		}
	}
	return n
}

// of returns the name of a slot's target.
func (n names) of(slot *markdown.Slot, t site.Target) string {
	name := n.by[linkKey{slot.Kind, slot.Target, slot.Fragment}]
	if name == "" || n.moved && (slot.Kind == markdown.SlotLink || slot.Kind == markdown.SlotImage) {
		return targetName(slot, t)
	}
	return name
}

// targetName returns the name of a slot's target for editors.
func targetName(slot *markdown.Slot, t site.Target) string {
	name := slot.Target
	switch {
	case t.Page != nil:
		name = "« " + t.Page.Title + " »"
	case t.Section != nil:
		name = "« " + t.Section.Title + " »"
	case t.File != "":
		name = path.Base(t.File)
	}
	if slot.Fragment != "" {
		part := slot.Fragment
		if t.Page != nil {
			if h, ok := t.Page.Body.Heading(slot.Fragment); ok {
				part = h.Text
			}
		}
		name += ", partie « " + part + " »"
	}
	return name
}

// queryName describes the query of a list of pages.
func queryName(s *site.Site, q *markdown.Query) string {
	parts := []string{"pages"}
	if q.Type != "" {
		parts[0] = q.Type
		if t, ok := s.Types.Named(q.Type); ok {
			parts[0] = strings.ToLower(t.Label.Many)
		}
	}
	for _, f := range q.Filters {
		parts = append(parts, f.Field+" : "+strings.Join(f.Values, " ou "))
	}
	if q.When != markdown.Always {
		parts = append(parts, q.When.String())
	}
	if q.Sort != "" {
		parts = append(parts, "tri : "+q.Sort)
	}
	if q.Limit > 0 {
		parts = append(parts, strconv.Itoa(q.Limit)+" au plus")
	}
	if q.Form == markdown.MapForm {
		parts = append(parts, "en carte")
	}
	return "[liste de pages : " + strings.Join(parts, ", ") + "]"
}
