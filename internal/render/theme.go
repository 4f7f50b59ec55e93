package render

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"

	"intraqvt/internal/address"
	"intraqvt/internal/content"
	"intraqvt/internal/media"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Theme is the portal's appearance and the words around its content: templates,
// styles, scripts and the catalogue of words.
type Theme struct {
	Style  string // address of the style sheet
	Script string // address of the script
	Early  string // address of the script that runs before the page is shown
	Engine string // address of the search script (engine and interface), loaded on first use

	assets    []asset
	templates map[string]*template.Template // by "<type>/page", "page", "list"…
	words     map[string]string
}

// asset is a file of the theme as it is published.
type asset struct {
	address string
	data    []byte
	raw     []byte           // a drawing before it was cleaned; nil for other files
	removed string           // what was removed from it
	risk    media.Risk       // what a browser would do with it
	unfit   *problem.Problem // why it cannot be published; nil if it can
}

// leaves are the templates that fill base.html. A type may have its own page
// and list.
var leaves = []string{"page", "list", "home", "terms", "az", "404", "print", "guide", "messages", "hiding", "search"}

// ReadTheme reads layouts and static files. Styles are joined into one file, in
// the order of their names, and scripts are bundled, each at an address that
// changes with its content; all other files of static/ keep their names. If the
// problems include errors, there is no theme.
func ReadTheme(layouts, static fs.FS, types *schema.Set, language string) (*Theme, []problem.Problem) {
	t := &Theme{templates: map[string]*template.Template{}}
	var list problem.List
	fail := func(file string, err error) {
		list.Add(problem.InvalidTemplate.In(file).Say("modèle illisible : "+err.Error(), ""))
	}
	if err := t.readWords(layouts, language); err != nil {
		fail("layouts/i18n/"+language+".yaml", err)
		return nil, list.All()
	}
	common := template.New("").Funcs(t.functions())
	components, err := fs.Glob(layouts, "components/*.html")
	if err != nil {
		fail("layouts/components", err)
	}
	for _, file := range append([]string{"base.html"}, components...) {
		if err := parseFile(common, layouts, file, strings.TrimSuffix(path.Base(file), ".html")); err != nil {
			fail("layouts/"+file, err)
		}
	}
	own := map[string]string{}
	for _, leaf := range leaves {
		own[leaf] = leaf + ".html"
	}
	for _, ty := range types.Types {
		for _, leaf := range []string{"page", "list"} {
			if file := ty.Name + "/" + leaf + ".html"; exists(layouts, file) {
				own[ty.Name+"/"+leaf] = file
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		set, err := common.Clone()
		if err == nil {
			err = parseFile(set, layouts, own[name], "main")
		}
		if err != nil {
			fail("layouts/"+own[name], err)
			continue
		}
		t.templates[name] = set
	}
	if common.Lookup("entree") == nil {
		fail("layouts/components/entree.html", fs.ErrNotExist)
	}
	problems, err := t.readStatic(static)
	if err != nil {
		fail("static", err)
	}
	list.Add(problems...)
	for _, a := range t.assets {
		q, ok := address.CheckOutput(a.address)
		if ok {
			q, ok = address.CheckName(path.Base(a.address))
		}
		if !ok {
			q.File = "static/" + a.address
			list.Add(q)
		}
	}
	if list.HasErrors() {
		return nil, list.All()
	}
	return t, list.All()
}

// template returns the name of the template for a leaf of a type.
func (t *Theme) template(ty *schema.Type, leaf string) string {
	if ty != nil {
		if own := ty.Name + "/" + leaf; t.templates[own] != nil {
			return own
		}
	}
	return leaf
}

func (t *Theme) functions() template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) (string, error) {
			word, ok := t.words[key]
			if !ok {
				return "", fmt.Errorf("le mot %q manque au catalogue layouts/i18n", key)
			}
			if len(args) > 0 {
				return fmt.Sprintf(word, args...), nil
			}
			return word, nil
		},
		"lower": strings.ToLower,
	}
}

func (t *Theme) readWords(layouts fs.FS, language string) error {
	file := "i18n/" + language + ".yaml"
	if !exists(layouts, file) {
		file = "i18n/fr.yaml"
	}
	data, err := fs.ReadFile(layouts, file)
	if err != nil {
		return err
	}
	t.words = map[string]string{}
	if problems := schema.Decode(file, data, &t.words); len(problems) > 0 {
		return errors.New(problems[0].String())
	}
	return nil
}

// readStatic joins css/, bundles js/ and recherche/, and takes the other files
// as they are.
func (t *Theme) readStatic(static fs.FS) ([]problem.Problem, error) {
	var styles []byte
	var scriptFiles []string
	err := fs.WalkDir(static, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case content.IsScrap(d.Name()) && name != "." && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || content.IsScrap(d.Name()) || strings.HasSuffix(name, ".go"):
			return nil
		}
		if path.Ext(name) == ".js" && (strings.HasPrefix(name, "js/") || strings.HasPrefix(name, "recherche/")) {
			scriptFiles = append(scriptFiles, name)
			return nil
		}
		data, err := fs.ReadFile(static, name)
		if err != nil {
			return err
		}
		if strings.HasPrefix(name, "css/") && strings.HasSuffix(name, ".css") {
			styles = append(append(styles, data...), '\n')
			return nil
		}
		a, err := newAsset(name, data)
		t.assets = append(t.assets, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	if styles, err = minifier.Bytes("css", styles); err != nil {
		return nil, fmt.Errorf("assets/site.css : %w", err)
	}
	s := scripts{static: static, words: t.searchWords()}
	made, problems := s.bundle(scriptFiles)
	for _, file := range []struct {
		address      *string
		name, ending string
		data         []byte
	}{
		{&t.Style, "assets/site", ".css", styles},
		{&t.Script, "assets/site", ".js", made.page},
		{&t.Early, "assets/early", ".js", made.early},
		{&t.Engine, "assets/recherche", ".js", made.search},
	} {
		*file.address = hashedName(file.name, file.ending, file.data)
		t.assets = append(t.assets, asset{address: *file.address, data: file.data})
	}
	return problems, nil
}

// hashedName returns a name with a digest of the content, so that browsers may
// cache the file for ever.
func hashedName(name, ending string, data []byte) string {
	sum := sha256.Sum256(data)
	return name + "." + hex.EncodeToString(sum[:4]) + ending
}

// minifier minifies styles and scripts.
var minifier = func() *minify.M {
	m := minify.New()
	m.AddFunc("css", css.Minify)
	m.AddFunc("js", js.Minify)
	return m
}()

// sharedWords are shown by both pages and the search.
var sharedWords = []string{"axe", "fermer", "trier"}

// searchWords returns the words of the catalogue that the search shows.
func (t *Theme) searchWords() map[string]string {
	words := map[string]string{}
	for key, word := range t.words {
		if name, ok := strings.CutPrefix(key, "r_"); ok || slices.Contains(sharedWords, key) {
			words[name] = word
		}
	}
	return words
}

func parseFile(set *template.Template, fsys fs.FS, file, name string) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	_, err = set.New(name).Parse(string(data))
	return err
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}
