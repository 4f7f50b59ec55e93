package site

import (
	"intraqvt/internal/content"
	"intraqvt/internal/problem"
)

// PinnedAnswer is a page that the search shows first for some questions,
// whatever the ranking.
type PinnedAnswer struct {
	Questions []string
	Page      *Page
}

// pinned finds the pages of the configuration's pinned answers.
func (l *linker) pinned(answers []Answer) (pinned []PinnedAnswer) {
	for _, a := range answers {
		page, _ := l.names.find(a.Target, nil, nil)
		bad := func(level problem.Level, message, hint string) {
			l.Add(problem.DeadPinnedAnswer.At(content.ConfigFile, a.at.line, a.at.column).Say(message, hint).AtLevel(level))
		}
		switch {
		case len(a.Questions) == 0:
			bad(problem.Error, "réponse conseillée sans question", "questions: [\"…\"], vers: une page")
		case page == nil:
			hint := ""
			if near := l.names.suggestion(a.Target, nil); near != nil {
				hint = didYouMean(addressOf(near))
			}
			bad(problem.Error, "réponse conseillée : « "+a.Target+" » ne mène à aucune page", hint)
		case !page.Shown:
			bad(problem.Warning, "réponse conseillée : « "+a.Target+" » n’est pas "+page.Type.Agree("publié"), page.hiddenReason())
		case page.Unlisted:
			bad(problem.Warning, "réponse conseillée : « "+a.Target+" » est hors des listes et de la recherche",
				"retirez la réponse, ou ce qui tient la page hors des listes")
		default:
			pinned = append(pinned, PinnedAnswer{a.Questions, page})
		}
	}
	return pinned
}
