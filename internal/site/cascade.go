package site

import (
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"intraqvt/internal/content"
)

// cascades returns, by folder, the claims of the folders' pages for the pages below.
func cascades(pages []*content.Page) map[string][]content.Cascade {
	var folders map[string][]content.Cascade
	for _, p := range pages {
		if len(p.Cascade) == 0 || !content.SpeaksForFolder(p.File) {
			continue
		}
		if folders == nil {
			folders = map[string][]content.Cascade{}
		}
		folder := path.Dir(p.Name)
		folders[folder] = append(folders[folder], p.Cascade...)
	}
	return folders
}

// inherit adds to a page the claims of the folders above it and of configurations.
// The page's own claim comes before those of its folders, and a nearer folder
// before those above (https://gohugo.io/content-management/front-matter/#cascade).
// The page is copied if it inherits anything, never changed.
func inherit(p *content.Page, folders map[string][]content.Cascade, o Options) *content.Page {
	claims := p.Claims
	said := func(key string) bool {
		return slices.ContainsFunc(claims, func(c content.Claim) bool { return c.Key == key })
	}
	take := func(list []content.Cascade) {
		for _, c := range list {
			if !isMeant(c.Paths, p.Name) {
				continue
			}
			for _, claim := range c.Claims {
				if !said(claim.Key) {
					claims = append(slices.Clip(claims), claim)
				}
			}
		}
	}
	for folder := path.Dir(p.Name); len(folders) > 0; folder = path.Dir(folder) {
		if take(folders[folder]); folder == "." {
			break
		}
	}
	take(o.Cascade)
	if o.Excluded != nil {
		claims = append(slices.Clip(claims), o.Excluded(p.Name)...)
	}
	if len(claims) == len(p.Claims) {
		return p
	}
	inherited := *p
	inherited.Claims = claims
	return &inherited
}

// isMeant reports whether a pattern of a cascade's target matches a file.
// Without patterns, or with an invalid one, all files match.
func isMeant(patterns []string, file string) bool {
	name := "/" + strings.ToLower(file)
	stem := strings.TrimSuffix(name, path.Ext(name))
	stem = strings.TrimSuffix(strings.TrimSuffix(stem, "/_index"), "/index")
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(pattern string) bool {
		if pattern = strings.ToLower(pattern); !strings.HasPrefix(pattern, "/") && !strings.HasPrefix(pattern, "{") {
			pattern = "/" + pattern
		}
		if !doublestar.ValidatePattern(pattern) {
			return true
		}
		ok, _ := doublestar.Match(pattern, stem)
		if !ok {
			ok, _ = doublestar.Match(pattern, name)
		}
		return ok
	})
}
