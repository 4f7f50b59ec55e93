package content

import (
	"bytes"
	"testing"
	"time"

	"intraqvt/internal/schema"
)

func TestVisibility(t *testing.T) {
	types := allTypes(t)
	day := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	for header, want := range map[string]schema.Visibility{
		"---\ndraft: true\n---\n":                          schema.Hidden,
		"---\ndraft: TRUE\n---\n":                          schema.Hidden,
		"---\ndraft: 'yes'\n---\n":                         schema.Hidden,
		"---\ndraft: y\n---\n":                             schema.Hidden,
		"---\ndraft: on\n---\n":                            schema.Hidden,
		"---\ndraft: 1\n---\n":                             schema.Hidden,
		"---\ndraft: vrai\n---\n":                          schema.Hidden,
		"---\ndraft: false\n---\n":                         schema.Listed,
		"---\ndraft: \"0\"\n---\n":                         schema.Listed,
		"---\ndraft: n\n---\n":                             schema.Listed,
		"---\ndraft:\n---\n":                               schema.Listed,
		"---\npublished: true\n---\n":                      schema.Listed,
		"---\npublished: 2026-03-14\n---\n":                schema.Listed,
		"---\npublished: 2026-03-15\n---\n":                schema.Hidden,
		"---\npublish: off\n---\n":                         schema.Hidden,
		"---\npublish_date: 2026-04-01\n---\n":             schema.Hidden,
		"---\npublishDate: 2026-01-01\n---\n":              schema.Listed,
		"---\nexpiryDate: 2026-03-14\n---\n":               schema.Hidden,
		"---\nunpublishDate: 2026-03-15\n---\n":            schema.Listed,
		"---\nbuild: {render: always}\n---\n":              schema.Listed,
		"---\nbuild: {list: local}\n---\n":                 schema.Unlisted,
		"---\nbuild: never\n---\n":                         schema.Hidden,
		"---\nbuild: {render: never}\nx: 1\n---\n":         schema.Hidden,
		"---\nunlisted: 1\n---\n":                          schema.Unlisted,
		"---\nunlisted: true\ndraft: true\n---\n":          schema.Hidden,
		"---\neleventyExcludeFromCollections: true\n---\n": schema.Unlisted,
		"---\nsidebar:\n  hidden: true\n---\n":             schema.Unlisted,
		"---\nsidebar: false\n---\n":                       schema.Listed,
		"---\nvisible: false\n---\n":                       schema.Unlisted,
		"---\nhidden: [toc]\n---\n":                        schema.Listed,
		"---\npermalink: /un/\n---\n":                      schema.Listed,
		"---\npermalink: false\n---\n":                     schema.Hidden,
		"---\nstatus: new\n---\n":                          schema.Listed,
		"---\nstatus: Draft\n---\n":                        schema.Hidden,
		"---\nstatut: archive\n---\n":                      schema.Listed,
		"---\npassword: 1234\n---\n":                       schema.Hidden,
		"---\ncascade: {draft: true}\n---\n":               schema.Hidden, // a page with no pages below it
		"+++\ndraft = true\n+++\n":                         schema.Hidden,
		"+++\ndraft = \"true\"\n+++\n":                     schema.Hidden,
		"+++\nDraft = false\n+++\n":                        schema.Listed,
		"+++\n[build]\nrender = \"never\"\n+++\n":          schema.Hidden,
		"+++\nbuild.list = \"never\"\n+++\n":               schema.Unlisted,
		"+++\n[_build]\nrender = false\n+++\n":             schema.Hidden,
		"+++\npublishDate = 2026-04-01\n+++\n":             schema.Hidden,
		"+++\nexpiryDate = 2026-03-01T10:00:00Z\n+++\n":    schema.Hidden,
	} {
		p := Parse("pages/x.md", []byte(header+"\nTexte.\n"), types)
		if got := p.Visibility(day).Level; got != want {
			t.Errorf("%q: %v, want %v; %v", header, got, want, p.Problems)
		}
	}
	for file, want := range map[string]schema.Visibility{
		"pages/x.md": schema.Listed, "_x.md": schema.Hidden, "a/_x.md": schema.Hidden, "_drafts/x.md": schema.Hidden,
		"_drafts/_index.md": schema.Hidden, "_index.md": schema.Listed, "a/_index.md": schema.Listed,
		"_posts/2026-01-01-x.md": schema.Listed, "a/_includes/b/x.md": schema.Hidden, "x_y/z_.md": schema.Listed,
	} {
		p := Parse(file, []byte("Texte.\n"), types)
		if got := p.Visibility(day).Preview; got != want {
			t.Errorf("%s: %v, want %v", file, got, want)
		}
	}
}

// For any header, in YAML, TOML or similar: nothing panics, each problem has a
// place in the file, and a page without « draft » or the like is not hidden
// silently.
func FuzzHeader(f *testing.F) {
	types := allTypes(f)
	for _, seed := range []string{
		"+++\ntitle = \"A\"\ndraft = true\n[build]\nrender = 'never'\n+++\nx", "+++\na.b.c.d = 1\n[[cascade]]\n+++\n",
		"+++\nx = [[[[[\n+++\n", "+++\ndate = 2026-01-01T00:00:00Z\n'' = 1\n+++\n",
		"---\ncascade: [{draft: 1}, {_target: {path: '{'}}]\n---\n", "{\"title\": \"x\"}", "```\ndraft: true\n```",
		"<!--\n---\ndraft: true\n-->", "—\ntitre: x\n", "+++\nx = inf\ny = nan\nz = 1e400\n+++\n", "---\n? [a]\n: b\n---\n",
	} {
		f.Add([]byte(seed))
	}
	day := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, data []byte) {
		p := Parse("pages/x.md", data, types)
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		for _, q := range p.Problems {
			if q.Line < 0 || q.Line > lines+1 {
				t.Errorf("%v: the file has %d lines", q, lines)
			}
		}
		if v := p.Visibility(day); v.Public() != (v.Hiding == Visible) || !v.Public() && v.Words == "" {
			t.Errorf("hidden without a reason: %+v", v)
		} else if v.Hiding == Unread && len(p.Problems) == 0 {
			t.Errorf("withheld without a word")
		}
	})
}
