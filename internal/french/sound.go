package french

import "strings"

// Tables of French spelling mistakes and of the keyboard.

// spellings maps ways of writing a sound to one letter, longer ones first.
// Other letters stand for themselves.
var spellings = [][2]string{
	{"eau", "o"}, {"oeu", "eu"},
	{"ph", "f"}, {"th", "t"}, {"rh", "r"}, {"ch", "ch"}, {"au", "o"}, {"ai", "e"}, {"ei", "e"},
	{"qu", "k"}, {"ck", "k"}, {"ge", "je"}, {"gi", "ji"}, {"gu", "g"},
	{"sce", "se"}, {"sci", "si"}, {"ce", "se"}, {"ci", "si"}, {"cy", "si"},
	{"en", "an"}, {"em", "an"}, {"am", "an"}, {"im", "in"}, {"om", "on"},
	{"c", "k"}, {"q", "k"}, {"y", "i"}, {"h", ""}, {"z", "s"}, {"w", "v"},
}

// Sound returns an approximation of how a folded word sounds. Words with the
// same sound count as misspellings of each other (qualitée, ergonomi, farmacie,
// acomodé). Doubled letters count once, and silent endings are removed: -e, -s,
// -t, -d, -x, and -r and -z after e.
func Sound(form string) string {
	b := make([]byte, 0, len(form))
	for i := 0; i < len(form); {
		n, as := 1, form[i:i+1]
		for _, s := range spellings {
			if strings.HasPrefix(form[i:], s[0]) {
				n, as = len(s[0]), s[1]
				if last := as[max(len(as)-1, 0):]; len(as) > 1 && strings.Contains("ei", last) {
					n, as = n-1, as[:len(as)-1] // the vowel may start another sound
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

// keyboard holds the rows of letters of a French keyboard.
var keyboard = [...]string{"azertyuiop", "qsdfghjklm", "wxcvbn"}

// NearKeys tells whether two letters are neighbours on the keyboard, one key
// apart in any direction.
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
