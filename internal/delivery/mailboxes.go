package delivery

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"intraqvt/internal/mailaddr"
)

// mailboxes are the addresses in a text, and the rest of it.
type mailboxes struct {
	recipients []Recipient
	faults     []*mailaddr.Fault
	strays     []string // texts between separators without « @ »
	doubtful   []string // names with an « @ » that belongs to no address
}

func (m *mailboxes) add(other mailboxes) {
	m.recipients = append(m.recipients, other.recipients...)
	m.faults = append(m.faults, other.faults...)
	m.strays = append(m.strays, other.strays...)
	m.doubtful = append(m.doubtful, other.doubtful...)
}

func (m *mailboxes) fault(text, hint string) {
	m.faults = append(m.faults, &mailaddr.Fault{Message: "adresse invalide : " + quote(text), Hint: hint})
}

// repeats tells whether a text repeats addresses of the recipients and has no
// other, as in « Marie Martin (marie@x.fr) » of address books.
func (m *mailboxes) repeats(text string) bool {
	known := false
	for _, word := range strings.FieldsFunc(mailaddr.Visible(text), func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune("()<>[]{},;|:\"'“”«»‘’", c)
	}) {
		if !strings.ContainsAny(word, atSigns) {
			continue
		}
		address, fault := mailaddr.Parse(word)
		if fault != nil || !slices.ContainsFunc(m.recipients, func(r Recipient) bool { return strings.EqualFold(r.Address, address) }) {
			return false
		}
		known = true
	}
	return known
}

// readMailboxes reads the addresses of a text with their names, as mail programs
// copy them (RFC 5322, section 3.4, and its common variants):
//
//	a@x.fr, b@x.fr; c@x.fr
//	Nom <a@x.fr>; "Dupont, Anne" <b@x.fr>; Dupont, Anne <c@x.fr>
//	a@x.fr (Anne)
//	Amis : a@x.fr, b@x.fr;
//
// Every « @ » of the text belongs to a recipient, a fault or a doubtful name.
func readMailboxes(text string) mailboxes {
	var m mailboxes
	var names []part // parts without « @ » between commas: possibly the beginning of a name
	strays := func() {
		for _, p := range names {
			if hiddenAt.MatchString(p.String()) {
				m.fault(p.String(), "écrivez « @ » en toutes lettres")
			} else {
				m.strays = append(m.strays, p.String())
			}
		}
		names = nil
	}
	for _, p := range parted(mailaddr.Visible(text)) {
		if p.before != ',' || p.mentions && !p.named() {
			strays()
		}
		switch {
		case len(p.tokens) == 0:
		case !p.mentions:
			names = append(names, p)
		default:
			before := names[max(0, len(names)-mostNames):]
			names = names[:len(names)-len(before)]
			strays()
			m.read(p, before)
		}
	}
	strays()
	return m
}

// mostNames is the maximum number of commas in a name: « Dupont, Anne, RH ».
const mostNames = 2

// hiddenAt matches an address disguised against machines.
var hiddenAt = regexp.MustCompile(`(?i)[\p{L}\p{N}]\s*[(\[{<]\s*(at|a|arobase|chez)\s*[)\]}>]\s*[\p{L}\p{N}]`)

// atSigns are the « @ » of addresses and the characters that look like it.
const atSigns = "@＠﹫"

// mentionsAddress tells whether a text may hold an address.
func mentionsAddress(text string) bool {
	return strings.ContainsAny(text, atSigns) || hiddenAt.MatchString(text)
}

// read reads the addresses of one part; the parts before it are the beginning
// of its name.
func (m *mailboxes) read(p part, before []part) {
	var found mailboxes
	var phrase []string
	for _, b := range before {
		phrase = append(phrase, b.String()+",")
	}
	bare := false // the last token was an address without brackets
	for i, t := range p.tokens {
		inName := slices.ContainsFunc(p.tokens[i:], func(t token) bool { return t.kind == bracketed })
		switch {
		case t.kind == unfinished:
			m.fault(p.String(), "fermez les guillemets, la parenthèse ou le « < »")
			return
		case t.kind == bracketed:
			found.named(strings.Join(phrase, " "), t.text)
			phrase, bare = nil, false
		case t.kind == remark && strings.ContainsAny(t.text, atSigns):
			if !found.repeats(t.text) {
				found.fault(p.String(), "sortez l’adresse de la parenthèse, ou retirez-la")
			}
		case t.kind == remark:
			if last := len(found.recipients) - 1; bare && found.recipients[last].Name == "" {
				found.recipients[last].Name = mailaddr.SingleLine(t.text)
			}
		case t.kind == word && !inName && strings.ContainsAny(t.text, atSigns) && len(phrase) == 0:
			address, fault := mailaddr.Parse(unpaired(t.text))
			if fault != nil {
				found.faults = append(found.faults, fault)
				continue
			}
			found.recipients = append(found.recipients, Recipient{Address: address})
			bare = true
		case bare, !inName && strings.ContainsAny(t.text, atSigns) && !(t.kind == quoted && len(p.tokens) == 1):
			// The address is ambiguous: marie martin@x.fr, or a@x.co m.
			m.fault(p.String(), "retirez l’espace, ou mettez l’adresse entre « < > » après le nom")
			return
		case t.kind == word && strings.HasSuffix(t.text, ":") && !strings.ContainsAny(t.text, atSigns):
			phrase = nil // the name of a group, or « courriel : »
		default:
			phrase = append(phrase, t.text)
		}
	}
	if text := strings.Join(phrase, " "); strings.ContainsAny(text, atSigns) {
		found.add(readMailboxes(text)) // a list in quotation marks
	} else if last := len(found.recipients) - 1; text != "" && last >= 0 && found.recipients[last].Name == "" {
		found.recipients[last].Name = mailaddr.SingleLine(text)
	}
	m.add(found)
}

