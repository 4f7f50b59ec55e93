//go:build linux

package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// searchFigure is a line of the table of searches.
type searchFigure struct {
	label  string
	of     func(*searchResult) []float64
	format string
	tail   float64                                // the quantile in brackets; 0 for none
	marks  func(pages int) (median, tail float64) // maximum values, 0 for no mark; nil for none at all
}

// The marks of bytes and of times. They are set for 2,000 and 10,000 pages; for
// other sizes, those of the next larger one count.
func firstMarks(pages int) (median, tail float64) {
	if pages <= 2000 {
		return 60, 0
	}
	return 120, 0
}
func laterMarks(pages int) (median, tail float64) {
	if pages <= 2000 {
		return 0, 0
	}
	return 30, 0
}
func keyMarks(int) (median, tail float64) { return 50, 150 }

const (
	bytesTail = 0.90
	timesTail = 0.95
)

var searchFigures = []searchFigure{
	{"first query at once, kB (p90)", func(r *searchResult) []float64 { return r.First[partAll] }, "%.0f", bytesTail, firstMarks},
	{"  · engine", func(r *searchResult) []float64 { return r.First[partEngine] }, "%.0f", bytesTail, nil},
	{"  · head", func(r *searchResult) []float64 { return r.First[partHead] }, "%.0f", bytesTail, nil},
	{"  · words", func(r *searchResult) []float64 { return r.First[partWords] }, "%.0f", bytesTail, nil},
	{"  · forms", func(r *searchResult) []float64 { return r.First[partForms] }, "%.0f", bytesTail, nil},
	{"  · results", func(r *searchResult) []float64 { return r.First[partResults] }, "%.0f", bytesTail, nil},
	{"its requests (p90)", func(r *searchResult) []float64 { return r.Requests }, "%.0f", bytesTail, nil},
	{"its results shown", func(r *searchResult) []float64 { return r.Shown }, "%.0f", 0, nil},
	{"next query at once, kB (p90)", func(r *searchResult) []float64 { return r.Later[partAll] }, "%.0f", bytesTail, laterMarks},
	{"  · words", func(r *searchResult) []float64 { return r.Later[partWords] }, "%.0f", bytesTail, nil},
	{"  · forms", func(r *searchResult) []float64 { return r.Later[partForms] }, "%.0f", bytesTail, nil},
	{"  · results", func(r *searchResult) []float64 { return r.Later[partResults] }, "%.0f", bytesTail, nil},
	{"first query, each letter answered, kB (p90)", func(r *searchResult) []float64 { return r.Typed[partAll] }, "%.0f", bytesTail, nil},
	{"last key to answer, ms (p95)", func(r *searchResult) []float64 { return r.Last }, "%.0f", timesTail, keyMarks},
	{"any key to answer, ms (p95)", func(r *searchResult) []float64 { return r.Every }, "%.0f", timesTail, keyMarks},
	{"4 times slower, last key, ms (p95)", func(r *searchResult) []float64 { return r.SlowLast }, "%.0f", timesTail, nil},
	{"4 times slower, any key, ms (p95)", func(r *searchResult) []float64 { return r.SlowEvery }, "%.0f", timesTail, nil},
	{"index, files", func(r *searchResult) []float64 { return []float64{float64(r.IndexFiles)} }, "%.0f", 0, nil},
	{"index, MB on disk", func(r *searchResult) []float64 { return []float64{r.IndexMB} }, "%.1f", 0, nil},
	{"indexing and writing, s", func(r *searchResult) []float64 { return r.Indexing }, "%.2f", 0, nil},
	{"writing alone, s", func(r *searchResult) []float64 { return r.Export }, "%.2f", 0, nil},
}

// cell formats the median and, in brackets, the quantile; « – » without values.
func (f searchFigure) cell(values []float64) string {
	if len(values) == 0 {
		return "–"
	}
	text := fmt.Sprintf(f.format, summarise(values).Median)
	if f.tail > 0 {
		text += fmt.Sprintf(" ("+f.format+")", quantile(values, f.tail))
	}
	return text
}

// verdict compares values with the figure's marks; "" without marks.
func (f searchFigure) verdict(pages int, values []float64) string {
	if f.marks == nil {
		return ""
	}
	median, tail := f.marks(pages)
	if median == 0 {
		return ""
	}
	required := fmt.Sprintf("%.0f", median)
	if tail > 0 {
		required += fmt.Sprintf(" (%.0f)", tail)
	}
	if summarise(values).Median > median || tail > 0 && quantile(values, f.tail) > tail {
		return "MISSED: " + required + " required"
	}
	return "passed: " + required + " required"
}

// ratio divides the medians, since the cost of a query on one site says nothing
// about its cost on another; "" if one of them is missing.
func (f searchFigure) ratio(ours, peers []float64) string {
	if len(ours) == 0 || len(peers) == 0 || summarise(peers).Median == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", summarise(ours).Median/summarise(peers).Median)
}

// writeSearch prints the table of one corpus.
func writeSearch(w io.Writer, pages, queries int, results map[string]*searchResult) {
	fmt.Fprintf(w, "\n%d pages, search with %d queries of two words (medians)\n", pages, queries)
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintf(table, "  \t%s\t%s\tratio\t\n", rowIntraqvt, rowPeer)
	for _, f := range searchFigures {
		ours, peers := f.of(results[rowIntraqvt]), f.of(results[rowPeer])
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", f.label, f.cell(ours), f.cell(peers), f.ratio(ours, peers), f.verdict(pages, ours))
	}
	table.Flush()
}

// jsonSearch holds the searches of a corpus in the report for -json, in the
// units of [searchResult].
type jsonSearch struct {
	Pages int                      `json:"pages"`
	Rows  map[string]*searchResult `json:"rows"`
}
