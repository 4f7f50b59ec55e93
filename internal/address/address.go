// Package address decides which addresses may be published, and writes them. Every
// link, image and redirection in a page, a feed or a mail gets its address from
// here.
//
// What enters: an address that somebody wrote ([Read]), or names of published files
// ([To], [Rooted]). What leaves: a [URL]. Only this package makes URLs, so that no
// unchecked text reaches an attribute. An address is checked after all decoding
// that browsers, mail programs and feed readers do, and is written in a form that
// they all read in the same way: printable ASCII without spaces, backslashes,
// quotation marks, < and >.
//
// [CheckName] and [CheckOutput] check names of files for all systems. The package
// knows no page, reads no file and never contacts an address.
package address

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// URL is an address that may be published. The zero value means none.
type URL struct{ text string }

// String returns the address as the value of an attribute, before HTML
// escaping.
func (u URL) String() string { return u.text }

// IsZero tells whether there is no address.
func (u URL) IsZero() bool { return u.text == "" }

// IsWeb tells whether the address is that of a web site, not of a mailbox, a
// telephone or a page of the portal.
func (u URL) IsWeb() bool {
	return strings.HasPrefix(u.text, "https:") || strings.HasPrefix(u.text, "http:")
}

// ErrInside says that an address has neither scheme nor server: it is a path
// inside the portal.
var ErrInside = errors.New("un chemin du portail")

// Refusal is the error for an address that must not be published.
type Refusal struct {
	Hint string // how to correct it, in French
}

func (r *Refusal) Error() string { return "adresse interdite" }

// The kinds of refusal, each with its remedy.
var (
	errScheme = &Refusal{"liens permis : https, http, mailto, tel et les pages du portail ; devant le nom d’un fichier qui contient " +
		"« : », écrivez ./"}
	errDisk = &Refusal{"un navigateur n’ouvre pas les fichiers d’un poste ni d’un lecteur partagé : copiez le fichier à côté de la " +
		"page, ou donnez son adresse https"}
	errData   = &Refusal{"enregistrez ce contenu dans un fichier à côté de la page, et donnez le nom de ce fichier"}
	errHidden = &Refusal{"écrivez l’adresse en clair, sans signes codés (%3A, &colon;) ; devant le nom d’un fichier qui contient « : », " +
		"écrivez ./"}
	errServer = &Refusal{"l’adresse d’un site s’écrit en entier : https://exemple.fr/page"}
	errUser   = &Refusal{"ôtez ce qui précède « @ » : un nom d’utilisateur cache où mène le lien, et un mot de passe serait publié"}
)

// Read reads an address outside the portal: of a web site, a mailbox or a
// telephone. The error is [ErrInside] for a path, and a [*Refusal] for an
// address that must not be published.
func Read(written string) (URL, error) {
	text := strip(written)
	if !isOutside(text) {
		if plain, ok := decoded(text); !ok || isOutside(plain) {
			return URL{}, errHidden
		}
		return URL{}, ErrInside
	}
	switch {
	case strings.HasPrefix(text, "//"): // no scheme: the page may be opened from disk
		text = "https:" + text
	case isSlash(text[0]): // « \\serveur\dossier »
		return URL{}, errDisk
	}
	scheme, rest, _ := strings.Cut(text, ":")
	switch scheme = strings.ToLower(scheme); {
	case scheme == "https", scheme == "http":
		return site(scheme, rest)
	case scheme == "mailto":
		return URL{"mailto:" + escape(strings.TrimLeft(rest, "/ "), keepWritten)}, nil
	case scheme == "tel":
		return URL{"tel:" + escape(strings.TrimLeft(strings.Join(strings.Fields(rest), ""), "/"), keepWritten)}, nil
	case scheme == "data":
		return URL{}, errData
	case scheme == "file", len(scheme) == 1: // « C:\dossier »
		return URL{}, errDisk
	}
	return URL{}, errScheme
}