// named adds an address in brackets with the name before it. Some programs
// repeat the address as the name.
func (m *mailboxes) named(name, address string) {
	name = unpaired(mailaddr.SingleLine(strings.TrimRight(name, ", ")))
	parsed, fault := mailaddr.Parse(address)
	if fault != nil {
		m.faults = append(m.faults, fault)
		return
	}
	recipient := Recipient{name, parsed}
	if strings.ContainsAny(name, atSigns) {
		inside := readMailboxes(name)
		alone := mailboxes{recipients: []Recipient{recipient}}
		switch {
		case alone.repeats(name):
			recipient.Name = ""
		case len(inside.recipients) > 0:
			m.fault(name+" <"+address+">", "deux adresses : séparez-les, ou retirez celle qui tient lieu de nom")
			return
		default:
			m.doubtful = append(m.doubtful, name)
		}
	}
	m.recipients = append(m.recipients, recipient)
}

// pairs are the quotation marks and brackets around quoted addresses and names.
var pairs = []string{"''", "‘’", "“”", "«»", "[]", `""`}

func unpaired(s string) string {
	for _, pair := range pairs {
		signs := []rune(pair)
		if inner, ok := strings.CutPrefix(s, string(signs[0])); ok {
			if inner, ok = strings.CutSuffix(inner, string(signs[1])); ok {
				return strings.TrimSpace(inner)
			}
		}
	}
	return s
}

// tokenKind is the kind of a token.
type tokenKind int

const (
	word       tokenKind = iota
	quoted               // in quotation marks, which are removed
	bracketed            // <…>
	remark               // (…)
	unfinished           // one of these without its end, up to the end of the text
)

type token struct {
	kind tokenKind
	text string
}

// part is the text between two separators.
type part struct {
	before   rune // the separator; 0 for the first part
	tokens   []token
	mentions bool // has an « @ » or brackets
	source   string
}

func (p part) String() string { return strings.TrimSpace(p.source) }

// named tells whether a part has words before its address in brackets.
func (p part) named() bool {
	first := slices.IndexFunc(p.tokens, func(t token) bool { return t.kind == bracketed })
	return first > 0
}

// parted splits a text at its separators, but not inside quotation marks,
// brackets and remarks.
func parted(text string) []part {
	var parts []part
	p := part{}
	from := 0
	rest := text
	for rest != "" {
		c, size := utf8.DecodeRuneInString(rest)
		switch {
		case strings.ContainsRune(",;|\t\n；，", c):
			p.source = text[from : len(text)-len(rest)]
			parts = append(parts, p)
			if c == '，' {
				c = ','
			}
			rest = rest[size:]
			p, from = part{before: c}, len(text)-len(rest)
		case strings.ContainsRune(" \u00a0\u202f\u2007\u3000", c):
			rest = rest[size:]
		default:
			t, length := nextToken(rest)
			p.tokens = append(p.tokens, t)
			p.mentions = p.mentions || t.kind == bracketed || t.kind == unfinished || strings.ContainsAny(t.text, atSigns)
			rest = rest[length:]
		}
	}
	p.source = text[from:]
	return append(parts, p)
}

// nextToken returns the token at the start of a text, and its length in bytes.
func nextToken(s string) (t token, length int) {
	switch {
	case strings.HasPrefix(s, `"`):
		if inner, n := quotation(s); n > 0 {
			return token{quoted, inner}, n
		}
		return token{unfinished, s}, len(s)
	case strings.HasPrefix(s, "<"):
		if end := strings.IndexByte(s, '>'); end > 0 {
			return token{bracketed, s[1:end]}, end + 1
		}
		return token{unfinished, s}, len(s)
	case strings.HasPrefix(s, ">"):
		return token{unfinished, s}, len(s)
	case strings.HasPrefix(s, "("):
		depth := 0
		for i, c := range s {
			switch c {
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					return token{remark, s[1:i]}, i + 1
				}
			}
		}
		return token{unfinished, s}, len(s)
	}
	end := strings.IndexAny(s, " \u00a0\u202f\u2007\u3000,;|\t\n；，<>")
	if end < 0 {
		end = len(s)
	}
	return token{word, s[:end]}, end
}

// quotation returns the text between the quotation marks at the start of s, and
// its length with them; 0 if they are not closed. A mark inside is written \"
// or "".
func quotation(s string) (inner string, length int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"' && strings.HasPrefix(s[i+1:], `"`):
			i++
			b.WriteByte('"')
		case s[i] == '"':
			return b.String(), i + 1
		default:
			b.WriteByte(s[i])
		}
	}
	return "", 0
}
