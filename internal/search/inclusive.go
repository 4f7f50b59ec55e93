package search

import "intraqvt/internal/french"

// inclusive emits the forms of both genders, at one position, if inclusive
// writing starts at part i (salarié·e·s, référent-e-s, agent(s),
// directeur/trice). It returns the number of parts that it used, 0 if there is
// no inclusive writing.
func (s *scanner) inclusive(i int) int {
	if i+1 >= len(s.parts) {
		return 0
	}
	base, suffix := s.parts[i], s.parts[i+1]
	sep := suffix.sep
	least := uint32(3) // shorter words would match in « f.e. » or « a-e »
	switch sep {
	case middot:
		least = 2
	case hyphen, fullStop, slash, opening:
	default:
		return 0
	}
	if base.to-base.from < least {
		return 0
	}
	if sep == opening && (int(suffix.end) >= len(s.text) || s.text[suffix.end] != ')') {
		return 0
	}
	n, last := 2, suffix
	plural := false
	if i+2 < len(s.parts) {
		next := s.parts[i+2]
		if next.sep == sep && sep != opening || next.sep == closing && sep == opening {
			switch string(s.letters(next)) {
			case "s", "x", "aux":
				n, last, plural = 3, next, true
			}
		}
		// A third part joined in the same way means a list: « a-e-b ».
		if n == 2 && next.sep == sep && sep != fullStop || i+n < len(s.parts) && s.parts[i+n].sep == sep && sep == hyphen {
			return 0
		}
	}
	if letters := string(s.letters(suffix)); letters == "x" || letters == "s" && sep != middot && sep != opening {
		return 0
	}
	forms := french.Genders(string(s.letters(base)), string(s.letters(suffix)), plural)
	if forms == nil {
		return 0
	}
	whole := part{start: base.start, end: last.end, sep: base.sep}
	if sep == opening && n == 2 {
		whole.end++ // the closing parenthesis
	}
	for k, form := range forms {
		as := variant
		if k == 0 {
			as = word
		}
		s.emitNew(form, whole, as)
	}
	return n
}
