// Package address says which addresses may stand in what the portal publishes,
// and writes them. Whatever puts a link, an image or a redirection into a page,
// a feed or a mail has its address from here.
//
// What enters: an address as somebody wrote it ([Read]), or the names of what
// the portal publishes ([To], [Rooted]). What leaves: a [URL], which only this
// package makes, so that no text reaches an attribute unjudged. An address is
// judged after all that browsers, mail programs and feed readers undo has been
// undone, and is written in a form that they all read alike: printable ASCII
// without spaces, backslashes, quotation marks and the brackets of tags.
//
// What is published under a name is a file, too: [CheckName] and [CheckOutput]
// tell which names other systems cannot hold. The package knows no page, reads
// no file and never asks what is at an address.
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

// URL is an address that may be published. The zero value is none.
type URL struct{ text string }

// String is the address as an attribute holds it, before its entities.
func (u URL) String() string { return u.text }

// IsZero tells whether there is no address.
func (u URL) IsZero() bool { return u.text == "" }

// IsWeb tells whether the address is one of a site, and not of a mailbox, a
// telephone or a page of the portal.
func (u URL) IsWeb() bool {
	return strings.HasPrefix(u.text, "https:") || strings.HasPrefix(u.text, "http:")
}

// ErrInside says that what was read names neither a scheme nor a server: it is
// a path, and what it leads to is for the portal to find.
var ErrInside = errors.New("un chemin du portail")

// Refusal is the error of an address that the portal does not publish.
type Refusal struct {
	Hint string // how to mend it, in French
}

func (r *Refusal) Error() string { return "adresse interdite" }

// What may be wrong with an address, each with its remedy.
var (
	errScheme = &Refusal{"liens permis : https, http, mailto, tel et les pages du portail ; devant le nom d’un fichier qui contient « : », écrivez ./"}
	errDisk   = &Refusal{"un navigateur n’ouvre pas les fichiers d’un poste ni d’un lecteur partagé : copiez le fichier à côté de la page, ou donnez son adresse https"}
	errData   = &Refusal{"enregistrez ce contenu dans un fichier à côté de la page, et donnez le nom de ce fichier"}
	errHidden = &Refusal{"écrivez l’adresse en clair, sans signes codés (%3A, &colon;) ; devant le nom d’un fichier qui contient « : », écrivez ./"}
	errServer = &Refusal{"l’adresse d’un site s’écrit en entier : https://exemple.fr/page"}
	errUser   = &Refusal{"ôtez ce qui précède « @ » : un nom d’utilisateur cache où mène le lien, et un mot de passe serait publié"}
)

// Read reads an address that leads out of the portal: of a site, a mailbox or
// a telephone. The error is [ErrInside] for a path, and a [*Refusal] for what
// the portal does not publish.
func Read(written string) (URL, error) {
	text := strip(written)
	if !isOutside(text) {
		if plain, ok := decoded(text); !ok || isOutside(plain) {
			return URL{}, errHidden
		}
		return URL{}, ErrInside
	}
	switch {
	case strings.HasPrefix(text, "//"): // a page may be read from a file
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

// site reads what follows the scheme of a site's address.
func site(scheme, rest string) (URL, error) {
	path, query := cutAny(rest, "?#")
	rest, ok := strings.CutPrefix(strings.ReplaceAll(path, `\`, "/"), "//") // both are slashes to browsers
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

// ReadRoot reads the address of a portal's root: that of a folder of a site,
// with or without its last slash. The error is a [*Refusal].
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

// servers reads a server's name as browsers do: capitals, full-width letters
// and ideographic full stops are other writings of it, and letters beyond ASCII
// are written in Punycode. Some intranets have names with underscores.
var servers = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false))

// readServer reads a server's name or number with its port.
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
	strange := strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 || !isLetterOrDigit(byte(r)) && !strings.ContainsRune("-._", r) })
	return name + port, err == nil && !strange && strings.Trim(name, ".") != ""
}

// isNumber tells whether the last part of a server's name makes a number of
// the whole: « 127.0.0.1 », and « 0x7f.1 », which we do not read.
func isNumber(last string) bool {
	return last != "" && strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x") && strings.Trim(last[2:], "0123456789abcdef") == ""
}

// To is the way from one published name to another: it names the file, so that
// a copied folder works without a server.
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

// inside is the address of a name below the folder of the page that links to
// it. « note:reunion.html » would name a scheme.
func inside(name string) URL {
	text := escape(name, keepPath)
	plain, ok := decoded(text)
	if first, _ := cutAny(plain, "/"); !ok || isOutside(plain) || strings.Contains(first, ":") {
		text = "./" + text
	}
	return URL{text}
}

// Rooted is the address of a published name where the portal is a server's
// root.
func Rooted(name string) URL { return URL{"/" + escape(name, keepPath)} }

// Below is the address of a published name below a portal's root.
func (u URL) Below(name string) URL { return URL{u.text + escape(name, keepPath)} }

// At is the address of a part of a page, by its id; "" is the page.
func (u URL) At(id string) URL {
	if id == "" {
		return u
	}
	return URL{u.text + "#" + escape(id, keepPath)}
}

// Part is the address of a part of the page that links to it.
func Part(id string) URL { return URL{}.At(id) }

// Asking is the address with a question for the page that is there.
func (u URL) Asking(key, value string) URL {
	return URL{u.text + "?" + escape(key, keepValue) + "=" + escape(value, keepValue)}
}

// Resolve is the address that a link means on the page at this one. The zero
// URL stands for what the portal does not publish.
func (u URL) Resolve(link string) URL {
	there, err := Read(link)
	if !errors.Is(err, ErrInside) {
		return there
	}
	base, err := url.Parse(u.text)
	if err != nil {
		return URL{}
	}
	to, err := base.Parse(link)
	if err != nil {
		return URL{}
	}
	return URL{escape(to.String(), keepWritten)}
}

// Mail starts a message to a mailbox, with a subject unless it is "".
func Mail(mailbox, subject string) URL {
	u := URL{"mailto:" + escape(mailbox, keepValue)}
	if subject != "" {
		return u.Asking("subject", subject)
	}
	return u
}

// Phone calls a number as it is written for people.
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
