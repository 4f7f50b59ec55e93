package search

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"intraqvt/internal/french"
)

// maxForm is the maximum length of a form in bytes. Longer words (a key, an
// encoded image) are cut: nobody types them.
const maxForm = 48

// maxParts is the maximum number of words that connectors join: a path or a
// list without spaces is read in several pieces.
const maxParts = 12

// kind tells what a token stands for.
type kind uint8

const (
	word     kind = iota // a word of the text
	variant              // another form of the word before it, at its position
	compound             // a hyphened compound or a figure, whose words follow it
)

// token is one form found in a text.
type token struct {
	from, to   uint32 // the form's bytes in the scanner's buffer
	start, end uint32 // the bytes of the text that it was read from
	pos        uint32 // number of the word in the text, from 0, stop words included
	kind       kind
}

// part is one of several words joined by connectors.
type part struct {
	from, to   uint32
	start, end uint32
	sep        connector // the connector before it
}

// scanner turns a text into tokens. Reuse it for the next text: reading a whole
// site then allocates almost nothing. The zero value is ready.
type scanner struct {
	text   string
	buf    []byte
	tokens []token
	parts  []part
	words  []int   // of figures, kept for reuse
	spare  []token // kept for reuse
	pos    uint32
}

// form returns the form of a token; it is valid until the next text is read.
func (s *scanner) form(t token) []byte { return s.buf[t.from:t.to] }

func (s *scanner) letters(p part) []byte { return s.buf[p.from:p.to] }

// read analyses a text; see the package comment for the steps.
func (s *scanner) read(text string) []token {
	s.text, s.buf, s.tokens, s.pos = text, s.buf[:0], s.tokens[:0], 0
	for i := 0; i < len(text); {
		if size, starts := wordStart(text, i); !starts {
			i += size
			continue
		}
		i = s.readParts(i)
		if len(s.parts) == 1 && !s.isArticle(s.parts[0]) {
			s.openCompound(s.parts[0])
			s.emit(s.parts[0], word)
			continue
		}
		s.elide()
		s.resolve()
	}
	s.joinFigures()
	return s.tokens
}

// Words returns the words of a text as the index knows them: folded, stop words
// included, and one form for each gender of inclusive writing.
func Words(text string) []string {
	var s scanner
	var forms []string
	for _, t := range s.read(text) {
		if t.kind != compound {
			forms = append(forms, string(s.form(t)))
		}
	}
	return forms
}

