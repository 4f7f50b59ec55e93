// Package search keeps a persistent bleve index of pages and answers French
// queries from it.
//
// What enters: pages, as lists of sections in plain text, given to an [Update];
// queries; synonyms. What leaves: ranked pages with the sections that answer best
// and marked excerpts. The package never stores a text (titles and excerpts are
// made from pages that the caller looks up again), never ranks by bleve's scores,
// and knows nothing of files, Markdown or layouts.
//
// # Analysis
//
// Texts and queries are analysed in the same way. bleve knows this analysis as
// the analyzer "francais"; an update gives it documents that are already
// analysed. The steps are:
//
//  1. Words are runs of letters and digits of any script. They are lower-cased
//     and folded by Unicode's compatibility decomposition: é, e + ´ and E are
//     the same, œ is oe, ﬁ is fi, ² is 2; accents, soft hyphens and joiners
//     within a word are ignored.
//  2. Words joined by apostrophes, hyphens, dots, middle dots, slashes or
//     parentheses, without a space, are analysed together.
//  3. Elided words before an apostrophe are dropped (l'accord, qu'il); at other
//     apostrophes the two words are joined: aujourdhui, prudhommes.
//  4. Single letters separated by dots are one word: R.P.S. is rps.
//  5. Inclusive writing gives both genders at one position: animateur·rice·s,
//     référent-e-s, salarié(e)s, salarié.e.s, directeur/trice, tous·tes.
//     agent(s) gives singular and plural.
//  6. A hyphened compound of two to four words gives a form of its own and its
//     words: bien-etre, bien, etre. So do the few compounds with a stop word
//     that are written as two words (bien être). Verbs with a pronoun (est-ce)
//     are not compounds.
//  7. The number of an article of a code is indexed with and without its letter:
//     L. 4121-1 and L4121-1 give l4121 and 4121.
//  8. Figures written apart give their words and a form written together: 12000,
//     12, 000; 8h30; ed6250 (see figures.go).
//  9. Stop words are dropped, but keep their positions. Accents count before
//     folding: du is a stop word, dû is not; été is one only after a form of
//     avoir. Titles, headings and tags keep their stop words, marked
//     ([stopMark]) and not counted in the length, so that « Qui sommes-nous ? »
//     is found. A query that holds only stop words keeps them.
//
// The index holds these forms, no stems. The lexicon, built from the index's
// dictionaries at the first search, joins the variants of a word: it stems each
// form once ([french.Stem]), knows compounds by their spelling without hyphens,
// and finds exact words, variants, completions and corrections.
//
// # Queries
//
// Each word of a query has several alternatives, and the best one on a page
// counts: the word as it is spelt, hyphens aside; its variants; a compound
// written as two words or the reverse; synonyms; for a word being typed, longer
// words; and for a word without any other alternative that is not French
// (package wordlist), its corrections. Accents matter only for stop words. A
// [Result] tells about each word that was not simply found. The ranking is
// specified in rank.go, the alternatives in expand.go and typo.go.
//
// # Storage
//
// A folder holds the bleve index and a lock; one process at a time has it open.
// The table of pages (addresses, digests, lengths, weights) is stored in the
// bleve index and committed together with the postings.
//
// # Shards
//
// [Index.Export] writes the index as scripts, so that the engine in
// static/recherche/engine answers queries in the browser with the same ranking,
// without a server, even from a folder on disk. Each script calls one function,
//
//	recherche("m/2a", "Ab3d", data);
//
// with its name, the hash of its data and the data as JSON. The browser loads
// recherche/m/2a.js?Ab3d: with the hash in the address, caches keep a script until
// it changes, and the engine rejects one of another version. Pages are numbered in
// the order of their addresses (their places), and sections page by page; both
// count from 0.
//
//	index        counts, average lengths, synonyms, answers, types, and the names,
//	             first keys and hashes of the others; without a hash itself
//	pages        for each page: number of sections, weights, type
//	m/0, m/1…    postings, in the order of stems, so that the variants of a word
//	             come together: see [group]
//	f/0, f/1…    the dictionary, in the order of forms, each with the number of
//	             fields and sections that hold it: for completions, and as a
//	             whole for corrections
//	l/0, l/1…    the parts of package wordlist, the same for all portals: one is
//	             loaded for each unknown word. NOTICE.txt holds their licence
//	p/0, p/1…    a page as results show it, with its text: see [pageShard];
//	p/0-1…       more text of a long page. Groups of pages share a hash ([groupSize])
//	facettes     facets and days: loaded after the first results, or when a query
//	             is narrowed or sorted by day
//
// Numbers in lists are [digits]: one printable character for a small number. gzip
// compresses them better than packed bits in base 64, since it sees the numbers
// themselves. Lists of increasing numbers hold differences; a form holds only what
// differs from the form before. Lengths are stored beside the postings that need
// them, as classes ([lengthClass]), so that no query loads those of the whole
// portal. The first keys of shards are cut to what distinguishes them.
//
// A query loads what its words need: the shards of their stems, of neighbouring
// words written as one, of synonyms and completions, and the pages shown. The
// engine compares words by UTF-16 units, which for the scripts of a French portal
// gives the order of bytes. Unlike here, facets belong to whole pages, not to
// sections. And a phrase or an excluded phrase is looked for in at most 200 pages,
// the best first, so that the number of pages found is then not exact.
package search

