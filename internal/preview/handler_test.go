package preview

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"strings"
	"testing"

	"intraqvt/internal/media"
)

// portal is a small portal with an address of each kind.
func writePortal(t *testing.T) map[string]string {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 1000, 400))
	for i := range 400 * 1000 {
		picture.Set(i%1000, i/1000, color.RGBA{uint8(i), uint8(i / 1000), 90, 255})
	}
	var photo bytes.Buffer
	if err := png.Encode(&photo, picture); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"content/site.yaml":            "titre: Essai\nbase_url: https://qvct.example.org/\nfichiers_permis: [actualites/part.html]\n",
		"content/actualites/_index.md": page("Nouvelles", "Toutes."),
		"content/actualites/forum.md": "---\ntitre: Forum\ndate: 2026-03-01\netiquettes: [Été, Sommeil]\n" +
			"alias: [vieux/forum.html, ancien/]\n---\n\nUne [grille](grille.csv), une [page à part](part.html).\n\n" +
			"![Une photo](photo.png)\n\n![Un dessin](dessin.svg)\n",
		"content/actualites/a-venir.md": "---\ntitre: À venir\ndate: 2030-01-01\n---\n\nPlus tard.\n",
		"content/actualites/grille.csv": "a;b\n1;2\n",
		"content/actualites/part.html":  "<p>Sans fin",
		"content/actualites/photo.png":  photo.String(),
		"content/actualites/dessin.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>`,
		"content/pages/texte.md":        page("Texte", "Le code `</body>` et :\n\n```html\n</body>\n```"),
		"content/brouillon.md":          "---\ntitre: Ébauche\nstatut: brouillon\n---\n\nPas fini.\n",
	}
}

// withoutOverlay takes out of a page what the preview has added, and fails
// where that is not one piece before the end of the body.
func withoutOverlay(t *testing.T, name, served string) string {
	t.Helper()
	begin, end := strings.LastIndex(served, `<aside id="apercu"`), strings.LastIndex(served, "</script>\n")+len("</script>\n")
	if begin < 0 || end < begin || strings.Count(served, "EventSource(") != 1 {
		t.Errorf("%s: nothing is added, or several times", name)
		return served
	}
	if rest := served[end:]; rest != "" && !strings.HasPrefix(rest, "</body>") {
		t.Errorf("%s: the addition is not at the end, but before %q", name, rest)
	}
	return served[:begin] + served[end:]
}

func TestAddresses(t *testing.T) {
	s := open(t, writePortal(t))
	s.write("secret.txt", "secret")
	for _, test := range []struct {
		address string
		status  int
		kind    string
		text    string // in the page, or where it redirects to
	}{
		{"/", 200, "text/html; charset=utf-8", "Essai"},
		{"/actualites/", 200, "text/html; charset=utf-8", "Nouvelles"},
		{"/actualites?a=b", 302, "text/html; charset=utf-8", "/actualites/?a=b"},
		{"/actualites/forum.html", 200, "text/html; charset=utf-8", "Forum"},
		{"/brouillon.html", 200, "text/html; charset=utf-8", "Pas fini."},
		{"/vieux/forum.html", 200, "text/html; charset=utf-8", `http-equiv="refresh"`},
		{"/actualites/grille.csv", 200, "text/csv; charset=utf-8", "1;2"},
		{"/actualites/part.html", 200, "text/html; charset=utf-8", "Sans fin"},
		{"/feed.xml", 200, "application/xml", "<feed"},
		{"/feed.json", 200, "application/json", "jsonfeed"},
		{"/robots.txt", 200, "text/plain; charset=utf-8", "Disallow"},
		{"/icons/portail.svg", 200, "image/svg+xml", "<svg"},
		{"/nulle/part.html", 404, "text/html; charset=utf-8", "introuvable"},
		{"/nulle-part/", 404, "text/html; charset=utf-8", "introuvable"},
		{"/icons/", 404, "text/html; charset=utf-8", "introuvable"},
		{"/site.yaml", 404, "text/html; charset=utf-8", "introuvable"},
		{"/actualites/forum.md", 404, "text/html; charset=utf-8", "introuvable"},
		{"/../secret.txt", 404, "text/html; charset=utf-8", "introuvable"},
		{"/..%2fsecret.txt", 404, "text/html; charset=utf-8", "introuvable"},
		{"/content/site.yaml", 404, "text/html; charset=utf-8", "introuvable"},
		{"//actualites", 404, "text/html; charset=utf-8", "introuvable"},
	} {
		answer, body := s.get(test.address)
		kind, where := answer.Header.Get("Content-Type"), answer.Header.Get("Location")
		if answer.StatusCode != test.status || kind != test.kind || !strings.Contains(body+where, test.text) {
			t.Errorf("%s: %s, %s, to %q:\n%s", test.address, answer.Status, kind, where, body)
		}
		html := test.status != 302 && strings.HasPrefix(test.kind, "text/html")
		if strings.Contains(body, "EventSource(") != html {
			t.Errorf("%s: the script belongs into pages, and only there", test.address)
		}
	}
}

