package render

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

const (
	earlyScript  = "js/early.js"
	searchScript = "recherche/main.js"
	wordsModule  = "intraqvt:words"  // modules import the catalogue's words from it
	frenchModule = "intraqvt:french" // modules import the tables of package french from it
)

// scripts makes classic scripts of the theme's scripts, because browsers load no
// modules from file://. A script that imports or exports is a module: it is bundled
// with its own copy of what it imports. Any other script stays unchanged.
type scripts struct {
	static fs.FS
	words  map[string]string
}

// bundles are the scripts that pages load.
type bundles struct {
	early  []byte // runs before the page is shown
	page   []byte // all that runs in pages
	search []byte // the engine and its interface
}

// compiledScript is a script in the form for pages.
type compiledScript struct {
	name    string
	code    []byte
	imports []string // the files that were bundled with it
}

// bundle makes the scripts from files of js/ and recherche/. Those of js/ run
// in the order of their names, each in its own scope: an error in one is shown
// in the console and does not stop the others. A script that another imports
// only runs there.
func (s *scripts) bundle(files []string) (b bundles, problems []problem.Problem) {
	names := []string{earlyScript, searchScript}
	for _, file := range files {
		if strings.HasPrefix(file, "js/") && file != earlyScript {
			names = append(names, file)
		}
	}
	list, problems := s.compile(names)
	if problems != nil {
		return b, problems
	}
	imported := map[string]bool{}
	for _, c := range list {
		for _, name := range c.imports {
			imported[name] = true
		}
	}
	for i, c := range list {
		var p []problem.Problem
		switch {
		case i == 0:
			b.early, p = c.minified()
		case i == 1:
			b.search, p = c.minified()
		case !imported[c.name]:
			c.code = slices.Concat([]byte("try {"), c.code, []byte("\n} catch (error) { setTimeout(() => { throw error }) }"))
			c.code, p = c.minified()
			b.page = append(b.page, c.code...)
		}
		problems = append(problems, p...)
	}
	for _, file := range files {
		if !imported[file] && !slices.Contains(names, file) {
			p := scriptProblem(file, "script sans effet : la recherche ne l’importe pas")
			p.Level, p.Hint = problem.Warning, "donnez-lui le nom du module qu’il remplace, ou placez-le dans static/js/"
			problems = append(problems, p)
		}
	}
	return b, problems
}

// minified returns the script without what browsers do not need.
func (c compiledScript) minified() ([]byte, []problem.Problem) {
	data, err := minifier.Bytes("js", c.code)
	if err != nil {
		return nil, []problem.Problem{scriptProblem(c.name, "script illisible : "+err.Error())}
	}
	return data, nil
}

// compile compiles each of the scripts, or returns their problems.
func (s *scripts) compile(names []string) ([]compiledScript, []problem.Problem) {
	list := make([]compiledScript, len(names))
	var modules []string
	read, problems := s.build(names, api.BuildOptions{})
	for i, name := range names {
		list[i] = compiledScript{name: name, code: read.code[name]}
		if read.Inputs[inStatic+name].Format == "esm" {
			modules = append(modules, name)
		}
	}
	if problems != nil || modules == nil {
		return list, problems
	}
	// Bundle each module with its imports into a classic script.
	bundled, problems := s.build(modules, api.BuildOptions{Bundle: true, Format: api.FormatIIFE})
	for i, name := range names {
		code, ok := bundled.code[name]
		if !ok {
			continue
		}
		list[i].code = code
		for input := range bundled.Outputs[name].Inputs {
			if input = strings.TrimPrefix(input, inStatic); input != name {
				list[i].imports = append(list[i].imports, input)
			}
		}
	}
	return list, problems
}

// buildResult holds esbuild's output by name, and its messages.
type buildResult struct {
	code    map[string][]byte
	Inputs  map[string]struct{ Format string }
	Outputs map[string]struct{ Inputs map[string]struct{} }
}

// inStatic is esbuild's prefix for names of files of static/.
const inStatic = "static:"

