package french

import "strings"

// endings says, for each feminine suffix of inclusive writing, how it changes
// the word: the first ending that the word has is replaced. A word without a
// matching row is not inclusive writing.
var endings = map[string][][2]string{
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

// Genders returns the masculine and feminine forms of a word with a suffix, or
// singular and plural if the suffix is only a plural; nil if this is not
// inclusive writing.
func Genders(base, suffix string, plural bool) []string {
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
		// The word is already plural: étudiants·es.
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
		if stem, ok := strings.CutSuffix(base, e[0]); ok {
			return stem + e[1]
		}
	}
	return ""
}
