package preview

import (
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
)

// Who may ask. A page of any other site can send the author's browser here, for
// a picture, a script, a frame or a whole page. It could not read the answer,
// but it would have it made: so what other sites ask for is refused before
// anything is done.

// allowsHost tells whether a request was meant for this address. The name of
// another machine that leads here is a trick to read drafts (DNS rebinding).
//
// A preview for this machine alone answers to its loopback names. One that
// other machines may see answers also to addresses in figures and to names that
// nobody outside can have made lead here: those without a point, those in
// .local, and this machine's own. Whatever the user gave as --addr is answered.
func (p *preview) allowsHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	switch {
	case host == "":
		return false
	case err == nil:
		return p.open || ip.Unmap().IsLoopback()
	case host == "localhost", host == strings.ToLower(p.host):
		return true
	case !p.open:
		return false
	}
	name, _ := os.Hostname() // without a name of its own a machine is not called by it
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".local") || host == strings.ToLower(name)
}

// fromElsewhere tells whether a page of another site has sent the browser here:
// another origin is another site also where it is on this machine, under
// another port. An address that was typed, or opened by another program, is
// nobody's.
func fromElsewhere(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site != "same-origin" && site != "none"
	}
	// Older browsers, and all where this is not a loopback address.
	for _, name := range []string{"Origin", "Referer"} {
		if from := r.Header.Get(name); from != "" {
			u, err := url.Parse(from)
			return err != nil || !strings.EqualFold(u.Host, r.Host)
		}
	}
	return false
}

// refuse answers a request that came from elsewhere. Whoever followed a link
// goes on by one of this page's own; in a frame nobody sees it.
func refuse(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	w.WriteHeader(http.StatusForbidden)
	if r.Method != http.MethodHead {
		here := url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, "/"), RawQuery: r.URL.RawQuery} // two slashes would begin another site's name
		refused.Execute(w, here.String())                                                        // an error says that nobody reads any more
	}
}

var refused = template.Must(template.New("refused").Parse(`<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Aperçu</title></head><body>
<main><h1>Une page d’un autre site a demandé cet aperçu</h1>
<p>L’aperçu ne répond qu’à vous. Si vous avez suivi un lien, continuez : <a href="{{.}}">{{.}}</a></p></main>
</body></html>
`))
