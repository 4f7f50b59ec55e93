package mailaddr

import (
	"net/mail"
	"strings"
	"testing"
	"unicode"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"a@b.fr": "a@b.fr",
		"prenom.nom+lettre@sous.domaine.exemple.fr": "prenom.nom+lettre@sous.domaine.exemple.fr",
		"o'neil_2@exemple.fr":                       "o'neil_2@exemple.fr",
		strings.Repeat("a", 64) + "@exemple.fr":     strings.Repeat("a", 64) + "@exemple.fr",
		" Marie@Exemple.FR. ":                       "Marie@exemple.fr",
		"\u00a0a@exemple.fr\u202f":                  "a@exemple.fr",
		"a\u200b@exem\u00adple.fr\ufeff":            "a@exemple.fr",
		"a@société.fr":                              "a@xn--socit-esab.fr",
		"a@socie\u0301te\u0301.fr":                  "a@xn--socit-esab.fr",
		"a@xn--80ak6aa92e.com":                      "a@xn--80ak6aa92e.com",
	} {
		if got, fault := Parse(text); fault != nil || got != want {
			t.Errorf("%q: %q %v, want %q", text, got, fault, want)
		}
	}
	for text, hint := range map[string]string{
		"":                                      "manque « @ »",
		"marie":                                 "manque « @ »",
		"marie@":                                "domaine après",
		"@exemple.fr":                           "avant « @ »",
		"marie@exemple":                         "« exemple.fr »",
		"marie@exemple,fr":                      "point, non une virgule",
		"marie@exemple..fr":                     "deux points",
		".marie@exemple.fr":                     "point au bord",
		"marie martin@exemple.fr":               "l’espace",
		"marie\u00a0@exemple.fr":                "l’espace",
		"hélène@exemple.fr":                     "« helene@exemple.fr »",
		"he\u0301le\u0300ne@exemple.fr":         "« helene@exemple.fr »",
		"mailto:marie@exemple.fr":               "mailto",
		"Marie <marie@exemple.fr>":              "l’adresse seule",
		"a@exemple.fr; b@autre.fr":              "une adresse par ligne",
		"a@exemple.fr@autre.fr":                 "un seul",
		"marie@exemple_rh.fr":                   "nom de domaine",
		"marie@-exemple.fr":                     "nom de domaine",
		"marie@exemple.f":                       "« .f »",
		"marie@192.168.1.2":                     "« .2 »",
		`"marie"@exemple.fr`:                    "caractère",
		"mar(ie)@exemple.fr":                    "caractère",
		"a?cc=b@exemple.fr":                     "caractère",
		"marie@exemple.fr\r\nX: y":              "espace",
		strings.Repeat("a", 65) + "@exemple.fr": "au plus 64",
		"a@" + strings.Repeat(strings.Repeat("b", 60)+".", 4) + "exemple.fr": "au plus 254",
		"marie＠exemple.fr":       "« @ »",
		"m\u0430rie@exemple.fr":  "U+0430, lettre cyrillique",
		"marie@ex\u0430mple.fr":  "U+0430, lettre cyrillique",
		"marie@аррӏе.com":        "lettre cyrillique",
		"marie@exemple。fr":       "U+3002",
		"marie@ｅxemple.fr":       "peut-être « e »",
		"marie@exem\ufffdple.fr": "n’a pas pu être lu",
	} {
		if got, fault := Parse(text); fault == nil || !strings.Contains(fault.Hint, hint) {
			t.Errorf("%q: %q, %v; want a hint that says %q", text, got, fault, hint)
		}
	}
}

// Whatever the bytes, what is taken for an address is one that a message's head
// and a mail server take, and that reads the same when it is read again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"a@b.fr", "Nom <a@b.fr>", "a@société.fr", "a@b.fr\r\nBcc: x@y.fr", "\xff@\xfe.fr", "a\u200b@b.fr",
		"a@аррӏе.com", "mailto:a@b.fr?cc=c@d.fr", `"a b"@c.fr`, "a@[127.0.0.1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		address, fault := Parse(text)
		if fault != nil {
			if fault.Message == "" || fault.Hint == "" || address != "" {
				t.Fatalf("%q: address %q, fault %+v", text, address, fault)
			}
			return
		}
		parsed, err := mail.ParseAddress(address)
		if err != nil || parsed.Address != address || parsed.Name != "" {
			t.Fatalf("%q gives %q, which is no address: %v", text, address, err)
		}
		if strings.ContainsFunc(address,
			func(c rune) bool { return c > unicode.MaxASCII || c <= ' ' || strings.ContainsRune("<>,;\"?%", c) }) {
			t.Fatalf("%q gives %q", text, address)
		}
		if again, fault := Parse(address); fault != nil || again != address {
			t.Fatalf("%q gives %q, which gives %q %v", text, address, again, fault)
		}
	})
}