// wordStart tells whether a word starts at text[i], and the size in bytes of
// the character there.
func wordStart(text string, i int) (size int, starts bool) {
	if c := text[i]; c < utf8.RuneSelf {
		return 1, lower[c] != 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	letters, _ := french.Letters(r)
	return size, letters != ""
}

// readParts reads the word at text[i] with the words that connectors join to
// it, and returns where they end.
func (s *scanner) readParts(i int) int {
	s.parts = s.parts[:0]
	i = s.readWord(i, none)
	for i < len(s.text) && len(s.parts) < maxParts {
		sep, size := connectorAt(s.text, i)
		if sep == none || i+size >= len(s.text) {
			break
		}
		if _, starts := wordStart(s.text, i+size); !starts {
			break
		}
		i = s.readWord(i+size, sep)
	}
	return i
}

// lower maps an ASCII letter or digit to its lower case, all else to 0.
var lower = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			t[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

// readWord folds the letters and digits from text[i] on into one part.
func (s *scanner) readWord(i int, sep connector) int {
	start, from := i, len(s.buf)
	for i < len(s.text) {
		c := s.text[i]
		if c < utf8.RuneSelf {
			l := lower[c]
			if l == 0 {
				break
			}
			s.buf = append(s.buf, l)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[i:])
		letters, inWord := french.Letters(r)
		if !inWord {
			break
		}
		s.buf = append(s.buf, letters...)
		i += size
	}
	if len(s.buf)-from > maxForm {
		cut := from + maxForm
		for !utf8.RuneStart(s.buf[cut]) {
			cut--
		}
		s.buf = s.buf[:cut]
	}
	s.parts = append(s.parts, part{uint32(from), uint32(len(s.buf)), uint32(start), uint32(i), sep})
	return i
}

func (s *scanner) emit(p part, k kind) {
	if k == variant {
		s.tokens = append(s.tokens, token{p.from, p.to, p.start, p.end, s.pos - 1, variant})
		return
	}
	s.tokens = append(s.tokens, token{p.from, p.to, p.start, p.end, s.pos, k})
	if k == word {
		s.pos++
	}
}

// emitNew emits a form that is not in the buffer.
func (s *scanner) emitNew(form string, p part, k kind) {
	p.from = uint32(len(s.buf))
	s.buf = append(s.buf, form...)
	p.to = uint32(len(s.buf))
	s.emit(p, k)
}

// elide drops elided words (l', qu') and joins words at other apostrophes
// (aujourd'hui).
func (s *scanner) elide() {
	kept := s.parts[:0]
	for i, p := range s.parts {
		if i+1 == len(s.parts) || s.parts[i+1].sep != apostrophe {
			kept = append(kept, p)
			continue
		}
		next := &s.parts[i+1]
		next.sep = p.sep
		if french.Elided[string(s.letters(p))] {
			continue
		}
		if next.to-p.from <= maxForm {
			next.from, next.start = p.from, p.start
		} else {
			kept = append(kept, p)
		}
	}
	s.parts = kept
}

// resolve emits the parts: joined acronyms, both genders of inclusive writing,
// compounds as a whole and word by word.
func (s *scanner) resolve() {
	compoundEnd := 0 // parts before this one belong to a compound that was emitted
	for i := 0; i < len(s.parts); {
		p := s.parts[i]
		if n := s.acronym(i); n > 1 {
			last := s.parts[i+n-1]
			s.emit(part{p.from, last.to, p.start, last.end, p.sep}, word)
			i += n
			continue
		}
		if n := s.inclusive(i); n > 0 {
			i += n
			continue
		}
		if i >= compoundEnd {
			compoundEnd = s.compound(i)
		}
		if !s.article(p) {
			s.emit(p, word)
		}
		i++
	}
}

// acronym counts the single letters, from part i on, that are separated by
// dots.
func (s *scanner) acronym(i int) int {
	n := 0
	for ; i+n < len(s.parts); n++ {
		p := s.parts[i+n]
		if p.to-p.from != 1 || s.buf[p.from] < 'a' || n > 0 && p.sep != fullStop {
			break
		}
	}
	return n
}

// compound emits the compound that starts at part i, if there is one, and
// returns where the run of hyphened parts ends.
func (s *scanner) compound(i int) int {
	end := i + 1
	for end < len(s.parts) && s.parts[end].sep == hyphen {
		end++
	}
	run := s.parts[i:end]
	if len(run) < 2 || len(run) > 4 || french.Enclitic[string(s.letters(run[len(run)-1]))] {
		return end
	}
	length, stops, numbers := len(run)-1, 0, 0
	for _, p := range run {
		length += int(p.to - p.from)
		if french.IsStopWord(s.letters(p), s.text[p.start:p.end]) {
			stops++
		}
		if isNumber(s.letters(p)) {
			numbers++
		}
	}
	if length > maxForm || stops == len(run) || numbers == len(run) {
		return end
	}
	from := len(s.buf)
	for k, p := range run {
		if k > 0 {
			s.buf = append(s.buf, '-')
		}
		s.buf = append(s.buf, s.buf[p.from:p.to]...)
	}
	s.emit(part{uint32(from), uint32(len(s.buf)), run[0].start, run[len(run)-1].end, none}, compound)
	return end
}

// openCompound emits the compound of a word and the word before it, if they are
// one.
func (s *scanner) openCompound(p part) {
	if n := len(s.tokens); n == 0 || !bytes.Equal(s.letters(p), []byte("etre")) {
		return
	} else if before := s.tokens[n-1]; before.kind == word && p.start-before.end <= uint32(len("\u202f")) {
		if form := string(s.form(before)) + "-etre"; french.OpenCompounds[form] {
			p.start = before.start
			s.pos--
			s.tokens = s.tokens[:n-1]
			s.emitNew(form, p, compound)
			s.tokens = append(s.tokens, before)
			s.pos++
		}
	}
}

func isNumber(form []byte) bool {
	for _, c := range form {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// isArticle tells whether a part may be the number of an article of a code (L.
// 4121-1, L4121-1), which is indexed with and without its letter.
func (s *scanner) isArticle(p part) bool {
	form := s.letters(p)
	if len(form) < 3 {
		return false
	}
	if isArticleLetter(form[0]) {
		return isNumber(form[1:])
	}
	return isNumber(form) && s.articleLetter(p) != 0
}

func isArticleLetter(c byte) bool { return c == 'l' || c == 'r' || c == 'd' || c == 'a' }

// articleLetter returns the single letter before a number, as in « L. 4121 »
// and « L.4121 », or 0.
func (s *scanner) articleLetter(p part) byte {
	if len(s.tokens) == 0 {
		return 0
	}
	t := s.tokens[len(s.tokens)-1]
	if t.kind != word || t.to-t.from != 1 || !isArticleLetter(s.buf[t.from]) {
		return 0
	}
	if between := s.text[t.end:p.start]; !strings.HasPrefix(between, ".") || strings.Trim(between, ". \u00a0\u202f") != "" {
		return 0
	}
	return s.buf[t.from]
}

// article emits the number of an article with and without its letter, and tells
// whether the part is one.
func (s *scanner) article(p part) bool {
	if !s.isArticle(p) {
		return false
	}
	form := s.letters(p)
	if isNumber(form) {
		letter := s.articleLetter(p)
		p.start = s.tokens[len(s.tokens)-1].start
		s.tokens = s.tokens[:len(s.tokens)-1]
		s.pos--
		s.emit(p, word)
		s.emitNew(string(letter)+string(form), p, variant)
		return true
	}
	s.emit(p, word)
	p.from++
	s.emit(p, variant)
	return true
}
