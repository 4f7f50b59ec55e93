package content

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Example returns a page of a type for an author to complete: every field below
// its help text, then the expected parts. Required and recommended fields, and
// those in the type's example, have a value; the others are commented out. The
// page is a draft of the day. If title is empty, the example's title is used.
//
// find returns the name of a page of one of the given types (of any type if
// there are none), or "" if the portal has no such page. A reference to a type
// without pages is commented out.
//
// The result parses without a problem, except for titles that are too long and
// for required or recommended references without a page to refer to.
func Example(t *schema.Type, title string, day time.Time, find func(types []string) string) []byte {
	e := example{day: day, find: find}
	given := map[string]any{}
	for name, value := range t.Example {
		given[strings.ToLower(name)] = value
	}
	give := func(r schema.Role, value string) {
		if f := t.ByRole(r); f != nil {
			given[strings.ToLower(f.Name)] = value
		}
	}
	if title = strings.Join(strings.Fields(title), " "); title != "" {
		give(schema.Title, title)
	}
	give(schema.Status, string(Draft))
	give(schema.PublishedOn, day.Format(time.DateOnly))

	var b bytes.Buffer
	b.WriteString("---\n" +
		"# Les lignes qui commencent par # sont des aides : le portail ne les lit pas.\n" +
		"# Remplacez les exemples. Pour utiliser un champ facultatif, retirez le # qui\n" +
		"# précède son nom ; supprimez les lignes dont vous n’avez pas besoin.\n")
	for _, f := range authorsOrder(t) {
		if f.Kind == schema.Frozen {
			continue // only the program writes it
		}
		value, isGiven := given[strings.ToLower(f.Name)]
		v, resolved := e.node(f, value, quoted)
		e.comment(&b, f)
		line := f.Name + ":" + v.yaml(len(f.Name)+1, 0) + "\n"
		if !resolved || !isGiven && !f.Required && !f.Recommended {
			line = commentedOut(line)
		}
		b.WriteString(line)
	}
	b.WriteString("---\n")
	body, _ := given[schema.ExampleBody].(string)
	writeBody(&b, strings.TrimSpace(body), t.Sections)
	return b.Bytes()
}

// authorsOrder returns a type's fields in the order in which authors fill them
// in: the title, the type's own fields, then the common ones.
func authorsOrder(t *schema.Type) []*schema.Field {
	fields := make([]*schema.Field, len(t.Fields))
	for i := range t.Fields {
		fields[i] = &t.Fields[i]
	}
	rank := func(f *schema.Field) int {
		switch {
		case f.Role == schema.Title:
			return 0
		case f.Role == schema.Summary:
			return 1
		case slices.Contains(t.Own, f.Name):
			return 2
		}
		return 3
	}
	slices.SortStableFunc(fields, func(a, b *schema.Field) int { return rank(a) - rank(b) })
	return fields
}

// writeBody writes the example's text, then the expected parts that it lacks.
func writeBody(b *bytes.Buffer, body string, sections []string) {
	if body == "" && len(sections) == 0 {
		body = toWrite
	}
	if body != "" {
		b.WriteString("\n" + body + "\n")
	}
	have := map[string]bool{}
	for line := range strings.Lines(body) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			have[french.Slug(heading)] = true
		}
	}
	for _, section := range sections {
		if !have[french.Slug(section)] {
			fmt.Fprintf(b, "\n## %s\n\n%s\n", section, toWrite)
		}
	}
}

// example builds the values of one page.
type example struct {
	day  time.Time
	find func(types []string) string
}

// comment writes the help of a field as comment lines.
func (e *example) comment(b *bytes.Buffer, f *schema.Field) {
	text := f.Help
	if text == "" {
		text = f.Label + "."
	}
	if f.Required {
		text += " Obligatoire."
	}
	b.WriteString("\n")
	wrap(b, "# ", "# ", text+choices(f.Element()))
	parts := f.Element().Columns
	if f.Element().Kind == schema.Group {
		parts = f.Element().Fields
	}
	for i := range parts {
		p := &parts[i]
		text = p.Help
		if text == "" {
			text = p.Label + "."
		}
		if p.Required {
			text += " Obligatoire."
		}
		wrap(b, "# - ", "#   ", p.Name+" : "+text+choices(p.Element()))
	}
}

// choices lists the values of a choice.
func choices(f *schema.Field) string {
	if f.Kind != schema.Choice {
		return ""
	}
	values := make([]string, len(f.Of))
	for i, value := range f.Of {
		values[i] = f.Display(value)
	}
	return " Au choix : " + strings.Join(values, ", ") + "."
}

// wrap writes text in lines of at most eighty columns.
func wrap(b *bytes.Buffer, first, next, text string) {
	for _, line := range (french.Wrapping{Width: 80, First: first, Next: next}).Lines(strings.Join(strings.Fields(text), " ")) {
		b.WriteString(line + "\n")
	}
}

func commentedOut(lines string) string {
	return "#" + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n#") + "\n"
}

// node is a value to be written as YAML; one of its parts is set.
type node struct {
	scalar string // as it is written in YAML
	items  []node
	parts  []part
}

type part struct {
	name  string
	value node
}

