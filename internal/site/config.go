package site

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"intraqvt/internal/address"
	"intraqvt/internal/content"
	"intraqvt/internal/mailaddr"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Config is content/site.yaml, the portal's only configuration. The zero value
// is the configuration of a folder without the file.
type Config struct {
	Title       string      `yaml:"titre"`
	Subtitle    string      `yaml:"sous_titre"`
	Description string      `yaml:"resume"`
	BaseURL     string      `yaml:"base_url"` // ends with "/"; needed by feeds, the sitemap and mails
	Language    string      `yaml:"langue"`
	Contact     string      `yaml:"contact"`      // mail address to which readers report errors
	BrokenLinks string      `yaml:"liens_casses"` // level of broken links: "erreur" or "avertissement"
	Highlight   *bool       `yaml:"coloration"`   // whether code is coloured; see [Config.Highlights]
	Menu        []MenuEntry `yaml:"menu"`
	Footer      []MenuEntry `yaml:"pied"`
	Urgent      *MenuEntry  `yaml:"urgence"`         // a link on every page; nil for none
	Answers     []Answer    `yaml:"reponses"`        // pages shown first for some questions
	Allowed     []Pattern   `yaml:"fichiers_permis"` // files that are published although a browser would run them

	Authors map[string]string `yaml:"signatures"` // the names that readers see, by the names in git

	root address.URL // BaseURL, once it has been checked
}

// Pattern matches addresses of files in the portal, with the syntax of [path.Match].
type Pattern struct {
	Text string

	Line int
}

// UnmarshalYAML also records the position of the pattern.
func (p *Pattern) UnmarshalYAML(n ast.Node) error {
	if t := n.GetToken(); t != nil && t.Position != nil {
		p.Line = t.Position.Line
	}
	return yaml.NodeToValue(n, &p.Text)
}

// Matches reports whether the pattern matches the address of a file.
func (p Pattern) Matches(address string) bool {
	ok, err := path.Match(norm.NFC.String(strings.TrimPrefix(p.Text, "/")), norm.NFC.String(address))
	return ok && err == nil
}

// Allows reports whether a file is published although a browser would run it.
func (c *Config) Allows(address string) bool {
	return slices.ContainsFunc(c.Allowed, func(p Pattern) bool { return p.Matches(address) })
}

// Answer pins a page to questions of the search.
type Answer struct {
	Questions []string `yaml:"questions"`
	Target    string   `yaml:"vers"`

	at place
}

// UnmarshalYAML also records the position of the answer.
func (a *Answer) UnmarshalYAML(n ast.Node) error {
	type answer Answer
	a.at = placeOf(n)
	return yaml.NodeToValue(n, (*answer)(a), yaml.Strict())
}

// placeOf returns where a mapping begins.
func placeOf(n ast.Node) place {
	if m, ok := n.(ast.MapNode); ok {
		if fields := m.MapRange(); fields.Next() {
			at := fields.Key().GetToken().Position
			return place{at.Line, at.Column}
		}
	}
	return place{}
}

// MenuEntry is one line of a menu: a page, a folder, or a group of entries.
type MenuEntry struct {
	Title   string      `yaml:"titre"`
	Target  string      `yaml:"vers"`
	Entries []MenuEntry `yaml:"entrees"`

	at place
}

// UnmarshalYAML also records the position of the entry.
func (e *MenuEntry) UnmarshalYAML(n ast.Node) error {
	type entry MenuEntry
	e.at = placeOf(n)
	return yaml.NodeToValue(n, (*entry)(e), yaml.Strict())
}

// ReadConfig decodes site.yaml; data is nil if there is none.
func ReadConfig(data []byte) (*Config, []problem.Problem) {
	c := &Config{}
	var problems []problem.Problem
	if data != nil {
		problems = schema.Decode(content.ConfigFile, data, c)
	}
	bad := func(key, message, hint string) {
		problems = append(problems, problem.InvalidSetting.At(content.ConfigFile, lineOf(data, key), 0).Say(message, hint))
	}
	if c.Title == "" {
		c.Title = "Portail"
	}
	if c.Language == "" {
		c.Language = "fr"
	}
	if tag, err := language.Parse(c.Language); err != nil {
		bad("langue", "langue « "+c.Language+" » inconnue", "un code, par exemple fr ou en")
		c.Language = "fr"
	} else {
		c.Language = tag.String()
	}
	if c.BaseURL != "" {
		if written := c.BaseURL; c.SetBaseURL(written) != nil {
			bad("base_url", "base_url « "+written+" » n’est pas une adresse complète", "par exemple https://qvt.example.org/")
		}
	}
	if c.Contact != "" {
		address, fault := mailaddr.Parse(c.Contact)
		if fault != nil {
			bad("contact", "contact : "+fault.Message, fault.Hint)
		}
		c.Contact = address
	}
	for _, p := range c.Allowed {
		if _, err := path.Match(p.Text, ""); err != nil || p.Text == "" {
			problems = append(problems, problem.InvalidSetting.At(content.ConfigFile, p.Line, 0).
				Say("fichiers_permis : « "+p.Text+" » ne nomme aucun fichier",
					"donnez l’adresse du fichier dans le portail, par exemple outils/calculette.html ; « * » remplace une partie d’un nom"))
		}
	}
	switch c.BrokenLinks {
	case "", "erreur", "avertissement":
	default:
		bad("liens_casses", "liens_casses : « "+c.BrokenLinks+" » inconnu",
			problem.OneOf(c.BrokenLinks, []string{"erreur", "avertissement"}))
	}
	return c, problems
}

// lineOf returns the line of a top-level key.
func lineOf(data []byte, key string) int {
	n := 0
	for line := range bytes.Lines(data) {
		if n++; bytes.HasPrefix(line, []byte(key)) {
			return n
		}
	}
	return 0
}

// SetBaseURL sets the address of the site's root. If it is invalid, the site
// has no base address, and the error is an [*address.Refusal].
func (c *Config) SetBaseURL(written string) (err error) {
	c.root, err = address.ReadRoot(written)
	c.BaseURL = c.root.String()
	return err
}

// Absolute returns the full address of a published file, without index.html;
// the zero value if the portal has no base address.
func (c *Config) Absolute(name string) address.URL {
	if c.BaseURL == "" {
		return address.URL{}
	}
	return c.root.Below(strings.TrimSuffix(name, "index.html"))
}

// Highlights reports whether code is coloured: as the configuration says; by
// default only in a portal with a configuration.
func (c *Config) Highlights(configured bool) bool {
	if c.Highlight != nil {
		return *c.Highlight
	}
	return configured
}
