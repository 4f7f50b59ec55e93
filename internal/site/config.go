package site

import (
	"net/url"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Config is content/site.yaml, the portal's only configuration. The zero
// value, for a folder without one, gives a portal all the same.
type Config struct {
	Title       string      `yaml:"titre"`
	Subtitle    string      `yaml:"sous_titre"`
	Description string      `yaml:"resume"`
	BaseURL     string      `yaml:"base_url"` // ends with "/"; needed by feeds, the sitemap and mails
	Language    string      `yaml:"langue"`
	Contact     string      `yaml:"contact"`      // mail address to which readers report errors
	BrokenLinks string      `yaml:"liens_casses"` // "erreur" or "avertissement"
	Highlight   *bool       `yaml:"coloration"`   // colours code; true where not said
	Menu        []MenuEntry `yaml:"menu"`
	Footer      []MenuEntry `yaml:"pied"`
}

// MenuEntry is one line of a menu: a page or a folder, or a group of such.
type MenuEntry struct {
	Title   string      `yaml:"titre"`
	Target  string      `yaml:"vers"`
	Entries []MenuEntry `yaml:"entrees"`
}

// ReadConfig decodes site.yaml; data is nil where there is none.
func ReadConfig(data []byte) (*Config, []problem.Problem) {
	c := &Config{}
	var problems []problem.Problem
	if data != nil {
		problems = schema.Decode(content.ConfigFile, data, c)
	}
	bad := func(message, hint string) {
		problems = append(problems, problem.Problem{File: content.ConfigFile, Line: 1, Level: problem.Error, Code: "configuration", Message: message, Hint: hint})
	}
	if c.Title == "" {
		c.Title = "Portail"
	}
	if c.Language == "" {
		c.Language = "fr"
	}
	if c.BaseURL != "" {
		if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			bad("base_url « "+c.BaseURL+" » n’est pas une adresse complète", "par exemple https://qvt.example.org/")
		}
		c.SetBaseURL(c.BaseURL)
	}
	switch c.BrokenLinks {
	case "", "erreur", "avertissement":
	default:
		bad("liens_casses: « "+c.BrokenLinks+" » inconnu", problem.Choices([]string{"erreur", "avertissement"}))
	}
	return c, problems
}

// SetBaseURL sets the address of the site's root.
func (c *Config) SetBaseURL(address string) { c.BaseURL = strings.TrimSuffix(address, "/") + "/" }
