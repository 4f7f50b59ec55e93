// Package mailaddr reads mail addresses of lists of recipients, fields of pages and
// the configuration.
//
// What enters: a text. What leaves: the address as servers take it, or a
// [Fault] that says in French what is wrong with it and how to mend it. The
// package reads neither names before an address nor lists of addresses.
package mailaddr

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"intraqvt/internal/french"
)

// Maximum lengths in octets (RFC 5321, section 4.5.3.1, with its erratum 1690).
const (
	maxLocalPart = 64
	maxAddress   = 254
)

// Fault says what is wrong with an address. Both texts are French, without a
// final full stop.
type Fault struct{ Message, Hint string }

// Error returns both texts.
func (f *Fault) Error() string { return f.Message + " ; " + f.Hint }

// Parse reads one address; only spaces and invisible characters may surround
// it. It returns the address in ASCII with its domain in lower case. The case
// before the « @ » stays, since the receiving server decides whether it counts
// (RFC 5321, section 2.4).
func Parse(s string) (address string, fault *Fault) {
	s = strings.TrimSpace(norm.NFC.String(Visible(s)))
	invalid := func(hint string) (string, *Fault) {
		return "", &Fault{fmt.Sprintf("adresse invalide : « %s »", shortened(s)), hint}
	}
	at := strings.LastIndexByte(s, '@')
	switch {
	case len(s) >= len("mailto:") && strings.EqualFold(s[:len("mailto:")], "mailto:"):
		return invalid("retirez « mailto: »")
	case strings.Count(s, "@") > 1 && strings.ContainsAny(s, ",; "):
		return invalid("mettez une adresse par ligne")
	case strings.ContainsAny(s, "<>"):
		return invalid("donnez l’adresse seule, sans nom ni « < > »")
	case strings.ContainsFunc(s, unicode.IsSpace):
		return invalid("retirez l’espace")
	case strings.ContainsAny(s, "＠﹫"):
		return invalid("retapez au clavier le signe « @ », qui n’est pas celui des adresses")
	case at < 0:
		return invalid("il manque « @ »")
	case strings.Count(s, "@") > 1:
		return invalid("gardez un seul « @ »")
	case at == 0:
		return invalid("il manque ce qui vient avant « @ »")
	case at == len(s)-1:
		return invalid("il manque le domaine après « @ »")
	}
	local, domain := s[:at], strings.TrimSuffix(s[at+1:], ".")
	if strange := strings.IndexFunc(local, notASCII); strange >= 0 {
		if plain := french.Fold(local); strings.IndexFunc(plain, notASCII) < 0 {
			return invalid(fmt.Sprintf("aucun accent avant « @ » : peut-être « %s »", plain+s[at:]))
		}
		return invalid(retype(local[strange:]))
	}
	switch {
	case strings.Contains(s, ".."):
		return invalid("retirez un des deux points qui se suivent")
	case strings.HasPrefix(local, ".") || strings.HasSuffix(local, "."):
		return invalid("retirez le point au bord de ce qui vient avant « @ »")
	case strings.ContainsAny(domain, ",;"):
		return invalid("le domaine s’écrit avec un point, non une virgule")
	case len(local) > maxLocalPart:
		return invalid(fmt.Sprintf("au plus %d caractères avant « @ »", maxLocalPart))
	}
	if strange := strings.IndexFunc(domain, looksLikeAnother); strange >= 0 {
		return invalid(retype(domain[strange:]))
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	last := ascii[strings.LastIndexByte(ascii, '.')+1:]
	switch {
	case err != nil:
		return invalid(fmt.Sprintf("« %s » n’est pas un nom de domaine", shortened(domain)))
	case len(last) == len(ascii):
		return invalid(fmt.Sprintf("il manque la fin du domaine, par exemple « %s.fr »", shortened(domain)))
	case len(last) < 2 || strings.Trim(last, "0123456789") == "":
		return invalid(fmt.Sprintf("la fin du domaine, « .%s », n’existe pas", last))
	case len(local)+1+len(ascii) > maxAddress:
		return invalid(fmt.Sprintf("au plus %d caractères en tout", maxAddress))
	}
	// Quoted parts before the « @ » are allowed by the standard but refused by
	// most servers; here an address must be valid without quotes. « ? » and « %
	// » have a meaning in « mailto: » links, « | » separates the cells of a
	// list.
	parsed, err := mail.ParseAddress(local + "@" + ascii)
	if err != nil || parsed.Address != local+"@"+ascii || strings.ContainsAny(local, `"\?%|`) {
		return invalid(fmt.Sprintf("« %s » a un caractère qui n’est pas permis dans une adresse", local))
	}
	return local + "@" + strings.ToLower(ascii), nil
}

// Visible removes the invisible characters of a text: soft hyphens, marks of
// direction, spaces of no width, byte order marks.
func Visible(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Cf, c) || c == '\u034f' || c == '\u115f' || c == '\u1160' || c == '\u3164' ||
			unicode.Is(unicode.Variation_Selector, c) {
			return -1
		}
		return c
	}, s)
}

// SingleLine replaces line breaks, tabs and other control characters, which
// would end a message's header or a cell of a table.
func SingleLine(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' {
			return ' '
		}
		return c
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func notASCII(c rune) bool { return c > unicode.MaxASCII }

// looksLikeAnother tells whether a character is not expected in the domains of
// a French list and is easily taken for another one. Domains may hold French
// letters and others of Latin-1; other domains can be written as « xn--… ».
func looksLikeAnother(c rune) bool {
	return notASCII(c) && c != 'œ' && c != 'Œ' && c != 'ÿ' && c != 'Ÿ' && !(c <= unicode.MaxLatin1 && unicode.IsLetter(c))
}

// scripts are the alphabets of letters that are not Latin.
var scripts = []struct {
	table *unicode.RangeTable
	name  string
}{
	{unicode.Cyrillic, "cyrillique"}, {unicode.Greek, "grecque"}, {unicode.Armenian, "arménienne"}, {unicode.Hebrew, "hébraïque"},
	{unicode.Arabic, "arabe"}, {unicode.Cherokee, "chérokie"}, {unicode.Lisu, "lisu"}, {unicode.Han, "chinoise"},
}

// retype names the character at the start of a text, which looks like one of
// the keyboard.
func retype(s string) string {
	sign := []rune(s)[0]
	what := "signe"
	for _, script := range scripts {
		if unicode.Is(script.table, sign) {
			what = "lettre " + script.name
		}
	}
	if sign == unicode.ReplacementChar {
		return "un caractère n’a pas pu être lu : enregistrez la liste en UTF-8, ou retapez l’adresse"
	}
	hint := fmt.Sprintf("retapez l’adresse au clavier : « %c » (U+%04X, %s) n’y est pas permis", sign, sign, what)
	if plain := norm.NFKC.String(string(sign)); plain != string(sign) && strings.IndexFunc(plain, notASCII) < 0 {
		hint += ", peut-être « " + plain + " »"
	}
	return hint
}

// shortened returns a text on one line, cut if it is too long for a message.
func shortened(s string) string {
	const most = 100
	r := []rune(SingleLine(s))
	if len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return string(r)
}
