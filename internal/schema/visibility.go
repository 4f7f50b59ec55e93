package schema

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// Visibility is how visible a page is. A greater value hides more.
type Visibility int

// The visibilities of a page.
const (
	Listed   Visibility = iota // like any page
	Unlisted                   // it has an address, but no list, search, feed or page leads to it, except links that authors wrote
	Hidden                     // readers find no trace of it
)

var visibilityNames = map[string]Visibility{"listed": Listed, "unlisted": Unlisted, "hidden": Hidden}

// UnmarshalText reads the name of a visibility in a description.
func (v *Visibility) UnmarshalText(text []byte) error {
	level, ok := visibilityNames[string(text)]
	if !ok {
		return fmt.Errorf("%q is none of listed, unlisted, hidden", text)
	}
	*v = level
	return nil
}

// VisibilityRules are the ways in which programs hide a page, as read from
// layouts/visibility.yaml.
type VisibilityRules struct {
	Keys    []VisibilityKey    `yaml:"keys"`
	Names   []VisibilityName   `yaml:"names"`
	Configs []VisibilityConfig `yaml:"configs"`

	byKey  map[string]*VisibilityKey
	byRole map[Role]*VisibilityKey // the first rule of each role
	groups map[string]bool         // folded names of groups that contain keys with a rule
}

// VisibilityKey is the rule of a header key that says who sees the page.
type VisibilityKey struct {
	Key    string                `yaml:"key"`    // as in the tools' manuals; a dot separates a group from a key in it
	Also   []string              `yaml:"also"`   // other spellings
	Role   Role                  `yaml:"role"`   // the rule also applies to the field of this role, whatever its name
	Tools  []string              `yaml:"tools"`  // programs that have this key
	Values map[string]Visibility `yaml:"values"` // the meaning of values; "*" stands for any
	Date   DateBound             `yaml:"date"`   // the meaning of a day, "" if it has none
	Open   bool                  `yaml:"open"`   // other values have nothing to do with visibility
}

// DateBound is the side of a day on which a page is shown.
type DateBound string

// The bounds.
const (
	From  DateBound = "from"  // on the day and later
	Until DateBound = "until" // before the day
)

// VisibilityName is a pattern of .gitignore for the file names of pages.
type VisibilityName struct {
	Pattern string     `yaml:"pattern"`
	Tools   []string   `yaml:"tools"`
	Level   Visibility `yaml:"level"`
}

// VisibilityConfig is a configuration of another program that excludes files
// from publication.
type VisibilityConfig struct {
	Files  []string   `yaml:"files"`  // file names, beside content/ or in it
	Key    string     `yaml:"key"`    // the key that holds the patterns; "" if the whole file consists of patterns
	Syntax string     `yaml:"syntax"` // see SyntaxGitignore and the following
	Tools  []string   `yaml:"tools"`
	Level  Visibility `yaml:"level"`
}

// The values of [VisibilityConfig.Syntax].
const (
	SyntaxGitignore = "gitignore"
	SyntaxGlob      = "glob"
	SyntaxRegexp    = "regexp"
	SyntaxCascade   = "cascade"  // groups of keys, each with the target pages
	SyntaxDefaults  = "defaults" // the same as lists of scope and values
)

var syntaxes = []string{SyntaxGitignore, SyntaxGlob, SyntaxRegexp, SyntaxCascade, SyntaxDefaults}

// VisibilityFile is the name of the rules' file, below layouts/.
const VisibilityFile = "visibility.yaml"