import (
	"slices"
	"time"
)

// Document is one section of a page, or the text before its first heading.
type Document struct {
	Anchor  string // fragment of the page's address, "" for its top
	Type    string // content type, "" if there is none
	Title   string // of the page
	Heading string // of the section, "" for the text before the first heading
	Body    string // plain text
	Tags    []string
	// Asked are words by which readers ask for the page, though it may not hold
	// them. They are found like tags, and make no text longer.
	Asked  []string
	Facets map[string][]string // values to filter by, such as "determinants": {"3", "12"}
	Weight float64             // factor of its score, about 1; 0 means 1
}

// Page is a page as the search sees it. Words are looked for in its documents;
// the other fields are for the interface ([Index.Export]).
type Page struct {
	URL       string
	Documents []Document

	TypeLabel string // the type as readers see it
	Axis      string // key of the axis, which colours the page
	Summary   string
	Date      time.Time           // a day; zero if there is none
	Choices   map[string][]Choice // by facet: values with their labels; the documents have them as Facets
}

// Choice is a value of a facet.
type Choice struct {
	Key   string // as queries name it
	Label string // as readers see it
	Order int    // position among the values of its facet; equal ones are sorted by label
}

// Query is a search.
type Query struct {
	// Text holds words, "phrases" and -excluded words or phrases. Any text is a
	// valid query. A phrase that no page holds counts as its words. An empty
	// text finds all pages that pass the filters. A long text is cut: see
	// [Result.Cut].
	Text string
	// Complete tells that the last word is still being typed: longer words that
	// start with it are found too.
	Complete bool
	// Types are the content types to search in; none means all.
	Types []string
	// Filters are allowed values, by facet. For each facet, at least one
	// section of a page must have one of the values.
	Filters map[string][]string
	// Limit is the maximum number of hits; 0 means 10.
	Limit int
	// Sections is the maximum number of sections of each hit; 0 means only the
	// hit's own.
	Sections int
	// Lookup returns a page as it was indexed, for the texts that the index
	// does not store: titles, headings, excerpts, and the check of phrases.
	// Without it, or for a page that it does not know, hits have only
	// addresses, and a phrase counts as its words.
	Lookup func(url string) (Page, bool)
}

// Result is the answer to a query.
type Result struct {
	Hits []Hit // the best, in order
	// Chosen are answers given to the query, see [Answer]. They come before
	// Hits, which may hold the same pages.
	Chosen []Hit
	Total  int // pages found
	// Suggestion is the query with its misspelt words corrected, or ""; the
	// hits are those of the corrected query.
	Suggestion string
	// Absent are the words that no page holds and that were replaced by nothing.
	Absent []Absent
	// Kin are the words that no page holds as they are spelt: other words with
	// the same stem were found.
	Kin []Kin
	// Begun is the last word, if only longer words that start with it were
	// found.
	Begun string
	// Lost are the quoted phrases that no page holds: their words were searched.
	Lost []string
	// Common are stop words: those of a query without other words, which were
	// looked for in titles only; and phrases and excluded texts of stop words
	// only, which were ignored.
	Common []string
	// Shortened are words that were too long: only their beginnings were
	// searched.
	Shortened []string
	// OnlyExcludes tells that the query only excludes words, so that nothing is
	// found.
	OnlyExcludes bool
	// Cut is the number of words searched if the query was too long, else 0.
	Cut int
	// Replaced are the outdated terms in the query.
	Replaced []Replacement
}

// Shown are the pages as readers see them: the chosen ones, then the others.
func (r *Result) Shown() []Hit {
	shown := slices.Clone(r.Chosen)
	for _, h := range r.Hits {
		if !slices.ContainsFunc(r.Chosen, func(c Hit) bool { return c.URL == h.URL }) {
			shown = append(shown, h)
		}
	}
	return shown
}

// Absent is a word of a query that no page holds.
type Absent struct {
	Word string // as spelt in the query
	Near string // a similar word that pages hold, or ""
	// Instead is the query with Near in place of Word, to be offered to the
	// reader but not searched; "" without Near.
	Instead string
}

// Kin is a word of a query, and the most frequent word with its stem that pages
// hold, as they spell it.
type Kin struct{ Word, Found string }

// Replacement is an outdated term, as the glossary writes it, and the current
// one.
type Replacement struct{ From, To string }

// Hit is a page found.
type Hit struct {
	URL   string
	Title string
	Type  string
	Score float64 // comparable only within one result
	// Chosen tells that the page is an answer that was given to the query, see
	// [Answer].
	Chosen bool
	Section
	Sections []Section // the best ones, beginning with the hit's own
}

// Section is the part of a page that answers the query best. The anchor is
// empty if that is the title of the page.
type Section struct {
	Anchor  string
	Heading string
	Excerpt Excerpt
}
