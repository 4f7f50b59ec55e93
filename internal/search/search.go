// Package search keeps a persistent bleve index of pages and answers French
// queries from it.
//
// What enters: pages, each its heading sections as plain text, given to an
// [Update]; queries; synonyms. What leaves: ranked pages with the sections
// that answer best and marked excerpts. It never stores a text (titles and
// excerpts are made from pages that the caller looks up again), never ranks by
// bleve's scores, and knows nothing of files, Markdown or layouts.
//
// # Analysis
//
// Texts and queries are read alike. bleve knows this analysis as the analyzer
// "francais"; an update gives it documents that are analysed already. In
// order:
//
//  1. Words are runs of letters and digits of any script. They are lower-cased
//     and folded by Unicode's compatibility decomposition: é, e + ´ and E are
//     one, œ is oe, ﬁ is fi, ² is 2; accents, soft hyphens and joiners within
//     a word are passed over.
//  2. A word and those that apostrophes, hyphens, dots, middle dots, slashes
//     and parentheses hold to it without a space are looked at together.
//  3. Elided words before an apostrophe are dropped (l'accord, qu'il), other
//     apostrophes too, but not their words: aujourdhui, prudhommes.
//  4. Single letters held by dots are one word: R.P.S. is rps.
//  5. Inclusive writing gives both genders at one position: animateur·rice·s,
//     référent-e-s, salarié(e)s, salarié.e.s, directeur/trice, tous·tes. So do
//     agent(s) both numbers.
//  6. A hyphened compound of two to four words is a form of its own beside its
//     words: bien-etre, bien, etre. So are the few compounds with a stop word
//     that are written as two words (bien être). Verbs with a pronoun
//     (est-ce) are none.
//  7. The number of an article of a code stands with and without its letter:
//     L. 4121-1 and L4121-1 give l4121 and 4121.
//  8. Figures written apart are a form of their own beside their words, spelt
//     together: 12000, 12, 000; 8h30; ed6250 (see figures.go).
//  9. Stop words are dropped, but keep their positions. Their accents tell them
//     from others, before they are folded: du is one, dû is not; neither is
//     été, but after a form of avoir. Titles, headings and tags are indexed
//     with theirs, marked ([stopMark]) and not counted in their length, so that
//     « Qui sommes-nous ? » is found; a query of nothing else keeps its own.
//
// The index holds these forms and no stems. What joins the variants of a word
// is the lexicon, made from the index's dictionaries when first searched: it
// stems each distinct form once ([french.Stem]), knows compounds by their
// spelling without hyphens, and serves exact words, variants, beginnings and
// misspellings alike.
//
// # Queries
//
// Each word of a query is found by the best of several readings, from the
// dearest: the word as it is spelt, hyphens aside; its variants; a compound
// written as two words or the reverse; synonyms; for a word being typed, what
// it may become; and for one that nothing else explains and that is no word of
// French (package wordlist), what it may be a misspelling of. Accents matter to
// stop words alone. A result says of each word what became of it, where it was
// not simply found: see [Result]. The ranking is specified in rank.go, the
// readings in expand.go and typo.go.
//
// # Storage
//
// A folder holds the bleve index and a lock. One process at a time has it
// open. Beside the postings, the table of pages (addresses, digests, lengths,
// weights) is kept in the index's own storage, committed with them.
//
// # Shards
//
// [Index.Export] writes the index as scripts, so that the engine,
// static/recherche/engine, answers queries in the browser with this package's
// ranking, without a server and from any place, a folder of the disk too. Each script calls one function,
//
//	recherche("m/2a", "Ab3d", data);
//
// with its name, the hash of its data and the data as JSON. A reader asks for
// recherche/m/2a.js?Ab3d: the hash makes caches keep it for as long as it is
// the same, and the engine refuse one of another version. Pages are numbered
// by address (places), and their sections page by page; both count from 0.
//
//	index        counts, average lengths, synonyms, pinned answers, and the names,
//	             first keys and hashes of the others; without a hash itself
//	pages        by page: how many sections, which weights
//	m/0, m/1…    postings, in the order of stems, so that the variants of a word
//	             come together: see [group]
//	f/0, f/1…    the dictionary, in the order of forms, each with how often it
//	             stands in a field of a section: for completions, and all of it
//	             for a word that nothing else explains
//	l/0, l/1…    the parts of package wordlist, the same for all portals: one of
//	             them for each such word. NOTICE.txt says whose work they are
//	p/0, p/1…    a page as results show it, with its text: see [pageShard];
//	p/0-1…       more text of a long one. Neighbours share a hash ([groupSize])
//	facettes     by what results are narrowed, and days: loaded after the first
//	             results, or where a query is narrowed or sorted by day
//
// Numbers in lists are [digits]: one printable character for a small one, which
// compresses better than base 64 of packed bits, since a host's gzip then sees
// the numbers themselves. Lists of increasing numbers hold differences; forms
// hold what they add to the one before. Lengths stand beside the postings that
// need them, as classes ([lengthClass]), so that no query loads those of the
// whole portal. The first keys of shards are cut to what tells them apart.
//
// A reader's query loads what its words need: their stems' shards, those of
// their neighbours written as one, of synonyms and completions, and the pages
// shown. Words are compared by UTF-16 units there, which for the scripts that
// a French portal holds is the order of bytes. What an index of sections can
// tell and a page cannot is left out: facets are those of whole pages. And a
// phrase or an excluded phrase is looked for in 200 pages at most, the best
// first, so that the number of pages found is then not exact.
package search