// readVisibility reads the rules; there are none if the file is missing.
func readVisibility(layouts fs.FS, list *problem.List) *VisibilityRules {
	r := &VisibilityRules{byKey: map[string]*VisibilityKey{}, byRole: map[Role]*VisibilityKey{}, groups: map[string]bool{}}
	if _, err := fs.Stat(layouts, VisibilityFile); errors.Is(err, fs.ErrNotExist) {
		return r
	}
	decodeFile(layouts, VisibilityFile, r, list)
	complain := func(message, hint string) {
		list.Add(problem.InvalidVisibilityRules.In("layouts/"+VisibilityFile).Say(message, hint))
	}
	for i := range r.Keys {
		k := &r.Keys[i]
		if k.Key == "" || k.Date != "" && k.Date != From && k.Date != Until || len(k.Values) == 0 && k.Date == "" {
			complain(fmt.Sprintf("la clé « %s » ne dit rien", k.Key), "donnez key:, puis values: ou date: (from ou until)")
			continue
		}
		if k.Role != "" && r.byRole[k.Role] == nil {
			r.byRole[k.Role] = k
		}
		for _, key := range append([]string{k.Key}, k.Also...) {
			key = foldKey(key)
			if r.byKey[key] != nil {
				complain(fmt.Sprintf("la clé « %s » est décrite deux fois", k.Key), "réunissez les deux lignes")
			}
			r.byKey[key] = k
			if group, _, inside := strings.Cut(key, "."); inside {
				r.groups[group] = true
			}
		}
	}
	for _, n := range r.Names {
		if !doublestar.ValidatePattern(strings.TrimPrefix(n.Pattern, "!")) {
			complain(fmt.Sprintf("le motif « %s » est illisible", n.Pattern), "un motif s’écrit comme dans .gitignore")
		}
	}
	for _, c := range r.Configs {
		if len(c.Files) == 0 || !slices.Contains(syntaxes, c.Syntax) {
			complain("une configuration sans fichier, ou d’une syntaxe inconnue", "files: [ … ], et syntax: "+strings.Join(syntaxes, ", "))
		}
	}
	return r
}

// Key returns the rule of a header key, nil if it has none. Keys in a group are
// written with a dot after the group.
func (r *VisibilityRules) Key(key string) *VisibilityKey { return r.byKey[foldKey(key)] }

// Of returns the rule of a type's field, by its role or its name; nil if it has
// none.
func (r *VisibilityRules) Of(f *Field) *VisibilityKey {
	if rule := r.byRole[f.Role]; rule != nil {
		return rule
	}
	return r.Key(f.Name)
}

// IsGroup reports whether a key is a group that contains keys with a rule.
func (r *VisibilityRules) IsGroup(key string) bool { return r.groups[foldKey(key)] }

// foldKey gives publish_date, publishDate and Publish-Date the same key, and
// publié the same as publie.
func foldKey(key string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(french.Fold(strings.TrimSpace(key)))
}

// OfName returns what the name of a page's file says, with the pattern that
// decided; "" if none did.
func (r *VisibilityRules) OfName(file string) (level Visibility, pattern string) {
	if !strings.HasPrefix(file, "_") && !strings.Contains(file, "/_") && !r.hasOtherNames() {
		return Listed, ""
	}
	patterns := make([]string, len(r.Names))
	for i, n := range r.Names {
		patterns[i] = n.Pattern
	}
	if i := MatchIgnore(patterns, file); i >= 0 {
		return r.Names[i].Level, patterns[i]
	}
	return Listed, ""
}

// hasOtherNames reports whether a pattern may match names in which no part
// begins with « _ », as is the case for nearly all names.
func (r *VisibilityRules) hasOtherNames() bool {
	return slices.ContainsFunc(r.Names, func(n VisibilityName) bool {
		return !strings.HasPrefix(n.Pattern, "_") && !strings.HasPrefix(n.Pattern, "!")
	})
}

// MatchIgnore returns the index of the .gitignore pattern that hides a file, or
// a folder above it; -1 if there is none. The last matching pattern decides,
// and « ! » before it shows the file again; but nothing in a hidden folder is
// shown again (https://git-scm.com/docs/gitignore).
func MatchIgnore(patterns []string, file string) int {
	for end := range len(file) + 1 {
		if end < len(file) && file[end] != '/' {
			continue
		}
		for i, pattern := range slices.Backward(patterns) {
			bare, back := strings.CutPrefix(pattern, "!")
			if !matchesIgnore(bare, file[:end], end < len(file)) {
				continue
			}
			if !back {
				return i
			}
			break
		}
	}
	return -1
}

func matchesIgnore(pattern, name string, isFolder bool) bool {
	pattern, folderOnly := strings.CutSuffix(pattern, "/")
	if pattern == "" || folderOnly && !isFolder {
		return false
	}
	if rooted := strings.TrimPrefix(pattern, "/"); rooted != pattern || strings.Contains(pattern, "/") {
		pattern = rooted
	} else {
		pattern = "**/" + pattern
	}
	ok, _ := doublestar.Match(pattern, name)
	return ok
}

// InGroup reports whether a rule is about a key in a group.
func (r *VisibilityRules) InGroup(k *VisibilityKey, group string) bool {
	return strings.HasPrefix(foldKey(k.Key), foldKey(group)+".")
}
