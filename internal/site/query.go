package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// resolveQuery finds the pages of an embedded list. An invalid query is
// reported, and its list stays empty.
func (l *linker) resolveQuery(p *Page, s *markdown.Slot) []*Page {
	q := s.Query
	bad := func(line int, message, hint string) {
		l.complain(p, place{line, 1}, problem.ImpossibleQuery, message, hint)
	}
	types := l.types.Types
	if q.Type != "" {
		t, ok := l.types.Named(q.Type)
		if !ok {
			bad(s.Line, fmt.Sprintf("type inconnu « %s »", q.Type), problem.OneOf(q.Type, l.types.Names()))
			return nil
		}
		types = []*schema.Type{t}
	}
	var conditions []condition
	for _, f := range q.Filters {
		c, message, hint := l.condition(p, f, types)
		if message != "" {
			bad(f.Line, message, hint)
			return nil
		}
		conditions = append(conditions, c)
	}
	order := q.Sort
	if order == "" && q.Type != "" {
		order = types[0].List.Sort
	}
	if by := strings.TrimPrefix(order, "-"); by != "" && fieldOf(types, by) == nil {
		bad(s.Line, fmt.Sprintf("tri par un champ inconnu « %s »", by), problem.DidYouMean(by, fieldNames(types)))
		return nil
	}
	issue, isIssue := l.issues[p]
	next := func(p *Page) time.Time { return p.Coming }
	if isIssue {
		next = issue.next
	}
	var pages []*Page
	for _, candidate := range l.pages {
		if isIssue && !issue.mayList(candidate) {
			continue
		}
		if candidate != p && candidate.InLists() && slices.Contains(types, candidate.Type) &&
			!slices.ContainsFunc(conditions, func(c condition) bool { return !c.matches(candidate) }) {
			pages = append(pages, candidate)
		}
	}
	switch q.When {
	case markdown.Coming:
		pages, _ = splitAgenda(pages, next)
	case markdown.Past:
		_, pages = splitAgenda(pages, next)
	case markdown.UntilNext, markdown.SinceLast:
		if !isIssue {
			bad(s.Line, "cette liste n’a de sens que dans un numéro",
				"ailleurs, « quand: à venir » montre les prochaines dates, « tri: -date » les dernières pages")
			return nil
		}
		pages = issue.pages(pages, q.When)
	default:
		sortPages(pages, order)
	}
	if q.Limit > 0 && len(pages) > q.Limit {
		pages = pages[:q.Limit]
	}
	if q.When == markdown.SinceLast {
		slices.SortStableFunc(pages, func(a, b *Page) int { return strings.Compare(a.Type.Name, b.Type.Name) })
	}
	return pages
}

// fieldOf returns the first field with a name, or another key for it, in types.
func fieldOf(types []*schema.Type, name string) *schema.Field {
	for _, t := range types {
		if f, ok := t.Field(name); ok {
			return f
		}
	}
	return nil
}

// fieldNames returns the names of all fields of types.
func fieldNames(types []*schema.Type) []string {
	var keys []string
	for _, t := range types {
		keys = append(keys, t.Keys()...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// condition is a filter of a list: a page must have one of the values.
type condition struct {
	field string
	texts []string // folded
	pages []*Page  // the pages that the texts name, if the field refers to pages
}

// condition checks the values of a filter and returns it as a condition, or a message and a hint.
func (l *linker) condition(p *Page, f markdown.Filter, types []*schema.Type) (c condition, message, hint string) {
	field := fieldOf(types, f.Field)
	if field == nil {
		return c, fmt.Sprintf("champ inconnu « %s »", f.Field), problem.DidYouMean(f.Field, fieldNames(types))
	}
	c.field = field.Name
	element := field.Element()
	for _, want := range f.Values {
		switch element.Kind {
		case schema.Reference:
			page, _ := l.names.find(want, p, element.To)
			if page == nil {
				return c, l.unknownReference(want, element.To), l.referenceHint(want, element.To)
			}
			c.pages = append(c.pages, page)
		case schema.Choice:
			if !slices.ContainsFunc(element.Of, func(of string) bool { return french.Fold(of) == french.Fold(want) }) {
				return c, fmt.Sprintf("« %s » : valeur inconnue « %s »", f.Field, want), problem.OneOf(want, element.Of)
			}
		}
		c.texts = append(c.texts, french.Fold(want))
	}
	return c, "", ""
}

func (c condition) matches(p *Page) bool {
	v, ok := p.Value(c.field)
	if !ok {
		return false
	}
	for _, have := range v.Elements() {
		if to := p.Ref(have); to != nil && slices.Contains(c.pages, to) ||
			slices.ContainsFunc(c.texts, func(want string) bool { return equals(have, want) }) {
			return true
		}
	}
	return false
}

// equals compares a value with a folded text as authors write it: a date in
// YAML form, or only its year or month; a number in digits; true or oui.
func equals(have content.Value, want string) bool {
	switch have.Field.Kind {
	case schema.Date, schema.DateTime:
		return strings.HasPrefix(have.Time.Format(time.DateOnly), want)
	case schema.Number:
		return strconv.FormatFloat(have.Number, 'f', -1, 64) == strings.ReplaceAll(want, ",", ".")
	case schema.Bool:
		return want == have.Plain() || want == strconv.FormatBool(have.Bool)
	}
	return french.Fold(have.Text) == want
}
