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

// Visibility says how much of the portal shows a page. The greater hides more.
type Visibility int

// The visibilities of a page.
const (
	Listed   Visibility = iota // as any page
	Unlisted                   // it has an address, but no list, search, feed or page leads to it, save links that authors wrote
	Hidden                     // readers find no trace of it
)

var visibilityNames = map[string]Visibility{"listed": Listed, "unlisted": Unlisted, "hidden": Hidden}

// UnmarshalText reads the name of a visibility, as descriptions have it.
func (v *Visibility) UnmarshalText(text []byte) error {
	level, ok := visibilityNames[string(text)]
	if !ok {
		return fmt.Errorf("%q is none of listed, unlisted, hidden", text)
	}
	*v = level
	return nil
}

// VisibilityRules are the ways in which programs say that a page is hidden, as
// layouts/visibility.yaml has them.
type VisibilityRules struct {
	Keys    []VisibilityKey    `yaml:"keys"`
	Names   []VisibilityName   `yaml:"names"`
	Configs []VisibilityConfig `yaml:"configs"`

	byKey  map[string]*VisibilityKey
	byRole map[Role]*VisibilityKey // the first of each role
	groups map[string]bool         // keys that hold such keys, folded
}

// VisibilityKey is a key of a page's header that says who sees the page.
type VisibilityKey struct {
	Key    string                `yaml:"key"`    // as the tools' manuals write it; a dot divides a group from a key in it
	Also   []string              `yaml:"also"`   // other ways of writing it
	Role   Role                  `yaml:"role"`   // the rule of the field of this role too, whatever its name
	Tools  []string              `yaml:"tools"`  // whose key it is
	Values map[string]Visibility `yaml:"values"` // what values mean; "*" stands for any
	Date   DateBound             `yaml:"date"`   // what a day means, "" where it means nothing
	Open   bool                  `yaml:"open"`   // other values mean something else
}

// DateBound says on which side of a day a page is shown.
type DateBound string

// The bounds.
const (
	From  DateBound = "from"  // on the day and later
	Until DateBound = "until" // before the day
)

// VisibilityName is a pattern of .gitignore for the names of pages' files.
type VisibilityName struct {
	Pattern string     `yaml:"pattern"`
	Tools   []string   `yaml:"tools"`
	Level   Visibility `yaml:"level"`
}

// VisibilityConfig is a configuration of another program that names files which
// are not published.
type VisibilityConfig struct {
	Files  []string   `yaml:"files"`  // any of these, beside content/ or in it
	Key    string     `yaml:"key"`    // the key that holds the patterns; "" where the whole file is patterns
	Syntax string     `yaml:"syntax"` // see SyntaxGitignore and those that follow
	Tools  []string   `yaml:"tools"`
	Level  Visibility `yaml:"level"`
}

// The ways of naming files in [VisibilityConfig.Syntax].
const (
	SyntaxGitignore = "gitignore"
	SyntaxGlob      = "glob"
	SyntaxRegexp    = "regexp"
	SyntaxCascade   = "cascade"  // groups of keys, each for the pages of a target
	SyntaxDefaults  = "defaults" // the same as lists of scope and values
)

var syntaxes = []string{SyntaxGitignore, SyntaxGlob, SyntaxRegexp, SyntaxCascade, SyntaxDefaults}

// VisibilityFile is where the rules stand, below layouts/.
const VisibilityFile = "visibility.yaml"

// readVisibility reads the rules, none where there is no such file.
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

// Key returns the rule of a key in a page's header, nil where it has none.
// Keys in a group are written with a dot between.
func (r *VisibilityRules) Key(key string) *VisibilityKey { return r.byKey[foldKey(key)] }

// Of returns the rule of a type's field, by its role or its name; nil where it
// has none.
func (r *VisibilityRules) Of(f *Field) *VisibilityKey {
	if rule := r.byRole[f.Role]; rule != nil {
		return rule
	}
	return r.Key(f.Name)
}

// IsGroup tells whether a key holds keys that have a rule.
func (r *VisibilityRules) IsGroup(key string) bool { return r.groups[foldKey(key)] }

// foldKey makes publish_date, publishDate and Publish-Date one, and publié of
// publie.
func foldKey(key string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(french.Fold(strings.TrimSpace(key)))
}

// OfName is what the name of a page's file says, with the pattern that decided;
// "" where none did.
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

// hasOtherNames tells whether a pattern may match names without a part that
// begins with « _ », as nearly all are.
func (r *VisibilityRules) hasOtherNames() bool {
	return slices.ContainsFunc(r.Names, func(n VisibilityName) bool {
		return !strings.HasPrefix(n.Pattern, "_") && !strings.HasPrefix(n.Pattern, "!")
	})
}

// MatchIgnore finds which of the patterns of a .gitignore hides a file, or a
// folder above it; -1 where none does. Of those that match a name the last
// decides, and « ! » before it takes back; what is in a hidden folder stays
// hidden (https://git-scm.com/docs/gitignore).
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

// InGroup tells whether a rule is about a key in a group.
func (r *VisibilityRules) InGroup(k *VisibilityKey, group string) bool {
	return strings.HasPrefix(foldKey(k.Key), foldKey(group)+".")
}
