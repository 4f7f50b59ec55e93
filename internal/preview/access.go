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

// Access control. A page of another site can make the author's browser send
// requests here, for a picture, a script, a frame or a whole page. It cannot
// read the answers, but computing them would cost time: so requests from other
// sites are refused first.

// allowsHost tells whether a request names this server. Another host name that
// leads here is an attempt to read drafts (DNS rebinding). A preview for this
// machine alone answers to loopback names. One open to other machines also
// answers to IP addresses, and to names that nobody outside can point here:
// those without a dot, those in .local, and this machine's own. The host given
// by --addr is always allowed.
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
	name, _ := os.Hostname() // without a host name, there is no name to compare
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".local") || host == strings.ToLower(name)
}

// fromElsewhere tells whether another site made the browser send the request.
// Another port of this machine is another site, too. An address typed or opened
// by another program belongs to no site.
func fromElsewhere(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site != "same-origin" && site != "none"
	}
	// For older browsers, and for all if this is not a loopback address.
	for _, name := range []string{"Origin", "Referer"} {
		if from := r.Header.Get(name); from != "" {
			u, err := url.Parse(from)
			return err != nil || !strings.EqualFold(u.Host, r.Host)
		}
	}
	return false
}

// refuse answers a request from another site with a page that links to the
// address, so that a reader who followed a link can continue; it does not show
// in frames.
func refuse(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	w.WriteHeader(http.StatusForbidden)
	if r.Method != http.MethodHead {
		// two slashes would begin another site's name
		here := url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, "/"), RawQuery: r.URL.RawQuery}
		refused.Execute(w, here.String()) // an error means that the reader has gone
	}
}

var refused = template.Must(template.New("refused").Parse(`<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Aperçu</title></head><body>
<main><h1>Une page d’un autre site a demandé cet aperçu</h1>
<p>L’aperçu ne répond qu’à vous. Si vous avez suivi un lien, continuez : <a href="{{.}}">{{.}}</a></p></main>
</body></html>
`))
