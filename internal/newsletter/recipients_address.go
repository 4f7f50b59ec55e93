package newsletter

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Lengths in octets (RFC 5321, section 4.5.3.1, with its erratum 1690).
const (
	maxLocalPart = 64
	maxAddress   = 254
)

// addressFault is what is wrong with an address, and how to mend it.
type addressFault struct{ message, hint string }

// ParseRecipient reads one address, alone or as « Nom <adresse> ». The error
// is French and says how to mend it.
func ParseRecipient(s string) (Recipient, error) {
	r, fault := parseRecipient(s)
	if fault != nil {
		return Recipient{}, errors.New(fault.message + " ; " + fault.hint)
	}
	return r, nil
}

func parseRecipient(s string) (Recipient, *addressFault) {
	s = strings.TrimSpace(s)
	name, address := "", s
	// Address books export « Nom <adresse> ».
	if before, rest, ok := strings.Cut(s, "<"); ok && strings.HasSuffix(rest, ">") {
		name, address = singleLine(strings.Trim(strings.TrimSpace(before), `"`)), strings.TrimSpace(strings.TrimSuffix(rest, ">"))
	}
	invalid := func(hint string) (Recipient, *addressFault) {
		return Recipient{}, &addressFault{fmt.Sprintf("adresse invalide : « %s »", s), hint}
	}
	at := strings.LastIndexByte(address, '@')
	switch {
	case hasPrefixFold(address, "mailto:"):
		return invalid("retirez « mailto: »")
	case strings.Count(address, "@") > 1 && strings.ContainsAny(address, ",; "):
		return invalid("mettez une adresse par ligne")
	case strings.ContainsFunc(address, unicode.IsSpace):
		return invalid("retirez l’espace")
	case at < 0:
		return invalid("il manque « @ »")
	case strings.Count(address, "@") > 1:
		return invalid("gardez un seul « @ »")
	case at == 0:
		return invalid("il manque ce qui vient avant « @ »")
	case at == len(address)-1:
		return invalid("il manque le domaine après « @ »")
	}
	local, domain := address[:at], address[at+1:]
	switch {
	case strings.ContainsFunc(local, func(c rune) bool { return c > unicode.MaxASCII }):
		return invalid(fmt.Sprintf("aucun accent avant « @ » : peut-être « %s »", withoutAccents(address)))
	case strings.Contains(address, ".."):
		return invalid("retirez un des deux points qui se suivent")
	case strings.HasPrefix(local, ".") || strings.HasSuffix(local, "."):
		return invalid("retirez le point au bord de ce qui vient avant « @ »")
	case strings.ContainsAny(domain, ",;"):
		return invalid("le domaine s’écrit avec un point, non une virgule")
	case len(local) > maxLocalPart:
		return invalid(fmt.Sprintf("au plus %d caractères avant « @ »", maxLocalPart))
	}
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	switch {
	case err != nil:
		return invalid(fmt.Sprintf("« %s » n’est pas un nom de domaine", domain))
	case !strings.Contains(ascii, "."):
		return invalid(fmt.Sprintf("il manque la fin du domaine, par exemple « %s.fr »", domain))
	case len(local)+1+len(ascii) > maxAddress:
		return invalid(fmt.Sprintf("au plus %d caractères en tout", maxAddress))
	}
	// Quoted parts before the « @ » are allowed by the standard and refused by
	// most servers; what parses here without quotes needs none.
	parsed, err := mail.ParseAddress(local + "@" + ascii)
	if err != nil || parsed.Address != local+"@"+ascii || strings.ContainsAny(local, `"\`) {
		return invalid(fmt.Sprintf("« %s » a un caractère qui n’est pas permis dans une adresse", local))
	}
	return Recipient{name, local + "@" + strings.ToLower(ascii)}, nil
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// singleLine is s without line breaks, tabs and other control characters, which
// would end a field of a message's head or of the ledger.
func singleLine(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// withoutAccents is s in letters without accents.
func withoutAccents(s string) string {
	return norm.NFC.String(strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFD.String(s)))
}
