package french

import "strings"

// The mistakes of French, beside those of fingers: letters that sound alike.

// spellings are ways of writing one sound, longer ones first. A letter that
// starts none stands for itself.
var spellings = [][2]string{
	{"eau", "o"}, {"oeu", "eu"},
	{"ph", "f"}, {"th", "t"}, {"rh", "r"}, {"ch", "ch"}, {"au", "o"}, {"ai", "e"}, {"ei", "e"},
	{"qu", "k"}, {"ck", "k"}, {"ge", "je"}, {"gi", "ji"}, {"gu", "g"},
	{"sce", "se"}, {"sci", "si"}, {"ce", "se"}, {"ci", "si"}, {"cy", "si"},
	{"en", "an"}, {"em", "an"}, {"am", "an"}, {"im", "in"}, {"om", "on"},
	{"c", "k"}, {"q", "k"}, {"y", "i"}, {"h", ""}, {"z", "s"}, {"w", "v"},
}

// Sound is about how a folded word sounds: words with one sound are taken for
// misspellings of each other (qualitée, ergonomi, farmacie, acomodé). Letters
// are single, and what ends a French word in silence is left out: -e, -s, -t,
// -d, -x, and the -r and -z after e.
func Sound(form string) string {
	b := make([]byte, 0, len(form))
	for i := 0; i < len(form); {
		n, as := 1, form[i:i+1]
		for _, s := range spellings {
			if strings.HasPrefix(form[i:], s[0]) {
				n, as = len(s[0]), s[1]
				if last := as[max(len(as)-1, 0):]; len(as) > 1 && strings.Contains("ei", last) {
					n, as = n-1, as[:len(as)-1] // the vowel may start another
				}
				break
			}
		}
		for k := range len(as) {
			if len(b) == 0 || b[len(b)-1] != as[k] {
				b = append(b, as[k])
			}
		}
		i += n
	}
	for len(b) > 3 {
		last, before := b[len(b)-1], b[len(b)-2]
		if !strings.ContainsRune("estdx", rune(last)) && !(last == 'r' && before == 'e') {
			break
		}
		b = b[:len(b)-1]
	}
	return string(b)
}

// keyboard is the rows of letters of a French keyboard.
var keyboard = [...]string{"azertyuiop", "qsdfghjklm", "wxcvbn"}

// NearKeys tells whether two letters are neighbours on it, one key apart in any
// direction.
func NearKeys(a, b byte) bool {
	rowA, columnA := key(a)
	rowB, columnB := key(b)
	return rowA >= 0 && rowB >= 0 && max(rowA-rowB, rowB-rowA) < 2 && max(columnA-columnB, columnB-columnA) < 2
}

func key(letter byte) (row, column int) {
	for row, letters := range keyboard {
		if column = strings.IndexByte(letters, letter); column >= 0 {
			return row, column
		}
	}
	return -1, -1
}
