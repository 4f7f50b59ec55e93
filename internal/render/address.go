package render

import (
	"net/url"
	"strings"
)

// relative is the link from one address of the site to another: it names its
// file, so that a copied folder works without a server.
func relative(from, to string) string {
	if from == to {
		return escapePath(to[strings.LastIndexByte(to, '/')+1:])
	}
	shared := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			shared = i + 1
		}
	}
	up := strings.Count(from[shared:], "/")
	return strings.Repeat("../", up) + escapePath(to[shared:])
}

// escapePath makes a path safe in an address; most need nothing.
func escapePath(p string) string {
	for i := range len(p) {
		c := p[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '/' || c == '-' || c == '.' || c == '_') {
			return (&url.URL{Path: p}).EscapedPath()
		}
	}
	return p
}

// root is the way from an address to the site's root: "" or "../../".
func root(address string) string { return strings.Repeat("../", strings.Count(address, "/")) }
