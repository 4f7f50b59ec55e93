package address

import (
	"errors"
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

// said is the address, "inside", or what is wrong with it.
func said(u URL, err error) string {
	var refusal *Refusal
	switch {
	case err == nil:
		return u.String()
	case errors.Is(err, ErrInside):
		return "inside"
	case errors.As(err, &refusal):
		return map[*Refusal]string{errScheme: "scheme", errDisk: "disk", errData: "data", errHidden: "hidden", errServer: "server",
			errUser: "user"}[refusal]
	}
	return "error " + err.Error()
}

func TestRead(t *testing.T) {
	for written, want := range map[string]string{
		// Sites.
		"https://exemple.fr":                   "https://exemple.fr",
		"https://exemple.fr/a?b=1&c=é#d":       "https://exemple.fr/a?b=1&c=%C3%A9#d",
		"HTTP://Exemple.FR:8080/A":             "http://exemple.fr:8080/A",
		"//exemple.fr/a":                       "https://exemple.fr/a",
		`https:\\exemple.fr\a\b?c=\`:           "https://exemple.fr/a/b?c=%5C",
		"https://exemple.fr/100% sûr":          "https://exemple.fr/100%25%20s%C3%BBr",
		"https://exemple.fr/%C3%A9/%2F":        "https://exemple.fr/%C3%A9/%2F",
		"https://exemple.fr/L'été":             "https://exemple.fr/L%27%C3%A9t%C3%A9",
		"https://exemple.fr/?u=javascript:x":   "https://exemple.fr/?u=javascript:x",
		"https://exemple.fr/@nom":              "https://exemple.fr/@nom",
		"https://exemple.fr:/a":                "https://exemple.fr/a",
		"https://serveur_web/":                 "https://serveur_web/",
		"https://r4---sn-x.exemple.fr/":        "https://r4---sn-x.exemple.fr/",
		"https://[2001:DB8::1]:443/":           "https://[2001:db8::1]:443/",
		"https://ｅｘｅｍｐｌｅ。fr/":                  "https://exemple.fr/",
		"https://ex%65mple.fr/":                "https://exemple.fr/",
		"https://été.fr/":                      "https://xn--t-9fab.fr/",
		" \x01https://exemple.fr/\t\u00a0":     "https://exemple.fr/",
		"ht\ntps://exem\tple.fr/":              "https://exemple.fr/",
		"\u200bhttps://exemple.fr/\ufeff":      "https://exemple.fr/",
		`https://exemple.fr/"onclick="x`:       "https://exemple.fr/%22onclick=%22x",
		"https://exemple.fr/<b>`{|}^":          "https://exemple.fr/%3Cb%3E%60%7B%7C%7D%5E",
		"mailto:cse@exemple.fr?subject=à voir": "mailto:cse@exemple.fr?subject=%C3%A0%20voir",
		"MAILTO:a@exemple.fr":                  "mailto:a@exemple.fr",
		"mailto://a@exemple.fr":                "mailto:a@exemple.fr",
		"mailto: a@exemple.fr":                 "mailto:a@exemple.fr",
		"tel: / 01":                            "tel:01",
		"tel:+33\u00a01 99 00 12 34":           "tel:+33199001234",

		// Paths of the portal.
		"": "inside", "#a": "inside", "?a:b": "inside", "a.md": "inside", "/a": "inside", "../a:b": "inside", "./note:a.md": "inside",
		"a/b:c": "inside", "Réunion : suite.md": "inside", "12:30.md": "inside", "note :a.md": "inside", "R&D.md": "inside",
		"100%.md": "inside", "javascript：alert(1)": "inside", ":a": "inside", "%2e%2e/a": "inside",

		// Schemes that may do other things than lead to a page.
		"javascript:alert(1)": "scheme", "JaVaScRiPt:x": "scheme", "java\tscript:x": "scheme", "java\r\nscript:x": "scheme",
		"\x00\x1fjavascript:x": "scheme", "vbscript:x": "scheme", "data:text/html,x": "data", "data:image/png;base64,AA": "data",
		"blob:https://exemple.fr/x": "scheme", "filesystem:https://exemple.fr/x": "scheme", "view-source:https://exemple.fr/": "scheme",
		"jar:https://exemple.fr/!/": "scheme", "about:blank": "scheme", "intent://x": "scheme", "ms-word:ofe|u|x": "scheme",
		"ftp://exemple.fr/": "scheme", "note:reunion.md": "scheme", "feed:javascript:x": "scheme", "livescript:x": "scheme",
		"chrome://settings": "scheme", "wyciwyg:x": "scheme",

		// The same, hidden.
		"javascript%3Aalert(1)": "hidden", "java%73cript:alert(1)": "hidden", "%6aavascript:x": "hidden", "%6A%61vascript%3ax": "hidden",
		"javascript%253Aalert(1)": "hidden", "javascript&colon;x": "hidden", "&#106;avascript:x": "hidden",
		"java&#x09;script&#58;x": "hidden", "java&Tab;script&colon;x": "hidden", "java&NewLine;script%3Ax": "hidden",
		"%01javascript%3Ax": "hidden", "java%0Ascript%3Ax": "hidden", "data%3Atext/html,x": "hidden", "%2f%2fexemple.fr": "hidden",
		"/%5cexemple.fr": "hidden", "%26%23106;avascript:x": "hidden", "https%3A//exemple.fr": "hidden",
		"%" + strings.Repeat("25", 40) + "3A": "hidden",

		// Servers that are none, or not the one that is read.
		"https:exemple.fr": "server", "http:/exemple.fr": "server", "https:///exemple.fr": "server", "https://": "server",
		"https:": "server", "///exemple.fr": "server", "https://exem ple.fr": "server", "https://exemple.fr:x/": "server",
		"https://exemple.fr:99999/": "server", "https://[::1": "server", "https://a%2Fb/": "server", "https://<b>/": "server",
		"https://.../": "server", "https://[fe80::1%25eth0]/": "server", "https://a%zz/": "server", "https://08/": "server",
		"https://2130706433/": "server", "https://0x7f.1/": "server", "https://127.0.0.1:8080/": "https://127.0.0.1:8080/",
		"https://1.2.3.4.5/": "server", "https://banque.fr@exemple.fr/": "user", "https://u:p@exemple.fr/": "user",
		"https://banque.fr%40exemple.fr/": "user", `https://banque.fr\@exemple.fr/`: "https://banque.fr/@exemple.fr/",

		// Disks.
		`C:\dossier\a.docx`: "disk", "c:/a": "disk", "file:///etc/passwd": "disk", `\\serveur\dossier\a.docx`: "disk",
		`/\exemple.fr`: "disk", `\/exemple.fr:80`: "disk",
	} {
		got := said(Read(written))
		if got != want {
			t.Errorf("%q: %s, want %s", written, got, want)
		}
	}
}

func TestReadRoot(t *testing.T) {
	for written, want := range map[string]string{
		"https://qvct.example.org":       "https://qvct.example.org/",
		"http://srv:8080/portail/":       "http://srv:8080/portail/",
		"https://srv/mon portail":        "https://srv/mon%20portail/",
		"https://srv/a?b":                "server",
		"https://srv/a?":                 "server",
		"https://srv/#":                  "server",
		"https://srv//exemple.fr/":       "server",
		"https://srv/a/../../exemple.fr": "server",
		"qvct.example.org":               "server",
		"mailto:a@exemple.fr":            "server",
		"javascript:alert(1)":            "scheme",
		"https://u@srv/":                 "user",
	} {
		if got := said(ReadRoot(written)); got != want {
			t.Errorf("%q: %s, want %s", written, got, want)
		}
	}
}

func TestTo(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"index.html", "a.html", "a.html"},
		{"a/b.html", "a/b.html", "b.html"},
		{"a/b.html", "a/c/d.html", "c/d.html"},
		{"a/b/c.html", "a/d.html", "../d.html"},
		{"ab/c.html", "a/d.html", "../a/d.html"},
		{"index.html", "note:a.html", "./note:a.html"},
		{"a/b.html", "a/note:a.html", "./note:a.html"},
		{"a/note:a.html", "a/note:a.html", "./note:a.html"},
		{"index.html", "javascript:alert(1)/a.html", "./javascript:alert%281%29/a.html"},
		{"a/b.html", "note:a.html", "../note:a.html"},
		{"index.html", "a/note:a.html", "a/note:a.html"},
		{"index.html", "note%3Aa.html", "./note%253Aa.html"},
		{"index.html", ":a.html", "./:a.html"},
		{"index.html", "été, 100 %.html", "%C3%A9t%C3%A9%2C%20100%20%25.html"},
		{"index.html", `R&D+"'<>#?\.html`, "R%26D%2B%22%27%3C%3E%23%3F%5C.html"},
	} {
		if got := To(c.from, c.to).String(); got != c.want {
			t.Errorf("from %q to %q: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestMadeAddresses(t *testing.T) {
	base, _ := ReadRoot("https://srv/p/")
	for _, c := range []struct {
		got  URL
		want string
	}{
		{Rooted("note:a.html"), "/note:a.html"},
		{base.Below("note:é.html"), "https://srv/p/note:%C3%A9.html"},
		{To("a.html", "b.html").At(""), "b.html"},
		{To("a.html", "b.html").At(`à "1"`), "b.html#%C3%A0%20%221%22"},
		{Part("javascript:x"), "#javascript:x"},
		{To("a.html", "b.html").Asking("axe", "R&D+1"), "b.html?axe=R%26D%2B1"},
		{Mail("a?bcc=b@exemple.fr", ""), "mailto:a%3Fbcc%3Db@exemple.fr"},
		{Mail("a@exemple.fr", "Erreur : à voir"), "mailto:a@exemple.fr?subject=Erreur%20%3A%20%C3%A0%20voir"},
		{Phone("+33 (0)1.99"), "tel:+330199"},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	check := func(name string, p problem.Problem, ok bool, rule *problem.Rule, want string) {
		t.Helper()
		switch {
		case want == "" && !ok:
			t.Errorf("%q: %s", name, p.Message)
		case want != "" && (ok || !strings.HasPrefix(p.Message, want) || p.Rule != rule || p.Hint == ""):
			t.Errorf("%q: %v %+v, want %q", name, ok, p, want)
		}
	}
	for name, want := range map[string]string{
		"a.html": "", "Plan d’action (1).pdf": "", ".b": "", "console.html": "", "com10.txt": "", "a%20b#.html": "", " a": "",
		"note:a.html": "Windows n’admet pas « : »", "a?.html": "Windows n’admet pas « ? »", `a"b`: "Windows n’admet pas « \" »",
		"b*": "Windows n’admet pas « * »", `a\b`: "Windows n’admet pas « \\ »", "a\tb": "le nom contient", "a\u0085b": "le nom contient",
		"CON.html": "« CON »", "aux": "« aux »", "Lpt1.tar.gz": "« Lpt1 »", "com¹.txt": "« com¹ »", "nul .txt": "« nul  »",
		"a.": "le nom finit", "b ": "le nom finit", "Icon\r": "le nom contient",
		strings.Repeat("a", 255): "", strings.Repeat("a", 256): "un nom de 256 signes",
	} {
		p, ok := CheckName(name)
		check(name, p, ok, problem.UnportableName, want)
	}
	for name, want := range map[string]string{
		"a.html": "", "été/note:a.html": "", "CON/a.html": "",
		`a\b.html`: "« \\ »", "a\nb.html": "le nom contient", "a\u0085b": "le nom contient", "../a": "rien", "a//b": "rien",
		".intraqvt-x":                      "rien",
		strings.Repeat("a", 251) + ".html": "un nom de 256", strings.Repeat("é", 128): "un nom de 256",
		strings.Repeat("a/", 1000) + "a": "un chemin de 2001",
	} {
		p, ok := CheckOutput(name)
		check(name, p, ok, problem.ImpossibleName, want)
	}
	long := strings.Repeat("abcdefghi/", 20) + "a"
	p, ok := CheckOutput(long)
	check(long, p, ok, problem.UnportableName, "un chemin de 201")
}
