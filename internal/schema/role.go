package schema

import (
	"fmt"
	"slices"

	"intraqvt/internal/problem"
)

// Role is the part that a field plays in its pages. The program knows fields
// only by their roles and kinds, never by their names, which the portal
// chooses. A type has at most one field of each role.
type Role string

// The roles of fields.
const (
	Title        Role = "title"          // the title
	Summary      Role = "summary"        // one sentence: in lists, in the search, at the top of the page
	Status       Role = "status"         // the editorial status: brouillon, relecture, publie, archive
	PublishedOn  Role = "date"           // the day of publication, before which the page is not shown
	ReviewedOn   Role = "reviewed"       // the day of the last review
	ReviewDue    Role = "review-due"     // the day of the next review
	ExpiresOn    Role = "expiry"         // the day from which the page is no longer published
	Aliases      Role = "aliases"        // former addresses of the page
	Invented     Role = "invented"       // whether it describes an invented situation
	Tags         Role = "tags"           // free keywords
	Authors      Role = "authors"        // the authors' names
	Owner        Role = "owner"          // the page of the person to whom errors are reported
	SeeAlso      Role = "see-also"       // pages to read next
	Order        Role = "order"          // its rank in a folder, unless the type sorts otherwise
	Source       Role = "source"         // the source of its facts
	Asked        Role = "asked"          // queries for which the search shows the page first
	NumberOfPage Role = "number"         // a number or short name; references can use it too
	Colour       Role = "colour"         // a choice that colours the page and the pages that refer to it
	Subject      Role = "subject"        // of the mail of an issue
	Preheader    Role = "preheader"      // what mail programs show after the subject
	NextIssue    Role = "next-issue"     // the day on which the next issue comes
	Acronym      Role = "acronym"        // of a term of the glossary
	Expansion    Role = "expansion"      // what the acronym stands for
	Synonyms     Role = "synonyms"       // other ways of writing the term
	ReplacedBy   Role = "replaced-by"    // the term that is used instead today
	ReplacedOn   Role = "replaced-since" // the day from which the replacement is used
)

// roleKinds lists for each role the kinds that its field may have; for a list,
// the kinds of its items.
var roleKinds = map[Role][]Kind{
	Title: {Text}, Summary: {Text, LongText}, Status: {Choice}, PublishedOn: {Date}, ReviewedOn: {Date}, ReviewDue: {Date},
	ExpiresOn: {Date}, Aliases: {Path}, Invented: {Bool}, Tags: {Text, Choice}, Authors: {Text, Choice}, Owner: {Reference},
	SeeAlso: {Reference}, Order: {Number}, Source: {Text, LongText}, NumberOfPage: {Number, Text, Choice}, Colour: {Choice},
	Asked: {Text}, Subject: {Text}, Preheader: {Text}, NextIssue: {Date}, Acronym: {Text}, Expansion: {Text}, Synonyms: {Text},
	ReplacedBy: {Reference}, ReplacedOn: {Date},
}

// listRoles are the roles whose fields hold several values.
var listRoles = []Role{Aliases, Tags, Asked, Authors, SeeAlso, Synonyms}

// ByRole returns the type's field of a role; nil if there is none.
func (t *Type) ByRole(r Role) *Field {
	i, ok := t.roles[r]
	if !ok {
		return nil
	}
	return &t.Fields[i]
}

// checkRoles reports unknown roles, roles that a field's kind does not allow
// and roles of two fields.
func (t *Type) checkRoles(file string, list *problem.List) {
	seen := map[Role]string{}
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Role == "" {
			continue
		}
		bad := func(message, hint string) {
			list.Add(complain(file, fmt.Sprintf("champ « %s » : %s", f.Name, message), hint))
		}
		kinds, known := roleKinds[f.Role]
		switch element := f.Element(); {
		case !known:
			bad(fmt.Sprintf("rôle « %s » inconnu", f.Role), problem.OneOf(string(f.Role), roleNames()))
		case seen[f.Role] != "":
			bad(fmt.Sprintf("le champ « %s » a déjà le rôle « %s »", seen[f.Role], f.Role), "un rôle n’est joué que par un champ")
		case element == nil: // a list without items, reported already
		case (f.Kind == List) != slices.Contains(listRoles, f.Role), !slices.Contains(kinds, element.Kind):
			bad(fmt.Sprintf("le rôle « %s » ne convient pas à sa nature", f.Role), "nature attendue : "+wantedKind(f.Role))
		}
		seen[f.Role] = f.Name
	}
}

func roleNames() []string {
	names := make([]string, 0, len(roleKinds))
	for r := range roleKinds {
		names = append(names, string(r))
	}
	slices.Sort(names)
	return names
}

// wantedKind returns the kind that a field of a role needs, as a description writes it.
func wantedKind(r Role) string {
	text := ""
	for i, k := range roleKinds[r] {
		if i > 0 {
			text += " ou "
		}
		text += string(k)
	}
	if slices.Contains(listRoles, r) {
		return "list, item: {kind: " + text + "}"
	}
	return text
}
