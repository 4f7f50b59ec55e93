package portal

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/problem"
	"intraqvt/internal/search"
)

// hiddenPages are headers of pages that readers do not see, one for every
// reason, by name.
var hiddenPages = map[string]string{
	"brouillon":        "statut: brouillon\n",
	"relecture":        "statut: relecture\n",
	"futur":            "date: 2999-01-01\n",
	"expire":           "expire_le: 2020-01-01\n",
	"draft":            "draft: true\n",
	"draft-1":          "draft: 1\n",
	"draft-yes":        "draft: \"Yes\"\n",
	"draft-on":         "Draft: on\n",
	"draft-oui":        "draft: oui\n",
	"published":        "published: false\n",
	"published-off":    "published: OFF\n",
	"published-later":  "published: 2999-01-01\n",
	"publish":          "publish: no\n",
	"publish-date":     "publishDate: 2999-01-01\n",
	"publish-date-2":   "publish_date: 2999-01-01T10:00:00Z\n",
	"expiry-date":      "expiryDate: 2020-01-01\n",
	"unpublish-date":   "unpublishDate: 2020-01-01\n",
	"headless":         "headless: true\n",
	"build-never":      "build:\n  render: never\n",
	"build-link":       "_build: {render: link}\n",
	"build-false":      "build: {render: false}\n",
	"permalink":        "permalink: false\n",
	"status":           "status: draft\n",
	"status-private":   "status: Private\n",
	"cascade-seule":    "cascade: {draft: true}\n",
	"private":          "private: true\n",
	"password":         "password: secret\n",
	"render":           "render: false\n",
	"dans-le-dossier/": "", // below a cascade
	"_soulignee":       "",
	"_drafts/jekyll":   "",
	"par-jekyll/page":  "", // by _config.yml
	"par-hugo/page-2":  "", // by hugo.toml
	"exclue":           "", // by mkdocs.yml
	"exclue-aussi":     "", // by .vitepress/config.ts
}

// hiddenSource returns a folder with all of them, each with unique words, and a
// page that refers to each in every way.
func hiddenSource(words string, extra map[string]string) map[string]string {
	files := map[string]string{
		"mkdocs.yml": "site_name: X\nexclude_docs: |\n  # commentaire\n  exclue.md\nmarkdown_extensions:\n" +
			"  - x: !!python/name:y.z\n",
		"content/.vitepress/config.ts": "export default defineConfig({ // 'non.md'\n" +
			"  srcExclude: ['**/exclue-aussi.md', /* ] */ \"drafts/**\"],\n})\n",
		"content/pages/dans-le-dossier/_index.md": "---\ntitle: Dossier\ncascade:\n" +
			"  - _target: {path: '{/pages/dans-le-dossier/**,/autre}'}\n    draft: true\n---\n",
		"_config.yml":          "defaults:\n  - scope: {path: pages/par-jekyll}\n    values: {published: false}\n",
		"hugo.toml":            "[[cascade]]\ndraft = true\n[cascade.target]\npath = '/pages/par-hugo/**'\n",
		"content/pages/vue.md": "---\ntitle: Vue\n---\n",
	}
	var links, refs strings.Builder
	n := 0
	for name, header := range hiddenPages {
		n++
		file := strings.Replace(name, "dans-le-dossier/", "dans-le-dossier/profond/page", 1)
		slug := file[strings.LastIndexByte(file, '/')+1:]
		canary := fmt.Sprintf("%s%d", words, n)
		files["content/pages/"+file+".md"] = "---\ntitle: Titre " + canary + "\n" + header + "description: Résumé " + canary +
			"\ntags: [étiquette" + canary + "]\n" +
			"alias: [/ancien" + canary + "]\n---\n## Partie " + canary + "\n\nTexte " + canary + ".\n"
		fmt.Fprintf(&links, "[[%s]] [[%s#partie-%s|texte]] [texte](%s.md) ![[%s]] ![[%s#partie]]\n\n", slug, slug, "x", file, slug, slug)
		fmt.Fprintf(&refs, "  - %s\n", slug)
	}
	files["content/pages/liens.md"] = "---\ntitle: Liens\nvoir_aussi:\n" + refs.String() + "---\n" + links.String() +
		"\n::: liste\ntri: -date\n:::\n"
	for name, text := range extra {
		files[name] = text
	}
	return files
}

