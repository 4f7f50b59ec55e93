package portal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// exclusion says which pages a configuration of another program excludes from
// publication.
type exclusion struct {
	rule     schema.VisibilityConfig
	file     string // the configuration, below the source folder
	patterns []string
	regexps  []*regexp.Regexp
	cascade  []content.Cascade
}

// cascadeOf returns the claims of configurations for pages by their paths.
func cascadeOf(exclusions []exclusion) (all []content.Cascade) {
	for _, x := range exclusions {
		all = append(all, x.cascade...)
	}
	return all
}

// readExclusions reads the configurations that visibility.yaml names, beside
// content/ or in it. An unreadable one is an error, because nobody could tell
// which pages it hides.
func readExclusions(files fs.FS, types *schema.Set, list *problem.List) []exclusion {
	var found []exclusion
	for _, rule := range types.Visibility.Configs {
		for _, name := range rule.Files {
			for _, file := range []string{name, content.FileAt(name)} {
				data, err := fs.ReadFile(files, file)
				if errors.Is(err, fs.ErrNotExist) {
					if _, unfollowed := fs.Lstat(files, file); unfollowed != nil && content.LinkReason(err) == nil {
						continue
					}
					err = errors.New("c’est un lien qui n’est pas suivi")
				}
				if found := problem.Conflicts(file, data); len(found) > 0 {
					list.Add(found...)
					continue
				}
				x := exclusion{rule: rule, file: file}
				if err == nil {
					err = x.read(data, types)
				}
				if err != nil {
					list.Add(problem.UnclearVisibility.In(file).
						Say(fmt.Sprintf("« %s » ne dit pas clairement quelles pages ne sont pas publiées : %s", cmp.Or(rule.Key, name),
							err),
							"écrivez une liste de motifs, ou retirez ce fichier et cachez les pages par « statut: brouillon »"))
					continue
				}
				if len(x.patterns) > 0 || len(x.cascade) > 0 {
					found = append(found, x)
				}
			}
		}
	}
	return found
}

// read reads the part of the configuration under the rule's key.
func (x *exclusion) read(data []byte, types *schema.Set) (err error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var value any = string(data)
	if x.rule.Key != "" {
		if value, err = valueIn(x.file, x.rule.Key, data); err != nil || value == nil {
			return err
		}
	}
	switch x.rule.Syntax {
	case schema.SyntaxCascade, schema.SyntaxDefaults:
		if x.rule.Syntax == schema.SyntaxDefaults {
			value = cascadeOfDefaults(value)
		}
		var ok bool
		if x.cascade, ok = content.ReadCascade(types, value); !ok {
			return errors.New("il est illisible")
		}
		return nil
	}
	if x.patterns, err = patternsIn(value); err != nil {
		return err
	}
	return x.compile()
}

// cascadeOfDefaults converts Jekyll's defaults for pages by path to a cascade
// of Hugo (https://jekyllrb.com/docs/configuration/front-matter-defaults/).
func cascadeOfDefaults(value any) any {
	defaults, ok := value.([]any)
	if !ok {
		return value
	}
	var cascade []any
	for _, d := range defaults {
		entry, _ := d.(map[string]any)
		values, _ := entry["values"].(map[string]any)
		group := maps.Clone(values)
		if group == nil {
			continue
		}
		scope, _ := entry["scope"].(map[string]any)
		if folder, _ := scope["path"].(string); strings.Trim(folder, "/") != "" {
			folder = "/" + strings.Trim(folder, "/")
			group["target"] = map[string]any{"path": "{" + folder + "," + folder + "/**}"}
		}
		cascade = append(cascade, group)
	}
	return cascade
}

// compile checks the patterns.
func (x *exclusion) compile() error {
	for _, pattern := range x.patterns {
		if x.rule.Syntax == schema.SyntaxRegexp {
			re, err := regexp.Compile(pattern)
			if err != nil {
				return fmt.Errorf("le motif « %s » est illisible", pattern)
			}
			x.regexps = append(x.regexps, re)
		} else if !doublestar.ValidatePattern(strings.TrimPrefix(pattern, "!")) {
			return fmt.Errorf("le motif « %s » est illisible", pattern)
		}
	}
	return nil
}