// node returns the value of a field, from the type's example if given or else
// from the field's kind. ok is false if it refers to a page that does not
// exist; the value then only shows the format. prose formats a text.
func (e *example) node(f *schema.Field, given any, prose func(string) string) (n node, ok bool) {
	ok = true
	add := func(item node, resolved bool) { n.items, ok = append(n.items, item), ok && resolved }
	switch f.Kind {
	case schema.List:
		for _, value := range values(given, f.Item.Kind) {
			add(e.node(f.Item, value, quotedPhrase))
		}
		return n, ok
	case schema.Table:
		for _, value := range values(given, f.Kind) {
			add(e.record(f.Columns, value))
		}
		return n, ok
	case schema.Group:
		return e.record(f.Fields, given)
	case schema.Reference:
		if name := e.find(f.To); name != "" {
			return node{scalar: unquoted(name)}, true
		}
		return node{scalar: "nom-de-la-page"}, false
	}
	text := e.placeholder(f)
	switch given := given.(type) {
	case nil:
	case float64:
		text = strconv.FormatFloat(given, 'f', -1, 64)
	default:
		text = fmt.Sprint(given)
	}
	switch f.Kind {
	case schema.Bool:
		return node{scalar: text}, true
	case schema.Text, schema.LongText:
		return node{scalar: prose(text)}, true
	}
	return node{scalar: unquoted(text)}, true
}

// values returns the values of a list in an example, or a single nil. A list of
// references has one value, whatever the example gives, because the page is looked up.
func values(given any, kind schema.Kind) []any {
	list, isList := given.([]any)
	switch {
	case kind == schema.Reference || isList && len(list) == 0:
		return []any{nil}
	case isList:
		return list
	}
	return []any{given}
}

// record returns a row or a group: the parts in the example and the required
// ones, or all parts if the example gives none.
func (e *example) record(fields []schema.Field, given any) (n node, ok bool) {
	row, _ := given.(map[string]any)
	ok = true
	for i := range fields {
		f := &fields[i]
		value, isGiven := row[f.Name]
		if len(row) > 0 && !isGiven && !f.Required {
			continue
		}
		v, resolved := e.node(f, value, quoted)
		if !resolved && !f.Required {
			continue
		}
		ok = ok && resolved
		n.parts = append(n.parts, part{f.Name, v})
	}
	return n, ok && len(n.parts) > 0
}

// placeholder returns a value that a field of its kind accepts.
func (e *example) placeholder(f *schema.Field) string {
	switch f.Kind {
	case schema.Date:
		if f.Role == schema.ReviewDue || f.Role == schema.ExpiresOn {
			return e.day.AddDate(1, 0, 0).Format(time.DateOnly)
		}
		return e.day.Format(time.DateOnly)
	case schema.DateTime:
		return e.day.Format(time.DateOnly) + "T09:30"
	case schema.File:
		return "fichiers/document.pdf"
	case schema.Text, schema.LongText:
		if text := "À préciser"; f.Max == nil || int(*f.Max) >= utf8.RuneCountInString(text) {
			return text
		}
		return "…"
	case schema.Number:
		if limit := cmp.Or(f.Min, f.Max); limit != nil {
			return strconv.FormatFloat(*limit, 'f', -1, 64)
		}
	}
	return exampleOf(f)
}

// yaml writes the node after its name, which ends at a column and is indented
// by margin: on the same line if it fits, otherwise on lines of its own.
func (n node) yaml(column, margin int) string {
	indent := "\n" + strings.Repeat(" ", margin+2)
	var b strings.Builder
	switch {
	case n.parts != nil:
		for _, p := range n.parts {
			b.WriteString(indent + p.name + ":" + p.value.yaml(margin+3+len(p.name), margin+2))
		}
	case n.items != nil:
		if line, ok := n.flow(); ok && column+utf8.RuneCountInString(line) < 80 {
			return " " + line
		}
		for _, item := range n.items {
			b.WriteString(indent + "- " + strings.TrimLeft(item.yaml(margin+4, margin+2), "\n "))
		}
	default:
		return " " + n.scalar
	}
	return b.String()
}

// flow returns a list of single values as [a, b].
func (n node) flow() (string, bool) {
	texts := make([]string, len(n.items))
	for i, item := range n.items {
		if item.scalar == "" {
			return "", false
		}
		texts[i] = item.scalar
	}
	return "[" + strings.Join(texts, ", ") + "]", true
}

// words and figures match texts that need no quotation marks in YAML, also between
// brackets: plain texts, slugs and mail addresses; numbers, days and times.
var (
	words   = regexp.MustCompile(`^\pL[\pL\pM\pN_./’@-]*( [\pL\pN][\pL\pM\pN_./’@-]*)*$`)
	figures = regexp.MustCompile(`^(-?[0-9]+(\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?)$`)
)

// reservedWords are words that some version of YAML does not read as a text.
var reservedWords = []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}

// unquoted writes a text without quotation marks if YAML allows it.
func unquoted(text string) string {
	if figures.MatchString(text) || words.MatchString(text) && !slices.Contains(reservedWords, strings.ToLower(text)) {
		return text
	}
	return quoted(text)
}

// quotedPhrase quotes a text unless it consists of words only.
func quotedPhrase(text string) string {
	if words.MatchString(text) {
		return unquoted(text)
	}
	return quoted(text)
}

// quoted writes a text between quotation marks. Go's escapes are valid in YAML.
func quoted(text string) string { return strconv.Quote(text) }
