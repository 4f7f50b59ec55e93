package render

import (
	"html/template"
	"strings"

	"intraqvt/internal/address"
)

// relative returns the link from one address of the site to another. It
// contains the file name, so that a copied folder works without a server.
func relative(from, to string) string { return between(from, to).String() }

// between returns the same link as a URL, to which a fragment or a query can be added.
func between(from, to string) address.URL { return address.To(from, to) }

// href returns an address for templates as one that has been checked. The check
// of html/template does not know telephone numbers and would remove them.
func href(u address.URL) template.URL { return template.URL(u.String()) }

// externalLink returns an external address from a field; "" if it leads into the
// portal or may not be published.
func externalLink(written string) template.URL {
	u, err := address.Read(written)
	if err != nil {
		return ""
	}
	return href(u)
}

// mailLink returns a mailto link, phoneLink a tel link.
func mailLink(to string) template.URL      { return href(address.Mail(to, "")) }
func phoneLink(number string) template.URL { return href(address.Phone(number)) }

// root returns the path from an address to the site's root: "" or "../../".
func root(address string) string { return strings.Repeat("../", strings.Count(address, "/")) }
