package search

import "strings"

// endings says how a feminine suffix, as inclusive writing gives it, joins its
// word: the first ending that the word has is replaced. What matches no row is
// not inclusive writing.
var endings = map[string][]struct{ ending, feminine string }{
	"e":     {{"", "e"}},
	"euse":  {{"eur", "euse"}, {"eux", "euse"}},
	"se":    {{"eur", "euse"}, {"eux", "euse"}, {"oux", "ouse"}, {"s", "sse"}},
	"rice":  {{"teur", "trice"}, {"deur", "drice"}},
	"ice":   {{"teur", "trice"}, {"deur", "drice"}},
	"trice": {{"teur", "trice"}},
	"drice": {{"deur", "drice"}},
	"ere":   {{"er", "ere"}},
	"iere":  {{"ier", "iere"}},
	"re":    {{"er", "ere"}},
	"ve":    {{"f", "ve"}},
	"ive":   {{"if", "ive"}},
	"ne":    {{"n", "nne"}},
	"nne":   {{"n", "nne"}},
	"enne":  {{"en", "enne"}},
	"ienne": {{"ien", "ienne"}},
	"onne":  {{"on", "onne"}},
	"le":    {{"l", "lle"}},
	"lle":   {{"l", "lle"}},
	"elle":  {{"eau", "elle"}, {"el", "elle"}},
	"te":    {{"tous", "toute"}, {"et", "ette"}, {"ot", "otte"}, {"t", "te"}},
	"ette":  {{"et", "ette"}},
	"ente":  {{"ent", "ente"}},
	"ante":  {{"ant", "ante"}},
	"ale":   {{"al", "ale"}},
	"ine":   {{"in", "ine"}},
	"aine":  {{"ain", "aine"}},
	"ee":    {{"e", "ee"}},
	"ie":    {{"i", "ie"}},
	"ue":    {{"u", "ue"}},
	"sse":   {{"e", "esse"}},
	"esse":  {{"e", "esse"}, {"eur", "oresse"}},
	"que":   {{"c", "que"}},
	"che":   {{"c", "che"}},
}

// inclusive emits both genders' forms, at one position, of the inclusive
// writing that starts at part i (salarié·e·s, référent-e-s, agent(s),
// directeur/trice), and returns how many parts that took: 0 where it is none.
func (s *scanner) inclusive(i int) int {
	if i+1 >= len(s.parts) {
		return 0
	}
	base, suffix := s.parts[i], s.parts[i+1]
	sep := suffix.sep
	least := uint32(3) // what is shorter would take « f.e. », « a-e » for words
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
		// A third part held as the others are means a list: « a-e-b ».
		if n == 2 && next.sep == sep && sep != fullStop || i+n < len(s.parts) && s.parts[i+n].sep == sep && sep == hyphen {
			return 0
		}
	}
	if letters := string(s.letters(suffix)); letters == "x" || letters == "s" && sep != middot && sep != opening {
		return 0
	}
	forms := genders(string(s.letters(base)), string(s.letters(suffix)), plural)
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

// genders are the masculine and feminine forms of a word and a suffix, or its
// singular and plural where the suffix is only that, or nil.
func genders(base, suffix string, plural bool) []string {
	if suffix == "s" {
		return []string{base, base + "s"}
	}
	singular, cut := strings.CutSuffix(suffix, "s")
	if cut {
		plural = true
	}
	masculine := base
	feminine := join(base, singular)
	if plural && strings.HasSuffix(base, "s") {
		// The word is plural already: étudiants·es.
		if f := join(strings.TrimSuffix(base, "s"), singular); f != "" && base != "tous" {
			feminine = f
		}
	}
	switch {
	case feminine == "":
		return nil
	case !plural:
		return []string{masculine, feminine}
	case strings.HasSuffix(base, "s"), strings.HasSuffix(base, "x"), strings.HasSuffix(base, "z"):
	case strings.HasSuffix(base, "al"):
		masculine = strings.TrimSuffix(base, "l") + "ux"
	case strings.HasSuffix(base, "eau"):
		masculine += "x"
	default:
		masculine += "s"
	}
	return []string{masculine, feminine + "s"}
}

func join(base, suffix string) string {
	for _, e := range endings[suffix] {
		if stem, ok := strings.CutSuffix(base, e.ending); ok {
			return stem + e.feminine
		}
	}
	return ""
}
