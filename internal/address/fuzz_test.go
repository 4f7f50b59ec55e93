package address

import (
	"errors"
	"html"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// place is where a browser goes, as far as it matters here.
type place struct{ scheme, server string }

// pages are where the portal may be read: from a server, with and without TLS,
// and from a disk.
var pages = []place{{"https", "portail.example"}, {"http", "portail.example"}, {"file", ""}}

// browsed is where a browser goes from a page, by the steps of the URL standard
// (https://url.spec.whatwg.org/, « basic URL parser »). It shares nothing with
// what it judges.
func browsed(from place, link string) place {
	link = strings.TrimFunc(link, func(r rune) bool { return r <= ' ' })
	link = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, link)
	to, rest := from, link
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if i := strings.IndexByte(link, ':'); i > 0 && strings.ContainsRune(letters, rune(link[0])) &&
		strings.Trim(link[:i], letters+"0123456789+-.") == "" {
		to, rest = place{scheme: strings.ToLower(link[:i])}, link[i+1:]
	}
	if to.scheme != "https" && to.scheme != "http" && to.scheme != "file" {
		return to
	}
	slashes := len(rest) - len(strings.TrimLeft(rest, `/\`))
	switch {
	case to.scheme == from.scheme && slashes < 2: // relative, with or without its scheme
		return from
	case to.scheme == "file" && slashes != 2:
		return place{scheme: "file"}
	}
	server, _ := url.PathUnescape(rest[slashes:])
	if i := strings.IndexAny(rest[slashes:], `/\?#`); i >= 0 {
		server, _ = url.PathUnescape(rest[slashes:][:i])
	}
	to.server = strings.ToLower(server)
	return to
}

// readings are an address as it stands and with what each round of decoding
// makes of it, as mail programs and gateways do.
func readings(address string) []string {
	all := []string{address}
	for range 4 {
		next := html.UnescapeString(all[len(all)-1])
		if plain, err := url.PathUnescape(next); err == nil {
			next = plain
		}
		all = append(all, next)
	}
	return all
}

// FuzzRead holds that browsers go where an address was judged to lead.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"https://exemple.fr/a?b#c", "//exemple.fr", "javascript:alert(1)", "java\tscript%3Ax", "&#106;avascript:x", `https:\\a\@b/`,
		"http:a", "mailto:a@b?c=d", "tel:+33 1", `\\a\b`, "C:/a", "note:a.md", "https://[::1]:80/", "https://ｅ。fr:80",
		"view-source:https://a/", "%2f%2fa", "./a:b", "https://a:b@c/", "https://xn--/", "https://1.2.3/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, written string) {
		u, err := Read(written)
		for _, page := range pages {
			switch {
			case errors.Is(err, ErrInside):
				for _, reading := range readings(written) {
					if to := browsed(page, reading); to != page {
						t.Errorf("%q is taken for a path and leads to %v when read as %q", written, to, reading)
					}
				}
			case err == nil:
				for _, reading := range readings(u.String()) {
					if to := browsed(page, reading); !slices.Contains([]string{"http", "https", "mailto", "tel"}, to.scheme) {
						t.Errorf("%q became %q, which leads to %v when read as %q", written, u, to, reading)
					}
				}
				to, meant := browsed(page, u.String()), browsed(page, written)
				if u.IsWeb() && !plain(to.server) {
					t.Errorf("%q became %q, on the server %q", written, u, to.server)
				}
				if u.IsWeb() && strings.HasPrefix(written, "http") && plain(meant.server) && meant.server[0] != '[' &&
					strings.TrimSuffix(meant.server, ":") != to.server {
					t.Errorf("%q leads to %v and became %q", written, meant, u)
				}
			}
		}
		if err == nil {
			checkForm(t, u)
			if again, err := Read(u.String()); again != u || err != nil {
				t.Errorf("%q became %q and then %q, %v", written, u, again, err)
			}
		}
	})
}

// plain tells whether a server has a name that all readers read alike.
func plain(server string) bool {
	return server != "" && strings.Trim(server, "abcdefghijklmnopqrstuvwxyz0123456789.-_:[]") == ""
}

func checkForm(t *testing.T, u URL) {
	t.Helper()
	if i := strings.IndexFunc(u.String(),
		func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>\"'`\\{}|^", r) }); i >= 0 {
		t.Errorf("%q holds %q", u, u.String()[i:])
	}
}

// FuzzTo holds that a browser finds from one published name to any other.
func FuzzTo(f *testing.F) {
	for _, seed := range [][2]string{{"index.html", "a.html"}, {"a/b.html", "note:a.html"}, {"a:b/c", "a:b/c"}, {"a/b", "javascript%3Ax"},
		{"a", "%2e%2e/b"}, {"a/b", "a/b%26colon;"}, {"a", "//"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, from, to string) {
		if !fs.ValidPath(from) || !fs.ValidPath(to) || from == "." || to == "." {
			return
		}
		u := To(from, to)
		checkForm(t, u)
		for _, reading := range readings(u.String()) {
			if there := browsed(pages[0], reading); there != pages[0] {
				t.Errorf("from %q to %q is %q, which leads to %v when read as %q", from, to, u, there, reading)
			}
		}
		if _, err := Read(u.String()); !errors.Is(err, ErrInside) {
			t.Errorf("from %q to %q is %q, which is no path: %v", from, to, u, err)
		}
		page, err := url.Parse("https://portail.example" + Rooted(from).String())
		if err != nil {
			t.Fatal(err)
		}
		there, err := page.Parse(u.String())
		if err != nil || there.Path != "/"+to || there.RawQuery+there.Fragment != "" {
			t.Errorf("from %q to %q is %q, which leads to %v, %v", from, to, u, there, err)
		}
	})
}
