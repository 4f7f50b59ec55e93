package schema

import (
	"fmt"
	"slices"

	"intraqvt/internal/problem"
)

// Role is the part that a field plays in its pages. The program knows fields by
// their roles and kinds alone, never by their names, which belong to the
// portal. A type has at most one field of a role.
type Role string

// The roles of fields.
const (
	Title        Role = "title"          // what the page is called
	Summary      Role = "summary"        // one sentence: in lists, in the search, at the head of the page
	Status       Role = "status"         // how far the page has come: brouillon, relecture, publie, archive
	PublishedOn  Role = "date"           // the day of publication, which a page waits for
	ReviewedOn   Role = "reviewed"       // the day on which it was last read again
	ReviewDue    Role = "review-due"     // the day on which it shall be read again
	ExpiresOn    Role = "expiry"         // the day from which it is not published any more
	Aliases      Role = "aliases"        // addresses that the page had
	Invented     Role = "invented"       // whether it describes an invented situation
	Tags         Role = "tags"           // free keywords
	Authors      Role = "authors"        // who wrote it
	Owner        Role = "owner"          // the page of the person to whom errors are reported
	SeeAlso      Role = "see-also"       // pages to read next
	Order        Role = "order"          // its place in a folder whose type does not decide it
	Source       Role = "source"         // where its facts come from
	Asked        Role = "asked"          // the words by which people ask for the page: the search shows it first to them
	NumberOfPage Role = "number"         // a number or short name that names the page in references too
	Colour       Role = "colour"         // a choice that colours the page and those that refer to it
	Subject      Role = "subject"        // of the mail that an issue becomes
	Preheader    Role = "preheader"      // what mail programs show after the subject
	NextIssue    Role = "next-issue"     // the day on which the next issue comes
	Acronym      Role = "acronym"        // of a term of the glossary
	Expansion    Role = "expansion"      // what the acronym stands for
	Synonyms     Role = "synonyms"       // other ways of writing the term
	ReplacedBy   Role = "replaced-by"    // the term that is used instead today
	ReplacedOn   Role = "replaced-since" // the day since which it is used, or not used any more
)

// roleKinds are the roles, each with the kinds that a field of it may have. A
// list stands for the kinds of its items.
var roleKinds = map[Role][]Kind{
	Title: {Text}, Summary: {Text, LongText}, Status: {Choice}, PublishedOn: {Date}, ReviewedOn: {Date}, ReviewDue: {Date},
	ExpiresOn: {Date}, Aliases: {Path}, Invented: {Bool}, Tags: {Text, Choice}, Authors: {Text, Choice}, Owner: {Reference},
	SeeAlso: {Reference}, Order: {Number}, Source: {Text, LongText}, NumberOfPage: {Number, Text, Choice}, Colour: {Choice},
	Asked: {Text}, Subject: {Text}, Preheader: {Text}, NextIssue: {Date}, Acronym: {Text}, Expansion: {Text}, Synonyms: {Text},
	ReplacedBy: {Reference}, ReplacedOn: {Date},
}

// listRoles are the roles whose fields hold several values.
var listRoles = []Role{Aliases, Tags, Asked, Authors, SeeAlso, Synonyms}

// ByRole returns the field of the type that plays a part; nil where none does.
func (t *Type) ByRole(r Role) *Field {
	i, ok := t.roles[r]
	if !ok {
		return nil
	}
	return &t.Fields[i]
}

// checkRoles finds roles that do not exist, that a field cannot play and that
// two fields play.
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
		case element == nil: // a list without items, complained of already
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

// wantedKind says what a field of a role holds, as a description writes it.
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