import "time"

// Document is one heading section of a page.
type Document struct {
	Anchor  string // fragment of the page's address, "" for its top
	Type    string // content type, "" for none
	Title   string // of the page
	Heading string // of the section, "" for the text before the first
	Body    string // plain text
	Tags    []string
	Facets  map[string][]string // values to filter by, such as "determinants": {"3", "12"}
	Weight  float64             // factor of its score, about 1; 0 counts as 1
}

// Page is a page as search sees it: its sections in their order. The fields
// after them are not looked in; [Index.Export] gives them to the interface.
type Page struct {
	URL       string
	Documents []Document

	TypeLabel string // the type as readers see it
	Axis      string // the family that colours the page
	Summary   string
	Date      time.Time           // a day; zero for none
	Choices   map[string][]Choice // by facet, values that Documents have as facets too
}

// Choice is a value to narrow results by.
type Choice struct {
	Key   string // as queries name it
	Label string // as readers see it
	Order int    // its place among those of its facet; equal ones are sorted by label
}

// Query is what is looked for.
type Query struct {
	// Text holds words, "phrases" and -excluded words or phrases. Anything is a
	// query. A phrase that no page has counts as its words. An empty text with
	// filters finds all pages that they let through. Of a long one, the
	// beginning is searched: see [Result.Cut].
	Text string
	// Complete tells that the last word is being typed: words that start so are
	// found too.
	Complete bool
	// Types are the content types to search in; none means all.
	Types []string
	// Filters are facets: a page has, in one of its sections, one of the values
	// given for each.
	Filters map[string][]string
	// Limit is how many hits are returned at most; 10 where it is 0.
	Limit int
	// Sections is how many sections each hit has at most; 0 for none beside
	// the hit's own.
	Sections int
	// Lookup returns a page as it was indexed, for the texts that the index
	// does not keep: titles, headings, excerpts, and whether a phrase stands in
	// it. Without it, or for a page that it does not know, hits have addresses
	// alone, and a phrase is its words.
	Lookup func(url string) (Page, bool)
}

// Result is what a query found.
type Result struct {
	Hits  []Hit // the best, in order
	Total int   // pages found
	// Suggestion is the query with its misspelt words corrected, where there
	// are any; the hits are for it already.
	Suggestion string
	// Absent are the words that stand nowhere, and that nothing stands for.
	Absent []Absent
	// Kin are the words that stand nowhere as they are: other words of the same
	// family were found.
	Kin []Kin
	// Begun is the last word, where none but longer ones were found that start
	// so.
	Begun string
	// Lost are the phrases in quotes that stand nowhere: their words were searched.
	Lost []string
	// Common are stop words that were asked for: those of a query that holds
	// nothing else, which were looked for in titles alone, and phrases and
	// excluded texts of nothing else, which were passed over.
	Common []string
	// Shortened are words so long that their beginnings were searched.
	Shortened []string
	// OnlyExcludes tells that the query says what to leave out and nothing else,
	// so that nothing is found.
	OnlyExcludes bool
	// Cut is how many words were searched, where the query is longer than a
	// query may be; 0 where all of it was.
	Cut int
	// Replaced are the outdated terms that the query asks for.
	Replaced []Replacement
}

// Absent is a word of a query that no page has.
type Absent struct {
	Word string // as the query spells it
	Near string // a word that pages have and that resembles it, or ""
	// Instead is the query with Near in the place of Word, to be offered and
	// never searched unasked; "" without Near.
	Instead string
}

// Kin is a word of a query, and the commonest of its family that pages have,
// as they spell it.
type Kin struct{ Word, Found string }

// Replacement is an outdated term, as the glossary writes it, with the one that
// is right today.
type Replacement struct{ From, To string }

// Hit is a page found.
type Hit struct {
	URL   string
	Title string
	Type  string
	Score float64 // comparable within one result only
	Section
	Sections []Section // the best, that of the hit first
}

// Section is the part of a page that answers the query best; it has no anchor
// where that is its title.
type Section struct {
	Anchor  string
	Heading string
	Excerpt Excerpt
}
