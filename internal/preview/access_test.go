package preview

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Nothing that another site has a browser ask for is answered, whatever it is
// and however old the browser; what a person asks for is.
func TestOtherSites(t *testing.T) {
	s := open(t, withIssue(t))
	own := s.url
	for _, from := range []struct {
		name    string
		headers map[string]string
		refused bool
	}{
		{"typed", map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, false},
		{"a link of the preview", map[string]string{"Sec-Fetch-Site": "same-origin", "Referer": own + "/"}, false},
		{"a script of the preview", map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Origin": own}, false},
		{"typed in an older browser, or by a program", nil, false},
		{"a link of the preview in an older browser", map[string]string{"Referer": own + "/actualites/"}, false},
		{"a picture", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, true},
		{"a script", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, true},
		{"a frame", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, true},
		{"a page that leads on by itself",
			map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, true},
		{"another port of this machine", map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, true},
		{"a script in an older browser", map[string]string{"Origin": "https://malin.example"}, true},
		{"a page without an origin", map[string]string{"Origin": "null"}, true},
		{"a picture in an older browser", map[string]string{"Referer": "https://malin.example/page"}, true},
		{"another port, in an older browser", map[string]string{"Referer": "http://127.0.0.1:1/"}, true},
		{"a referrer that begins as ours", map[string]string{"Referer": own + ".malin.example/"}, true},
		{"a referrer that is none", map[string]string{"Referer": "::"}, true},
	} {
		for _, address := range []string{
			"/actualites/forum.html", "/nulle-part", "/recherche/index.js", "/recherche/m/abc.js", eventsPath, "/.apercu/problemes",
			"/.apercu/changements", "/.apercu/changements?depuis=HEAD~1", "/.apercu/courriel/newsletters/2026-02", "/.apercu/rien",
		} {
			if address == eventsPath && !from.refused {
				continue // never ends
			}
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				request, err := http.NewRequest(method, own+address, nil)
				if err != nil {
					t.Fatal(err)
				}
				for name, value := range from.headers {
					request.Header.Set(name, value)
				}
				answer, body := s.do(request)
				if (answer.StatusCode == http.StatusForbidden) != from.refused {
					t.Errorf("%s, %s %s: %s", from.name, method, address, answer.Status)
				}
				if from.refused && method == http.MethodGet &&
					(!strings.Contains(body, "autre site") ||
						!strings.Contains(body, `href="`+strings.ReplaceAll(address, "&", "&amp;")+`"`) ||
						strings.Contains(body, "Forum")) {
					t.Errorf("%s, %s is refused by:\n%s", from.name, address, body)
				}
			}
		}
	}
}

// What an address says of itself becomes neither markup nor another site's
// address in the page that refuses it.
func TestRefusalIsSafe(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un.")})
	for _, address := range []string{`/%22%3E%3Cscript%3Ealert(1)%3C/script%3E`, "//malin.example/x", `/a?"><script>alert(1)</script>`,
		`/\malin.example`} {
		connection, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n\r\n", address)
		data, err := io.ReadAll(connection)
		connection.Close()
		if body := string(data); err != nil || strings.Contains(body, "<script") || strings.Contains(body, `href="//`) ||
			strings.Contains(body, `href="/\`) || !strings.Contains(body, "403 Forbidden") && !strings.Contains(body, "400 Bad Request") {
			t.Errorf("%s: %v\n%s", address, err, body)
		}
	}
}

// There is a limit to how many pages wait for news, and to how long a request
// may be.
func TestLimits(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un.")})
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	client := &http.Client{Transport: &http.Transport{}}
	var last *http.Response
	for range mostEvents { // one more than there is room for: a page listens already
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+eventsPath, nil)
		if err != nil {
			t.Fatal(err)
		}
		if last, err = client.Do(request); err != nil {
			t.Fatal(err)
		}
		defer last.Body.Close()
	}
	if body, _ := io.ReadAll(last.Body); last.StatusCode != http.StatusServiceUnavailable ||
		!strings.Contains(string(body), "Trop de pages") {
		t.Errorf("one page too many: %s %q", last.Status, body)
	}
	if answer, _ := s.get("/a.html"); answer.StatusCode != http.StatusOK {
		t.Errorf("a page while many listen: %s", answer.Status)
	}
	// The rest of a request that is too long is not read: its sender may find
	// the connection closed before the answer.
	if answer, err := client.Get(s.url + "/a.html?" + strings.Repeat("x", 32<<10)); err == nil &&
		answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long address: %s", answer.Status)
	}
}

func committed(t *testing.T, s *session) {
	t.Helper()
	for _, args := range [][]string{{"init", "-q"}, {"add", "content"},
		{"-c", "user.name=Z", "-c", "user.email=z@example.org", "commit", "-q", "-m", "un"}} {
		if out, err := exec.Command("git", append([]string{"-C", s.dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", args, out)
		}
	}
}

// A revision in an address is a name, and no question to git.
func TestRevisionInAnAddress(t *testing.T) {
	s := open(t, withIssue(t))
	committed(t, s)
	for _, since := range []string{"--output=x", "-p", ":/un", "HEAD^{/un}", "HEAD:content", "a b", "HEAD..HEAD", "HEAD~99999999999",
		strings.Repeat("x", 1000), "a\x00b", "../x"} {
		request, err := http.NewRequest(http.MethodGet, s.url+"/.apercu/changements", nil)
		if err != nil {
			t.Fatal(err)
		}
		query := request.URL.Query()
		query.Set("depuis", since)
		request.URL.RawQuery = query.Encode()
		if answer, body := s.do(request); answer.StatusCode != http.StatusOK ||
			!strings.Contains(body, "révision illisible") && !strings.Contains(body, "révision inconnue") {
			t.Errorf("%q: %s\n%.300s", since, answer.Status, body)
		}
	}
	for _, since := range []string{"", "HEAD", "HEAD~0", "HEAD^0", "@"} {
		if _, body := s.get("/.apercu/changements?depuis=" + since); !strings.Contains(body, "rien n’a changé") {
			t.Errorf("%q:\n%.600s", since, body)
		}
	}
}

// Many ask for the search at once: each gets it.
func TestSearchIsMadeOnce(t *testing.T) {
	s := open(t, writePortal(t))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			answer, err := http.Get(s.url + "/recherche/index.js")
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if data, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK || len(data) == 0 {
				t.Errorf("%s, %d bytes, %v", answer.Status, len(data), err)
			}
		})
	}
	all.Wait()
}
