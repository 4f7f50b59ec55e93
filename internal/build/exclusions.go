package build

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
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

// exclusion is what a configuration of another program says of which pages are
// not published.
type exclusion struct {
	rule     schema.VisibilityConfig
	file     string // where it stands, below the source folder
	patterns []string
	regexps  []*regexp.Regexp
}

// readExclusions reads the configurations that visibility.yaml names, beside
// content/ or in it. One that cannot be read is an error: nobody could tell
// which pages it hides.
func readExclusions(files fs.FS, rules *schema.VisibilityRules, list *problem.List) []exclusion {
	var found []exclusion
	for _, rule := range rules.Configs {
		for _, name := range rule.Files {
			for _, file := range []string{name, "content/" + name} {
				data, err := fs.ReadFile(files, file)
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				x := exclusion{rule: rule, file: file}
				if err == nil {
					x.patterns, err = patternsIn(name, rule.Key, data)
				}
				if err == nil {
					err = x.compile()
				}
				if err != nil {
					list.Add(problem.Problem{File: path.Join("..", file), // seen from content/, as all of a load's are
						Level: problem.Error, Code: content.CodeVisibility,
						Message: fmt.Sprintf("« %s » ne dit pas clairement quelles pages ne sont pas publiées : %s", cmp.Or(rule.Key, name), err),
						Hint:    "écrivez une liste de motifs, ou retirez ce fichier et cachez les pages par « statut: brouillon »"})
					continue
				}
				if len(x.patterns) > 0 {
					found = append(found, x)
				}
			}
		}
	}
	return found
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

// hides tells whether a page's file, below content/, is not published.
func (x *exclusion) hides(file string) bool {
	switch x.rule.Syntax {
	case schema.SyntaxRegexp:
		return slices.ContainsFunc(x.regexps, func(re *regexp.Regexp) bool {
			return re.MatchString(file) || re.MatchString("content/"+file)
		})
	case schema.SyntaxGlob:
		return slices.ContainsFunc(x.patterns, func(pattern string) bool {
			ok, _ := doublestar.Match(strings.TrimPrefix(pattern, "./"), file)
			return ok
		})
	}
	return schema.MatchIgnore(x.patterns, file) >= 0 || schema.MatchIgnore(x.patterns, "content/"+file) >= 0
}

// patternsIn are the patterns that a configuration holds under a key, or as
// its lines where there is none.
func patternsIn(name, key string, data []byte) ([]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if key == "" {
		return linesOf(string(data)), nil
	}
	var value any
	var err error
	switch strings.ToLower(path.Ext(name)) {
	case ".toml":
		fields := map[string]any{}
		err = toml.Unmarshal(data, &fields)
		value = fields[key]
	case ".json":
		fields := map[string]any{}
		err = json.Unmarshal(data, &fields)
		value = fields[key]
	case ".yml", ".yaml":
		return fromYAML(key, data)
	default:
		return fromScript(key, string(data))
	}
	if err != nil {
		return nil, errors.New("le fichier est illisible")
	}
	return texts(value)
}

// fromYAML reads the patterns of a YAML file. MkDocs has tags in its own that
// no other program reads; where the file as a whole cannot be read, the part
// under the key may be.
func fromYAML(key string, data []byte) ([]string, error) {
	fields := map[string]any{}
	if err := yaml.Unmarshal(data, &fields); err == nil {
		return texts(fields[key])
	}
	part, found := topLevel(key, string(data))
	if !found {
		return nil, nil
	}
	if err := yaml.Unmarshal([]byte(part), &fields); err != nil {
		return nil, errors.New("le fichier est illisible")
	}
	return texts(fields[key])
}

// topLevel is the part of a YAML file from a key to the next.
func topLevel(key, text string) (part string, found bool) {
	for line := range strings.Lines(text) {
		begins := line != "" && !strings.ContainsRune(" \t\r\n#-", rune(line[0]))
		switch {
		case strings.HasPrefix(line, key+":"):
			found = true
		case found && begins:
			return part, true
		}
		if found {
			part += line
		}
	}
	return part, found
}

// texts are the patterns of a value: a list of texts, or lines.
func texts(value any) ([]string, error) {
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

// linesOf are the patterns of a .gitignore.
func linesOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// scriptPart is a text of a script, or a comment.
var scriptPart = regexp.MustCompile("'(?:[^'\\\\\n]|\\\\.)*'|\"(?:[^\"\\\\\n]|\\\\.)*\"|`(?:[^`\\\\]|\\\\.)*`|//[^\n]*|/\\*[\\s\\S]*?\\*/")

// fromScript reads a list of texts that a script of JavaScript or TypeScript
// has under a key. Anything but texts in the list cannot be known without
// running the script.
func fromScript(key, script string) ([]string, error) {
	script = scriptPart.ReplaceAllStringFunc(script, func(part string) string {
		if strings.HasPrefix(part, "/") {
			return " "
		}
		return part
	})
	var list []string
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
	return list, nil
}

// claimsOf gives what configurations say of a page; nil where there is none.
func claimsOf(exclusions []exclusion) func(file string) []content.Claim {
	if len(exclusions) == 0 {
		return nil
	}
	return func(file string) (claims []content.Claim) {
		for i := range exclusions {
			if x := &exclusions[i]; x.hides(file) {
				claims = append(claims, content.Claim{Key: strings.TrimSuffix(x.file+", "+x.rule.Key, ", "), Level: x.rule.Level, Lasting: true})
			}
		}
		return claims
	}
}
