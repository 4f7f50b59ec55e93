package search

import "unicode/utf8"

// A connector is a sign that may join parts to one word: bien-être, l'accord,
// salarié·e, R.P.S., salarié(e)s, directeur/trice.
type connector byte

const (
	none       connector = 0
	apostrophe connector = '\''
	hyphen     connector = '-'
	middot     connector = 'm' // the middle dot, and bullets typed instead of it
	fullStop   connector = '.'
	slash      connector = '/'
	opening    connector = '('
	closing    connector = ')'
)

// connectorAt returns the connector at text[i] and its length in bytes.
func connectorAt(text string, i int) (connector, int) {
	c := text[i]
	if c < utf8.RuneSelf {
		switch c {
		case '\'', '-', '.', '/', '(', ')':
			return connector(c), 1
		}
		return none, 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '’', '‘', 'ʼ', '′', '＇', '‛':
		return apostrophe, size
	case '‐', '‑', '－':
		return hyphen, size
	case '·', '\u0387', '•', '‧', '∙', '⋅', '・', '･':
		return middot, size
	}
	return none, size
}