// build lets esbuild read scripts and write them with the given options.
func (s *scripts) build(names []string, options api.BuildOptions) (b buildResult, problems []problem.Problem) {
	nowhere := os.TempDir() // an absolute path, as esbuild requires; nothing is written
	options.AbsWorkingDir, options.Outdir, options.Metafile, options.LogLevel = nowhere, nowhere, true, api.LogLevelSilent
	options.MinifySyntax, options.Charset, options.LegalComments = true, api.CharsetUTF8, api.LegalCommentsInline
	options.Plugins = []api.Plugin{{Name: "static", Setup: s.registerModules}}
	for _, name := range names {
		entry := api.EntryPoint{InputPath: name, OutputPath: strings.TrimSuffix(name, ".js")}
		options.EntryPointsAdvanced = append(options.EntryPointsAdvanced, entry)
	}
	result := api.Build(options)
	if len(result.Errors) > 0 {
		return b, complaints(result.Errors)
	}
	if err := json.Unmarshal([]byte(result.Metafile), &b); err != nil {
		panic(err) // esbuild writes valid JSON
	}
	b.code = map[string][]byte{}
	for _, file := range result.OutputFiles {
		name, _ := filepath.Rel(nowhere, file.Path) // both are absolute
		b.code[filepath.ToSlash(name)] = file.Contents
	}
	return b, nil
}

// registerModules lets esbuild find modules in static/, where the portal's own
// replace the program's.
func (s *scripts) registerModules(b api.PluginBuild) {
	b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
		name, fault := s.resolve(a)
		if fault != nil {
			return api.OnResolveResult{Errors: []api.Message{*fault}}, nil
		}
		return api.OnResolveResult{Path: name, Namespace: "static"}, nil
	})
	b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "static"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		data, err := []byte(nil), error(nil)
		loader := api.LoaderJS
		switch a.Path {
		case wordsModule:
			data, err = json.Marshal(s.words)
			loader = api.LoaderJSON
		case frenchModule:
			data, loader = french.Tables(), api.LoaderJSON
		default:
			data, err = fs.ReadFile(s.static, a.Path)
		}
		text := string(data)
		return api.OnLoadResult{Contents: &text, Loader: loader}, err
	})
}

// resolve returns the file that a module imports.
func (s *scripts) resolve(a api.OnResolveArgs) (string, *api.Message) {
	if a.Kind == api.ResolveEntryPoint || a.Path == wordsModule || a.Path == frenchModule {
		return a.Path, nil
	}
	if !strings.HasPrefix(a.Path, "./") && !strings.HasPrefix(a.Path, "../") {
		return "", &api.Message{Text: fmt.Sprintf("« %s » n’est pas un fichier de static/", a.Path),
			Detail: "copiez ce module dans static/ et importez-le par son chemin, « ./… »"}
	}
	name := path.Join(path.Dir(a.Importer), a.Path)
	if _, err := fs.Stat(s.static, name); err != nil {
		return "", &api.Message{Text: fmt.Sprintf("« %s » n’existe pas dans static/", name),
			Detail: "corrigez le chemin, qui part du dossier de ce script, ou ajoutez le fichier"}
	}
	return name, nil
}

// complaints converts errors of scripts to problems.
func complaints(messages []api.Message) []problem.Problem {
	var list []problem.Problem
	for _, m := range messages {
		p := scriptProblem("", "script illisible : "+m.Text)
		if hint, ok := m.Detail.(string); ok {
			p.Hint = hint
		}
		if at := m.Location; at != nil {
			p.File = path.Join("static", strings.TrimPrefix(at.File, inStatic))
			p.Line = at.Line
			p.Column = 1 + utf8.RuneCountInString(at.LineText[:min(at.Column, len(at.LineText))])
		}
		list = append(list, p)
	}
	return list
}

func scriptProblem(name, message string) problem.Problem {
	return problem.InvalidTemplate.In(path.Join("static", name)).
		Say(message, "corrigez ce script, ou supprimez-le : s’il en remplace un du programme, celui-ci reprend sa place")
}