// Files are sent as the README has servers send them.
func TestHeadersOfFiles(t *testing.T) {
	files := writePortal(t)
	files["content/x.md"] = "# X\n\n[a](a.svg) [b](b.docx) [c](c.pdf) [d](d)\n"
	files["content/a.svg"] = `<svg xmlns="http://www.w3.org/2000/svg"/>`
	for _, name := range []string{"b.docx", "c.pdf", "d"} {
		files["content/"+name] = "x"
	}
	s := open(t, files)
	for address, want := range map[string][3]string{
		"/a.svg":                 {"image/svg+xml", "", media.DrawingPolicy},
		"/b.docx":                {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment", ""},
		"/c.pdf":                 {"application/pdf", "", ""},
		"/d":                     {"application/octet-stream", "attachment", ""},
		"/feed.json":             {"application/json", "", ""},
		"/actualites/grille.csv": {"text/csv; charset=utf-8", "attachment", ""},
	} {
		answer, _ := s.get(address)
		h := answer.Header
		if got := [3]string{h.Get("Content-Type"), h.Get("Content-Disposition"), h.Get("Content-Security-Policy")}; got != want ||
			h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestOnlyReads(t *testing.T) {
	s := open(t, writePortal(t))
	for method, status := range map[string]int{"GET": 200, "HEAD": 200, "POST": 405, "PUT": 405, "DELETE": 405} {
		for _, address := range []string{"/", "/robots.txt"} {
			request, err := http.NewRequest(method, s.url+address, nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, body := s.do(request)
			if answer.StatusCode != status || method == "HEAD" && body != "" {
				t.Errorf("%s %s: %s %q", method, address, answer.Status, body)
			}
		}
	}
}

func TestPartOfAFile(t *testing.T) {
	s := open(t, writePortal(t))
	request, err := http.NewRequest(http.MethodGet, s.url+"/actualites/grille.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Range", "bytes=4-6")
	if answer, body := s.do(request); answer.StatusCode != http.StatusPartialContent || body != "1;2" {
		t.Errorf("%s %q", answer.Status, body)
	}
}

func TestHosts(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un.")})
	port := s.url[strings.LastIndex(s.url, ":"):]
	for host, status := range map[string]int{
		"127.0.0.1" + port: 200, "localhost" + port: 200, "LocalHost": 200, "127.0.0.2": 200, "[::1]" + port: 200,
		"[::ffff:127.0.0.1]": 200, "malin.example" + port: 403, "127.0.0.1.malin.example": 403, "localhost.malin.example": 403,
		"192.168.1.4" + port: 403, "0.0.0.0" + port: 403, "[": 403,
	} {
		for _, address := range []string{"/a.html", "/nulle-part", eventsPath} {
			if address == eventsPath && status == 200 {
				continue // never ends
			}
			request, err := http.NewRequest(http.MethodGet, s.url+address, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = host
			answer, body := s.do(request)
			if wanted := status == 403; (answer.StatusCode == 403) != wanted || wanted && strings.Contains(body, "Alpha") {
				t.Errorf("%s at %s: %s", address, host, answer.Status)
			}
		}
	}
}

// Who lets other machines in is called by names that lead here, and by none
// that somebody can have made lead here.
func TestHostsOfAnOpenPreview(t *testing.T) {
	own, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	const good, bad = true, false
	hosts := map[string]bool{
		"192.168.1.4:8080": good, "[fe80::1]:8080": good, "poste-14:8080": good, "POSTE-14": good, "poste-14.local": good,
		own + ":8080": good, "localhost:8080": good, "malin.example:8080": bad, "192.168.1.4.malin.example": bad,
		"poste-14.malin.example": bad, own + ".malin.example": bad, "local.malin.example": bad, "": bad, ":8080": bad,
	}
	for _, addr := range []string{"0.0.0.0:0", ":0", "127.0.0.1:0", "localhost:0"} {
		p := &preview{Options: Options{Addr: addr}}
		listener, err := p.listen()
		if err != nil {
			t.Fatal(err)
		}
		listener.Close()
		for host, want := range hosts {
			if p.open != (addr == "0.0.0.0:0" || addr == ":0") {
				t.Fatalf("--addr %s: open %t", addr, p.open)
			}
			if !p.open {
				want = host == "localhost:8080"
			}
			if got := p.allowsHost(host); got != want {
				t.Errorf("--addr %s: %q allowed: %t", addr, host, got)
			}
		}
	}
	if p := (&preview{host: "Poste-14.maison.example", open: true}); !p.allowsHost("poste-14.maison.example:8080") {
		t.Error("the name that was given is not answered")
	}
}
