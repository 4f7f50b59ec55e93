package render

import (
	"html/template"
	"strings"

	"intraqvt/internal/address"
)

// relative is the link from one address of the site to another: it names its
// file, so that a copied folder works without a server.
func relative(from, to string) string { return between(from, to).String() }

// between is the same address, to which a part or a question can be added.
func between(from, to string) address.URL { return address.To(from, to) }

// href gives an address to templates as one that has been judged. Theirs knows
// no telephones, and is left out.
func href(u address.URL) template.URL { return template.URL(u.String()) }

// outside is an address that an author gave in a field; none where it leads
// into the portal or may not be published.
func outside(written string) template.URL {
	u, err := address.Read(written)
	if err != nil {
		return ""
	}
	return href(u)
}

// mailbox starts a message, phone a call.
func mailbox(to string) template.URL   { return href(address.Mail(to, "")) }
func phone(number string) template.URL { return href(address.Phone(number)) }

// root is the way from an address to the site's root: "" or "../../".
func root(address string) string { return strings.Repeat("../", strings.Count(address, "/")) }