// trace searches for words in everything that readers get: names of files,
// their bytes, and the indexed forms of the words.
func trace(t *testing.T, o Options, words string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(o.Output, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if strings.Contains(strings.ToLower(name), words) || strings.Contains(strings.ToLower(string(data)), words) {
			at := max(0, strings.Index(strings.ToLower(string(data)), words)-60)
			found = append(found, fmt.Sprintf("%s: …%.120s", name, data[at:]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const canary = "zorglub"

func TestHiddenPagesLeaveNoTrace(t *testing.T) {
	for name, extra := range map[string]map[string]string{
		"a bare folder": nil,
		"a portal": {
			"content/site.yaml": "titre: Portail\nbase_url: https://x.example.org/\ncontact: a@example.org\nmenu:\n  - vers: draft\n" +
				"  - vers: liens\nreponses:\n  - {questions: [\"quoi\"], vers: brouillon}\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := source(t, hiddenSource(canary, extra))
			report := mustBuild(t, o)
			for _, found := range trace(t, o, canary) {
				t.Error(found)
			}
			total := 0
			for _, n := range report.Hidden {
				total += n
			}
			if want := len(hiddenPages) + 1; total != want { // and the folder's own page
				t.Errorf("%d pages are told as hidden, want %d: %v", total, want, report.Hidden)
			}
			if hits := find(t, o, search.Query{Text: canary + "1"}); len(hits) > 0 {
				t.Errorf("the search finds %q", hits)
			}
		})
	}
}

// A page that was published and is hidden later leaves no trace either, in the
// search index or the output folder.
func TestPagesHiddenLaterLeaveNoTrace(t *testing.T) {
	files := hiddenSource(canary,
		map[string]string{"content/site.yaml": "titre: Portail\nbase_url: https://x.example.org/\nliens_casses: avertissement\n"})
	shown := map[string]string{"content/site.yaml": files["content/site.yaml"]}
	for name, text := range files {
		for _, header := range hiddenPages {
			text = strings.Replace(text, "\n"+header+"description", "\ndescription", 1)
		}
		if strings.HasSuffix(name, ".md") {
			shown[strings.Replace(name, "/_", "/", 1)] = strings.Replace(text, "    draft: true\n", "    draft: false\n", 1)
		}
	}
	o := source(t, shown)
	mustBuild(t, o)
	if len(trace(t, o, canary)) == 0 {
		t.Fatal("the pages are not shown first")
	}
	if err := os.RemoveAll(filepath.Join(o.Source, "content")); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		write(t, o, name, text)
	}
	mustBuild(t, o)
	for _, found := range trace(t, o, canary) {
		t.Error(found)
	}
}

// Values that cannot be read hide the page, and are reported.
func TestUnreadableValuesHideAndAreTold(t *testing.T) {
	headers := []string{
		"draft: peut-être\n", "draft: [true]\n", "draft: {a: true}\n", "draft: 2\n", "draft: !!bool true\n", "draft: &a true\n",
		"published: bientôt\n", "published: [false]\n", "publishDate: demain\n", "expiryDate: bientôt\n", "headless: jamais\n",
		"build: {render: parfois}\n", "build:\n  render: [never]\n", "unlisted: un peu\n", "cascade: draft\n", "statut: brouilon\n",
		"statut: [brouillon]\n",
	}
	files := map[string]string{"content/vue.md": "# Vue\n"}
	name := func(i int) string { return fmt.Sprintf("content/secret-%d.md", i) }
	for i, header := range headers {
		files[name(i)] = fmt.Sprintf("---\ntitle: Secret\n%s---\nTexte %s%d.\n", header, canary, i)
	}
	o := source(t, files)
	report := mustBuild(t, o)
	for _, found := range trace(t, o, canary) {
		t.Error(found)
	}
	if report.Pages != 1 {
		t.Errorf("%d pages are shown, want 1", report.Pages)
	}
	write(t, o, "content/site.yaml", "titre: Portail\n")
	stopped, err := Build(t.Context(), o)
	if err != ErrContent {
		t.Fatalf("a portal: %v, want %v", err, ErrContent)
	}
	for i, header := range headers {
		if !hasProblem(report, name(i), problem.Warning) {
			t.Errorf("%q is not told: %v", header, report.Problems)
		}
		if !hasProblem(stopped, name(i), problem.Error) {
			t.Errorf("%q does not stop a portal: %v", header, stopped.Problems)
		}
	}
}

// hasProblem reports whether there is a problem at a header's third or fourth line.
func hasProblem(report *Report, file string, level problem.Level) bool {
	for _, p := range report.Problems {
		if p.File == file && p.Level == level && (p.Line == 3 || p.Line == 4) && p.Hint != "" {
			return true
		}
	}
	return false
}

// An unlisted page has its address, and links that authors wrote lead to it; no
// list, search, feed, sitemap or other page does.
func TestUnlistedPages(t *testing.T) {
	for _, header := range []string{"unlisted: true\n", "build: {list: never}\n"} {
		o := source(t, map[string]string{
			"content/site.yaml": "titre: Portail\nbase_url: https://x.example.org/\n",
			"content/index.md":  "---\ntitle: Accueil\n---\nVoir [la page](pages/zigoto.md).\n\n::: liste\ntri: titre\n:::\n",
			"content/pages/zigoto.md": "---\ntitle: Zigoto\n" + header +
				"date: 2026-01-01\netiquettes: [seule]\nvoir_aussi: [citee]\n---\n## Partie\n\nTexte " + canary + ".\n",
			"content/pages/citee.md":     "---\ntitle: Citée\ndate: 2025-01-01\n---\nUne page.\n",
			"content/a-part/zigoto-2.md": "---\ntitle: Zigoto deux\n" + header + "---\nTexte.\n",
		})
		report := mustBuild(t, o)
		if report.Unlisted != 2 {
			t.Errorf("%s: %d pages are told as unlisted", header, report.Unlisted)
		}
		if page := published(t, o, "pages/zigoto.html"); !strings.Contains(page, canary) {
			t.Errorf("%s: the page is not there", header)
		}
		if page := published(t, o, "a-part/zigoto-2.html"); !strings.Contains(page, "Zigoto deux") {
			t.Errorf("%s: the page alone in its folder is not there", header)
		}
		if home := published(t, o, "index.html"); !strings.Contains(home, `href="pages/zigoto.html"`) {
			t.Errorf("%s: the link that the author wrote is gone", header)
		}
		own := []string{".intraqvt-manifest", "index.html", "pages/zigoto.html", "a-part/zigoto-2.html"}
		for _, found := range append(trace(t, o, "zigoto"), trace(t, o, canary)...) {
			name, _, _ := strings.Cut(found, ": …")
			rel, _ := filepath.Rel(o.Output, name)
			if !slices.Contains(own, filepath.ToSlash(rel)) {
				t.Errorf("%s: %s", header, found)
			}
		}
		if home := published(t, o, "index.html"); len(regexp.MustCompile(`zigoto`).FindAllString(home, -1)) != 1 {
			t.Errorf("%s: a list of the home page leads there", header)
		}
		if _, err := os.Stat(filepath.Join(o.Output, "a-part/index.html")); err == nil {
			t.Errorf("%s: a folder that holds nothing else has a list", header)
		}
	}
}

// An unreadable configuration that may hide pages stops the build.
func TestUnreadableExclusionsStop(t *testing.T) {
	for name, text := range map[string]string{
		".vitepress/config.mts": "export default { srcExclude: [...drafts, 'a.md'] }\n",
		".vitepress/config.js":  "export default { srcExclude: drafts }\n",
		"mkdocs.yml":            "exclude_docs:\n  a: b\n",
		"hugo.toml":             "ignoreFiles = ['(']\n",
		"hugo.yaml":             "cascade: draft\n",
	} {
		o := source(t, map[string]string{name: text, "content/a.md": "# A\n"})
		report, err := Build(t.Context(), o)
		if err != ErrContent || len(report.Problems) != 1 || report.Problems[0].File != name {
			t.Errorf("%s: %v, %v", name, err, report)
		}
	}
}

// If such a configuration is a link out of the source, or half merged, it is
// unknown which pages it hides.
func TestExclusionsThatLeadOutOrClash(t *testing.T) {
	const clash = "exclude_docs: |\n<<<<<<< HEAD\n  a.md\n=======\n  b.md\n>>>>>>> x\n"
	o := source(t, map[string]string{"content/a.md": "# A\n", "mkdocs.yml": clash})
	stops := func(file string, rule *problem.Rule) {
		t.Helper()
		l, err := Load(t.Context(), o)
		if err != nil || !slices.ContainsFunc(l.Problems, func(p problem.Problem) bool {
			return p.File == file && p.Rule == rule && p.Level == problem.Error
		}) {
			t.Errorf("%s is not told as %s: %v, %v", file, rule.Code(), l.Problems, err)
		}
	}
	stops("mkdocs.yml", problem.MergeConflict)
	if err := os.Remove(filepath.Join(o.Source, "mkdocs.yml")); err != nil {
		t.Fatal(err)
	}
	link(t, o, "../"+elsewhere(t, o)+"/site.yaml", "mkdocs.yml")
	stops("mkdocs.yml", problem.UnclearVisibility)
	link(t, o, "../"+elsewhere(t, o), ".vitepress")
	stops(".vitepress/config.ts", problem.UnclearVisibility)
}