// site reads the part of a web address after its scheme.
func site(scheme, rest string) (URL, error) {
	path, query := cutAny(rest, "?#")
	rest, ok := strings.CutPrefix(strings.ReplaceAll(path, `\`, "/"), "//") // browsers take both for slashes
	server, path := cutAny(rest, "/")
	if plain, settled := decoded(server); !settled || strings.Contains(plain, "@") {
		return URL{}, errUser
	}
	server, readable := readServer(server)
	if !ok || !readable {
		return URL{}, errServer
	}
	return URL{scheme + "://" + server + escape(path+query, keepWritten)}, nil
}

// ReadRoot reads the address of a portal's root folder, with or without its
// final slash. The error is a [*Refusal].
func ReadRoot(written string) (URL, error) {
	root, err := Read(written)
	if errors.Is(err, ErrInside) {
		return URL{}, errServer
	} else if err != nil {
		return URL{}, err
	}
	u, err := url.Parse(root.text)
	if err != nil || !root.IsWeb() || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(root.text, "#") ||
		strings.Contains(u.Path, "//") || slices.Contains(strings.Split(u.Path, "/"), "..") {
		return URL{}, errServer
	}
	return URL{strings.TrimSuffix(root.text, "/") + "/"}, nil
}

// servers converts a server's name as browsers do: to lower case, with ASCII
// instead of full-width letters and ideographic full stops, and Punycode for
// other letters. Underscores are allowed, since some intranets use them.
var servers = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false),
	idna.CheckHyphens(false))

// readServer reads a server's name or IP address with its port.
func readServer(written string) (server string, ok bool) {
	name, err := url.PathUnescape(written)
	if err != nil || !utf8.ValidString(name) {
		return "", false
	}
	port := ""
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, ']') {
		if name, port = name[:i], name[i:]; port == ":" {
			port = ""
		} else if _, err := strconv.ParseUint(port[1:], 10, 16); err != nil {
			return "", false
		}
	}
	if strings.HasPrefix(name, "[") {
		ip, err := netip.ParseAddr(strings.TrimSuffix(name[1:], "]"))
		return "[" + ip.String() + "]" + port, err == nil && ip.Is6() && ip.Zone() == "" && strings.HasSuffix(name, "]")
	}
	if name, err = servers.ToASCII(name); isNumber(name[strings.LastIndexByte(name, '.')+1:]) {
		_, err = netip.ParseAddr(name)
	}
	strange := strings.ContainsFunc(name,
		func(r rune) bool { return r >= 0x80 || !isLetterOrDigit(byte(r)) && !strings.ContainsRune("-._", r) })
	return name + port, err == nil && !strange && strings.Trim(name, ".") != ""
}

// isNumber tells whether the last part of a server's name makes the whole an IP
// address: « 127.0.0.1 », or « 0x7f.1 », which is not supported.
func isNumber(last string) bool {
	return last != "" && strings.Trim(last, "0123456789") == "" ||
		strings.HasPrefix(last, "0x") && strings.Trim(last[2:], "0123456789abcdef") == ""
}

// To returns the relative address of one published file from another. It names
// the file, so that a copied folder works without a server.
func To(from, to string) URL {
	if from == to {
		return inside(to[strings.LastIndexByte(to, '/')+1:])
	}
	shared := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			shared = i + 1
		}
	}
	if up := strings.Count(from[shared:], "/"); up > 0 {
		return URL{strings.Repeat("../", up) + escape(to[shared:], keepPath)}
	}
	return inside(to[shared:])
}

// inside returns the relative address of a name. « ./ » precedes a name such as
// « note:reunion.html », which would otherwise begin with a scheme.
func inside(name string) URL {
	text := escape(name, keepPath)
	plain, ok := decoded(text)
	if first, _ := cutAny(plain, "/"); !ok || isOutside(plain) || strings.Contains(first, ":") {
		text = "./" + text
	}
	return URL{text}
}

// Rooted returns the address of a published name, if the portal is at a
// server's root.
func Rooted(name string) URL { return URL{"/" + escape(name, keepPath)} }

// Below returns the address of a published name below a portal's root.
func (u URL) Below(name string) URL { return URL{u.text + escape(name, keepPath)} }

// At returns the address with the id of a part of the page; "" means the whole
// page.
func (u URL) At(id string) URL {
	if id == "" {
		return u
	}
	return URL{u.text + "#" + escape(id, keepPath)}
}

// Part returns the address of a part of the current page.
func Part(id string) URL { return URL{}.At(id) }

// Asking returns the address with a query parameter.
func (u URL) Asking(key, value string) URL {
	return URL{u.text + "?" + escape(key, keepValue) + "=" + escape(value, keepValue)}
}

// Mail returns the address that starts a message to a mailbox, with a subject
// unless it is "".
func Mail(mailbox, subject string) URL {
	u := URL{"mailto:" + escape(mailbox, keepValue)}
	if subject != "" {
		return u.Asking("subject", subject)
	}
	return u
}

// Phone returns the address that calls a number, given as written for people.
func Phone(number string) URL {
	return URL{"tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)}
}

func cutAny(s, signs string) (before, after string) {
	if i := strings.IndexAny(s, signs); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}
