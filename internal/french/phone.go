package french

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a part of a text, in bytes.
type Span struct{ Start, End int }

// Phones finds the telephone numbers of a text, in order. Numbers are known by
// the French numbering plan: ten digits from 0 or +33, in groups; 3114, 3919,
// 3977, 39 28 and the 116 of Europe. Shorter ones, and others of four digits from 3,
// are numbers of days or people as well: they count after a word that calls
// (« appelez le 15 ou le 112 », « Samu : 15 »), of which before, the text that
// precedes, may hold the beginning, and nowhere where something is counted.
func Phones(text, before string) []Span {
	var found []Span
	for at := 0; at < len(text); {
		next := strings.IndexAny(text[at:], "+0123456789")
		if next < 0 {
			break
		}
		start := at + next
		end, shape := digitGroups(text, start)
		if isPhone(text, before, start, end, shape) {
			found = append(found, Span{start, end})
		}
		at = max(end, start+1)
	}
	return found
}

// digitGroups reads figures with one sign of the same kind between groups. The
// shape says how many digits each group has: "2 2 2 2 2", with the sign that
// separates them.
func digitGroups(text string, start int) (end int, shape string) {
	var sign rune
	end = start
	if text[start] == '+' {
		end++
	}
	for {
		from := end
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end == from {
			return start, ""
		}
		shape += string(rune('0' + min(end-from, 9)))
		r, size := utf8.DecodeRuneInString(text[end:])
		if unicode.IsSpace(r) {
			r = ' '
		}
		if !strings.ContainsRune(" .-", r) || r == utf8.RuneError || sign != 0 && r != sign {
			return end, shape
		}
		if i := end + size; i >= len(text) || text[i] < '0' || text[i] > '9' {
			return end, shape
		}
		sign = r
		shape += string(r)
		end += size
	}
}

// The shapes of numbers of ten digits, and of those that begin with +33.
var (
	phoneShapes = []string{
		"9", // ten and more: counted below
		"2 2 2 2 2", "2.2.2.2.2", "2-2-2-2-2", "4 2 2 2", "4 3 3", "1 3 2 2 2", "1 3 3 3",
	}
	foreignShapes = []string{"9", "2 1 2 2 2 2", "2.1.2.2.2.2"}
)

// alwaysPhones are the short numbers that mean nothing else.
var alwaysPhones = []string{"3114", "3919", "3977", "39 28", "116 006", "116 117", "116 111"}

// afterCalling are those that may count something.
var afterCalling = []string{"15", "17", "18", "112", "114", "115", "119", "191", "196", "197", "116 000"}

func isPhone(text, before string, start, end int, shape string) bool {
	if shape == "" || clings(text, before, start, end) {
		return false
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text[start:end])
	if text[start] == '+' {
		return strings.HasPrefix(digits, "33") && len(digits) == 11 && digits[2] != '0' && slices.Contains(foreignShapes, shape)
	}
	if len(digits) == 10 && digits[0] == '0' && digits[1] != '0' {
		return slices.Contains(phoneShapes, shape)
	}
	spelt := strings.Join(strings.Fields(text[start:end]), " ")
	if slices.Contains(alwaysPhones, spelt) {
		return !counts(text[end:]) && !names(text[:start], before)
	}
	short := slices.Contains(afterCalling, spelt) || len(digits) == 4 && digits[0] == '3' && (shape == "4" || shape == "2 2")
	return short && goesOn(text[end:]) && called(text[:start], before)
}

// clings tells that the figures are a part of something longer: a word, a
// decimal, an address, an article of a code.
func clings(text, before string, start, end int) bool {
	last, _ := utf8.DecodeLastRuneInString(before + text[:start])
	next, size := utf8.DecodeRuneInString(text[end:])
	after, _ := utf8.DecodeRuneInString(text[end+size:])
	return strings.ContainsRune(".,-/+_#@'’%&=", last) && last != utf8.RuneError || unicode.IsLetter(last) || unicode.IsDigit(last) ||
		unicode.IsLetter(next) || strings.ContainsRune("/_@%°²", next) && next != utf8.RuneError ||
		strings.ContainsRune(",.-", next) && unicode.IsDigit(after)
}

// counts tells that a text goes on with what a number counts.
func counts(text string) bool {
	next, _ := nextWord(text)
	return slices.Contains([]string{"€", "%", "euros", "salaries", "personnes", "agents", "heures", "jours", "pages", "questions"}, next)
}

// names tells that a text ends with what a number names: an article of a code.
func names(text, before string) bool {
	last := previousWords(before+text, 1)
	return len(last) > 0 && slices.Contains([]string{"l", "r", "d", "article", "articles", "art", "n", "no", "ticket"}, last[0])
}

// callingWords begin a call: what stands behind, with little between, is a number.
var callingWords = []string{"appel", "compos", "joign", "joindre", "telephon", "sms", "samu", "pompier", "police", "gendarmerie", "secours",
	"urgence"}

// betweenCalls may stand between a word that calls and the number.
var betweenCalls = wordSet(`le la les l au aux du de des d un ou et puis par sur via tout toute suite immediatement aussitot abord
	toujours numero numeros medical medicaux vous nous alors ensuite sinon directement
	15 17 18 112 114 115 119 191 196 197 3114 3919 3977`)

// called tells that a text ends with a call: « appelez tout de suite le ».
func called(text, before string) bool {
	for _, word := range previousWords(before+text, 8) {
		if word == "appel" || word == "appels" { // « appel à projets »
			return false
		}
		if slices.ContainsFunc(callingWords, func(w string) bool { return strings.HasPrefix(word, w) }) {
			return true
		}
		if !betweenCalls[word] {
			return false
		}
	}
	return false
}

// goingOn are the words that may follow a number that is called.
var goingOn = wordSet(`ou et puis pour si en par qui des depuis sans avant quand d immediatement aussitot pendant vous a au aux sur le la
	les un une meme dans selon car mais sinon tout il elle on jour nuit est repond repondent ne`)

// goesOn tells that a text goes on as after a number that is called, not as
// after one that counts.
func goesOn(text string) bool {
	word, sign := nextWord(text)
	return sign || word == "" || goingOn[word]
}

// nextWord is the first word of a text, folded; sign tells that another sign
// stands before it.
func nextWord(text string) (word string, sign bool) {
	rest := strings.TrimLeftFunc(text, unicode.IsSpace)
	if rest == "" {
		return "", false
	}
	if r, size := utf8.DecodeRuneInString(rest); !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return rest[:size], !strings.ContainsRune("€%", r)
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = len(rest)
	}
	return Fold(rest[:end]), false
}

// previousWords are the last words of a text's last sentence, folded, the last
// one first, n at most.
func previousWords(text string, n int) []string {
	var words []string
	for len(words) < n {
		text = strings.TrimRightFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !ends(r) })
		start := strings.LastIndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if start >= 0 {
			_, size := utf8.DecodeRuneInString(text[start:])
			start += size
		} else {
			start = 0
		}
		if start == len(text) { // the sentence before, or nothing
			break
		}
		words = append(words, Fold(text[start:]))
		text = text[:start]
	}
	return words
}

func ends(r rune) bool { return r == '.' || r == '!' || r == '?' || r == ';' || r == '\n' }
