package site

import (
	"slices"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
)

// maxNearMisses is for how many broken links of a portal it is said what was
// probably meant, by file and line: nobody mends more of them at once, and to
// look for what resembles them takes longer than all other linking.
const maxNearMisses = 500

// miss is a link that leads nowhere, with the way to find what was meant.
type miss struct {
	problem.Problem
	near func() string // "" where nothing resembles it; may be nil
}

// broken complains of a link that leads nowhere. In an issue that is frozen it
// holds nobody up, since what was sent is not to be changed; but whoever removes
// a person's page is told where the name still stands.
func (l *linker) broken(p *Page, s *markdown.Slot, rule *problem.Rule, message string, near func() string) {
	level := l.level
	if p.frozen != nil && !p.frozen.IsPerson(content.CallOf(s)) {
		level = problem.Warning
	}
	m := miss{rule.At(p.File, s.Line, s.Column).Say(message, "").AtLevel(level), near}
	l.mu.Lock()
	l.misses = append(l.misses, m)
	l.mu.Unlock()
}

// explain are the broken links with their hints.
func (l *linker) explain() []problem.Problem {
	list := l.misses
	slices.SortFunc(list, func(a, b miss) int { return problem.Compare(a.Problem, b.Problem) })
	parallel.Do(min(len(list), maxNearMisses), func(i int) {
		if list[i].near != nil {
			list[i].Hint = list[i].near()
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

// usualHints are for what resembles nothing that is there.
var usualHints = map[*problem.Rule]string{
	problem.BrokenLink:      "un chemin se lit depuis le dossier de ce fichier ; [[nom-du-fichier]] cherche dans tout le portail",
	problem.BrokenAnchor:    "recopiez le titre d’une partie de cette page-là, par exemple [[page#Titre de la partie]]",
	problem.MissingImage:    assetPlace,
	problem.MissingDownload: assetPlace,
}

const assetPlace = "placez le fichier à côté de la page, ou donnez son chemin depuis elle"