// hides reports whether a page is not published, by its place in the portal.
func (x *exclusion) hides(name string) bool {
	switch x.rule.Syntax {
	case schema.SyntaxRegexp:
		return slices.ContainsFunc(x.regexps, func(re *regexp.Regexp) bool {
			return re.MatchString(name) || re.MatchString(content.FileAt(name))
		})
	case schema.SyntaxGlob:
		return slices.ContainsFunc(x.patterns, func(pattern string) bool {
			ok, _ := doublestar.Match(strings.TrimPrefix(pattern, "./"), name)
			return ok
		})
	}
	return schema.MatchIgnore(x.patterns, name) >= 0 || schema.MatchIgnore(x.patterns, content.FileAt(name)) >= 0
}

// valueIn returns the value under a key of a configuration, nil if there is none.
func valueIn(name, key string, data []byte) (value any, err error) {
	fields := map[string]any{}
	switch strings.ToLower(path.Ext(name)) {
	case ".toml":
		err = toml.Unmarshal(data, &fields)
	case ".json":
		err = json.Unmarshal(data, &fields)
	case ".yml", ".yaml":
		// MkDocs has tags that no other program reads: if the whole file
		// cannot be read, the part under the key may still be.
		if err = yaml.Unmarshal(data, &fields); err != nil {
			fields = map[string]any{}
			err = yaml.Unmarshal([]byte(topLevel(key, string(data))), &fields)
		}
	default:
		return fromScript(key, string(data))
	}
	if err != nil {
		return nil, errors.New("le fichier est illisible")
	}
	return fields[key], nil
}

// topLevel returns the part of a YAML file from a key to the next.
func topLevel(key, text string) (part string) {
	found := false
	for line := range strings.Lines(text) {
		begins := line != "" && !strings.ContainsRune(" \t\r\n#-", rune(line[0]))
		switch {
		case strings.HasPrefix(line, key+":"):
			found = true
		case found && begins:
			return part
		}
		if found {
			part += line
		}
	}
	return part
}

// patternsIn returns the patterns in a value: a list of texts, or lines.
func patternsIn(value any) ([]string, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case string:
		return linesOf(v), nil
	case []any:
		var list []string
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, errors.New("ce n’est pas une liste de textes")
			}
			list = append(list, text)
		}
		return list, nil
	}
	return nil, errors.New("ce n’est ni un texte ni une liste")
}

// linesOf returns the patterns of a .gitignore.
func linesOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// scriptPart matches a string or a comment in a script.
var scriptPart = regexp.MustCompile("'(?:[^'\\\\\n]|\\\\.)*'|\"(?:[^\"\\\\\n]|\\\\.)*\"|`(?:[^`\\\\]|\\\\.)*`|//[^\n]*|/\\*[\\s\\S]*?\\*/")

// fromScript reads a list of strings under a key of a JavaScript or TypeScript
// file. If the list contains anything else, it is an error, since the script
// would have to run.
func fromScript(key, script string) (any, error) {
	script = scriptPart.ReplaceAllStringFunc(script, func(part string) string {
		if strings.HasPrefix(part, "/") {
			return " "
		}
		return part
	})
	var list []any
	for _, at := range regexp.MustCompile(`["']?\b`+regexp.QuoteMeta(key)+`["']?\s*:\s*`).FindAllStringIndex(script, -1) {
		rest := script[at[1]:]
		if !strings.HasPrefix(rest, "[") {
			return nil, errors.New("ce n’est pas une liste de textes")
		}
		for rest = rest[1:]; ; {
			rest = strings.TrimLeft(rest, " \t\r\n,")
			if strings.HasPrefix(rest, "]") {
				break
			}
			text := scriptPart.FindString(rest)
			if text == "" || !strings.HasPrefix(rest, text) || strings.ContainsAny(text, "\\$") {
				return nil, errors.New("la liste contient autre chose que des textes")
			}
			list = append(list, text[1:len(text)-1])
			rest = rest[len(text):]
		}
	}
	if list == nil {
		return nil, nil
	}
	return list, nil
}

// claimsOf returns a function that gives the claims of configurations for a
// page; nil if there are none.
func claimsOf(exclusions []exclusion) func(file string) []content.Claim {
	if len(exclusions) == 0 {
		return nil
	}
	return func(file string) (claims []content.Claim) {
		for i := range exclusions {
			if x := &exclusions[i]; x.hides(file) {
				claims = append(claims, content.Claim{Key: strings.TrimSuffix(x.file+", "+x.rule.Key, ", "), Level: x.rule.Level,
					Lasting: true})
			}
		}
		return claims
	}
}
