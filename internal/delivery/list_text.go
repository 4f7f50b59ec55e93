package delivery

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"intraqvt/internal/mailaddr"
	"intraqvt/internal/problem"
)

// notLists are the first bytes of files that people mistake for lists.
var notLists = []struct{ start, what string }{
	{"PK\x03\x04", "un classeur (.xlsx ou .ods), non un CSV"},
	{"\xd0\xcf\x11\xe0", "un classeur Excel (.xls) ou un message Outlook, non un CSV"},
	{"%PDF", "un PDF"}, {`{\rtf`, "un texte mis en forme (RTF)"}, {"BEGIN:VCARD", "un carnet de cartes de visite (vCard)"},
	{"<!doctype", "une page web"}, {"<html", "une page web"}, {"<?xml", "un fichier XML"},
	{"\xff\xfe\x00\x00", "un texte en UTF-32"}, {"\x00\x00\xfe\xff", "un texte en UTF-32"},
}

// asCSV tells how to convert another file to a list.
const asCSV = "ouvrez-le dans un tableur, puis « Enregistrer sous », type « CSV UTF-8 »"

// decodeList decodes a list to UTF-8 with line feeds. encoding is the name of
// the encoding if it had to be guessed, else "".
func decodeList(raw []byte) (text, encoding string, fault *mailaddr.Fault) {
	for _, not := range notLists {
		if len(raw) >= len(not.start) && strings.EqualFold(string(raw[:len(not.start)]), not.start) {
			return "", "", &mailaddr.Fault{Message: "liste illisible : c’est " + not.what, Hint: asCSV}
		}
	}
	if order, ok := utf16Order(raw); ok {
		decoded, err := utf.UTF16(order, utf.UseBOM).NewDecoder().Bytes(raw)
		if err != nil {
			return "", "", &mailaddr.Fault{Message: "liste illisible : " + err.Error(), Hint: asCSV}
		}
		raw = decoded
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", "", &mailaddr.Fault{Message: "liste illisible : elle contient un octet nul, ce n’est pas du texte", Hint: asCSV}
	}
	text = string(raw)
	if !utf8.ValidString(text) {
		text, encoding = guessed(text)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x1a", "", "\v", " ", "\f", " ").Replace(text)
	return strings.ReplaceAll(text, "\ufeff", ""), encoding, nil
}

// utf16Order detects UTF-16 by its mark, or by the null bytes beside ASCII
// letters.
func utf16Order(raw []byte) (order utf.Endianness, ok bool) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return utf.LittleEndian, true
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return utf.BigEndian, true
	}
	var nulls [2]int
	for i, c := range raw {
		if c == 0 {
			nulls[i%2]++
		}
	}
	half := len(raw) / 2
	return utf.Endianness(nulls[0] < nulls[1]),
		len(raw) > 2 && len(raw)%2 == 0 && max(nulls[0], nulls[1]) > half*3/4 && min(nulls[0], nulls[1]) < half/4
}

// charsets are the encodings that French programs used before UTF-8, the most
// common first: Windows, the Mac, and the command line of Windows.
var charsets = []struct {
	encoding encoding.Encoding
	name     string // "" if it is not worth a message: nothing else is likely
}{
	{charmap.Windows1252, ""}, {charmap.Macintosh, "Mac Roman"}, {charmap.CodePage850, "CP850"},
}

// guessed decodes the lines that are not UTF-8 with the charset whose result
// looks most French.
func guessed(text string) (decoded, name string) {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
	best := 0
	for i, c := range charsets {
		read := make([]string, len(lines))
		score := 0
		for k, line := range lines {
			if read[k] = line; !utf8.ValidString(line) {
				read[k], _ = c.encoding.NewDecoder().String(line) // single bytes always decode
				score += frenchness(read[k])
			}
		}
		if i == 0 || score > best {
			best, decoded, name = score, strings.Join(read, "\n"), c.name
		}
	}
	return decoded, name
}

// frenchness scores the characters of a text beyond ASCII: those of French
// count in favour, others against.
func frenchness(text string) int {
	score := 0
	runes := []rune(text)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return runes[i]
	}
	for i, c := range runes {
		before, after := at(i-1), at(i+1)
		switch {
		case c < utf8.RuneSelf || c == '\u00a0':
		case strings.ContainsRune("éèêëàâäùûüîïôöçœæÿñ", c):
			score++
			if unicode.IsLetter(before) && !unicode.IsUpper(before) || unicode.IsUpper(before) && unicode.IsLower(after) {
				score++
			}
		case strings.ContainsRune("ÉÈÊËÀÂÄÙÛÜÎÏÔÖÇŒÆŸÑ", c):
			switch {
			case unicode.IsLower(before):
				score -= 2
			case unicode.IsLower(after) && unicode.IsLetter(before):
			default:
				score += 2
			}
		case c == '’' || c == '‘':
			if unicode.IsLetter(before) && unicode.IsLetter(after) {
				score += 2
			}
		case strings.ContainsRune("«»“”–—…•€°", c):
		default:
			score -= 3
		}
	}
	return score
}

// encoding reports that the encoding was guessed, or that another program has
// spoilt the text by a wrong guess.
func (l *listReader) encoding(name string) {
	if name != "" {
		for i, line := range l.lines {
			if strings.IndexFunc(line, func(c rune) bool { return c >= utf8.RuneSelf }) >= 0 {
				l.complain(i+1, 1, problem.DoubtfulEncoding, "liste lue en "+name+", par exemple "+quote(line),
					"si les accents sont justes, rien à faire ; sinon enregistrez-la en « CSV UTF-8 »")
				break
			}
		}
	}
	for i, line := range l.lines {
		if spoilt.MatchString(line) {
			l.complain(i+1, 1, problem.DoubtfulEncoding, "des accents sont abîmés : "+quote(line),
				"un programme a lu de l’UTF-8 comme du Windows-1252 ; exportez la liste de nouveau, en « CSV UTF-8 »")
			break
		}
	}
}

// spoilt matches the beginning of French accented letters in UTF-8 that were
// read as Windows-1252.
var spoilt = regexp.MustCompile(`Ã[©¨ª«§´®¯¹»¢¶\x{00a0}]|â€™|Ã‰|Å“`)
