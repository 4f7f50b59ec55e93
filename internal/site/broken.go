package site

import (
	"slices"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
)

// maxSuggestions is how many broken links of a portal get a suggestion, in the
// order of files and lines: the search for suggestions takes longer than all
// other linking.
const maxSuggestions = 500

// brokenLink is a link that leads nowhere, with a function that suggests its target.
type brokenLink struct {
	problem.Problem
	suggest func() string // returns "" if nothing is similar; may be nil
}

// addBroken reports a link that leads nowhere. In a frozen issue it is a
// warning, because an issue that was sent must not change; but a link to a removed
// person's page stays an error, so that the name is removed too.
func (l *linker) addBroken(p *Page, s *markdown.Slot, rule *problem.Rule, message string, suggest func() string) {
	level := l.level
	if p.frozen != nil && !p.frozen.IsPerson(content.CallOf(s)) {
		level = problem.Warning
	}
	broken := brokenLink{rule.At(p.File, s.Line, s.Column).Say(message, "").AtLevel(level), suggest}
	l.mu.Lock()
	l.broken = append(l.broken, broken)
	l.mu.Unlock()
}

// brokenLinks returns the problems of the broken links with their hints.
func (l *linker) brokenLinks() []problem.Problem {
	list := l.broken
	slices.SortFunc(list, func(a, b brokenLink) int { return problem.Compare(a.Problem, b.Problem) })
	parallel.Do(min(len(list), maxSuggestions), func(i int) {
		if list[i].suggest != nil {
			list[i].Hint = list[i].suggest()
		}
	})
	problems := make([]problem.Problem, len(list))
	for i := range list {
		if list[i].Hint == "" {
			list[i].Hint = usualHints[list[i].Rule]
		}
		problems[i] = list[i].Problem
	}
	return problems
}

// usualHints are the hints if nothing is similar to the target.
var usualHints = map[*problem.Rule]string{
	problem.BrokenLink:      "un chemin se lit depuis le dossier de ce fichier ; [[nom-du-fichier]] cherche dans tout le portail",
	problem.BrokenAnchor:    "recopiez le titre d’une partie de cette page-là, par exemple [[page#Titre de la partie]]",
	problem.MissingImage:    assetPlace,
	problem.MissingDownload: assetPlace,
}

const assetPlace = "placez le fichier à côté de la page, ou donnez son chemin depuis elle"
