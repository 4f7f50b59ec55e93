package portal

import (
	"path/filepath"
	"strings"
	"testing"
)

// script returns the published script whose name begins with name.
func script(t *testing.T, o Options, name string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(o.Output, "assets", name+".*.js"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	return published(t, o, "assets/"+filepath.Base(files[0]))
}

// A portal's module replaces the program's wherever it is imported.
func TestPortalReplacesAModule(t *testing.T) {
	o := source(t, map[string]string{
		"content/site.yaml":                  "titre: Essai\n",
		"static/js/lib/fold.js":              "export const fold = (text) => text.replace('le mien', '');\n",
		"static/js/mien.js":                  "import { plus } from '../outils/plus.js';\nconsole.log(plus(1));\n",
		"static/outils/plus.js":              "export const plus = (n) => n + 4321;\n",
		"static/recherche/engine/sound.js":   "export const sound = () => 'mon oreille';\nexport const near = () => false;\n",
		"static/js/classique.js":             "var Outil = (function (monde) { monde.outil = typeof module; return 1; })(this);\n",
		"static/recherche/60-interface.js":   "globalThis.rechercher = null;\n",
		"static/js/lib/inutile/pour-rien.js": "export const rien = 'sans effet';\n",
	})
	report := mustBuild(t, o)
	pages, search := script(t, o, "site"), script(t, o, "recherche")
	for text, in := range map[string]string{"le mien": pages, "4321": pages, `typeof module,1}(this)`: pages, "mon oreille": search} {
		if !strings.Contains(in, text) {
			t.Errorf("%q is not in its script:\n%.3000s", text, in)
		}
	}
	if !strings.Contains(search, "le mien") || strings.Contains(pages+search, "normalize(\"NFKD\").replace") ||
		strings.Contains(search, "estdx") {
		t.Error("a module that was replaced is still there")
	}
	if got := problemsOf(t, o, "modele"); !strings.Contains(got, "static/recherche/60-interface.js") || strings.Count(got, "→") != 1 {
		t.Errorf("of %d problems: %s", len(report.Problems), got)
	}
}

// A faulty script is reported at its line, with a remedy.
func TestFaultyScriptIsToldAtItsLine(t *testing.T) {
	for _, c := range []struct{ name, text, want, hint string }{
		{"static/js/mien.js", "// à moi\nconst é = (;\n", "static/js/mien.js:2:12", "corrigez ce script"},
		{"static/js/menu.js", "import { absent } from './lib/absent.js';\nabsent();\n", "static/js/menu.js:1:24", "corrigez le chemin"},
		{"static/js/menu.js", "import { a } from 'https://ailleurs.example/a.js';\na();\n", "static/js/menu.js:1:19", "copiez ce module"},
		{"static/js/menu.js", "import { racine } from '../../../content/a.js';\nracine();\n", "static/js/menu.js:1:24",
			"corrigez le chemin"},
		{"static/js/lib/fold.js", "export const plier = 1;\n", "static/js/", "corrigez ce script"},
		{"static/recherche/engine/rank.js", "export class Ranking {\n", "static/recherche/engine/rank.js:2:1", "corrigez ce script"},
		{"static/js/early.js", "if (\n", "static/js/early.js:2:1", "corrigez ce script"},
	} {
		o := source(t, map[string]string{"content/site.yaml": "titre: Essai\n", c.name: c.text})
		got := problemsOf(t, o, "modele")
		if !strings.HasPrefix(got, c.want) || !strings.Contains(got, c.hint) {
			t.Errorf("%s %q: got %s, want %s and %s", c.name, c.text, got, c.want, c.hint)
		}
	}
}
