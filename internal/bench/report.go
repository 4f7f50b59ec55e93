//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
)

// The marks for intraqvt, as parts of the peer's figures: a limit and a goal.
const (
	requiredWall, aimedWall     = 0.60, 0.25
	requiredMemory, aimedMemory = 0.60, 0.40
)

// rowOrder is the order of rows in a table.
var rowOrder = []string{rowIntraqvt, rowHugo, rowPagefind, rowPeer, rowFloor}

// row returns the measurements of a row, by round; those of the peer are the
// sums of Hugo and Pagefind.
func (r result) row(name string) []measurement {
	if name != rowPeer {
		return r.rows[name]
	}
	var both []measurement
	for round, hugo := range r.rows[rowHugo] {
		pagefind := r.rows[rowPagefind][round]
		both = append(both, measurement{
			sample: hugo.then(pagefind.sample),
			Files:  hugo.Files + pagefind.Files,
			Bytes:  hugo.Bytes + pagefind.Bytes,
		})
	}
	return both
}

func wall(m measurement) float64      { return m.Wall.Seconds() }
func cpu(m measurement) float64       { return m.CPU.Seconds() }
func peak(m measurement) float64      { return float64(m.Peak) / 1e6 }
func files(m measurement) float64     { return float64(m.Files) }
func megabytes(m measurement) float64 { return float64(m.Bytes) / 1e6 }

func figures(rounds []measurement, figure func(measurement) float64) []float64 {
	values := make([]float64, len(rounds))
	for round, m := range rounds {
		values[round] = figure(m)
	}
	return values
}

// comparison is one of the ratios below a table.
type comparison struct {
	label           string
	peer            string
	figure          func(measurement) float64
	required, aimed float64 // 0 for a ratio without mark
}

var comparisons = []comparison{
	{"wall, intraqvt / (Hugo + Pagefind)", rowPeer, wall, requiredWall, aimedWall},
	{"CPU, intraqvt / (Hugo + Pagefind)", rowPeer, cpu, 0, 0},
	{"peak memory, intraqvt / Hugo", rowHugo, peak, requiredMemory, aimedMemory},
}

// of returns the spread of the ratio over the rounds of r.
func (c comparison) of(r result) spread {
	return summarise(ratios(figures(r.row(rowIntraqvt), c.figure), figures(r.row(c.peer), c.figure)))
}

// verdict compares a ratio with the marks.
func (c comparison) verdict(ratio float64) string {
	switch {
	case c.required == 0:
		return ""
	case ratio > c.required:
		return fmt.Sprintf("MISSED: %.2f required", c.required)
	case ratio > c.aimed:
		return fmt.Sprintf("passed: %.2f required; not yet the aim of %.2f", c.required, c.aimed)
	default:
		return fmt.Sprintf("passed: %.2f required, and the aim of %.2f reached", c.required, c.aimed)
	}
}

// write prints the table of one scenario and its ratios.
func (r result) write(w io.Writer) {
	fmt.Fprintf(w, "\n%d pages, %s\n", r.pages, r.scenario)
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "  \twall s\tCPU s\tpeak MB\tfiles\tMB out")
	for _, name := range rowOrder {
		rounds := r.row(name)
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%.0f\t%.1f\n", name,
			cell("%.2f", figures(rounds, wall)), cell("%.2f", figures(rounds, cpu)), cell("%.0f", figures(rounds, peak)),
			summarise(figures(rounds, files)).Median, summarise(figures(rounds, megabytes)).Median)
	}
	table.Flush()
	for _, c := range comparisons {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", c.label,
			cell("%.2f", ratios(figures(r.row(rowIntraqvt), c.figure), figures(r.row(c.peer), c.figure))), c.verdict(c.of(r).Median))
	}
	table.Flush()
}

// cell formats the median and, in brackets, the range of the rounds.
func cell(format string, values []float64) string {
	s := summarise(values)
	return fmt.Sprintf(strings.ReplaceAll("F (F–F)", "F", format), s.Median, s.Min, s.Max)
}

// report collects the results for -json. Names tell the units: seconds, and
// megabytes of 1,000,000 bytes.
type report struct {
	System   string          `json:"system"`
	Cores    int             `json:"cores"`
	Hugo     string          `json:"hugo"`
	Pagefind string          `json:"pagefind"`
	Corpus   string          `json:"corpus"`
	Rounds   int             `json:"rounds"`
	Results  []jsonResult    `json:"results,omitempty"`
	Searches []jsonSearch    `json:"searches,omitempty"`
	Previews []previewResult `json:"previews,omitempty"`
}

type jsonResult struct {
	Pages    int               `json:"pages"`
	Scenario string            `json:"scenario"`
	Rows     []jsonRow         `json:"rows"`
	Ratios   map[string]spread `json:"ratios"`
}

type jsonRow struct {
	Name   string     `json:"name"`
	Wall   jsonSeries `json:"wall_s"`
	CPU    jsonSeries `json:"cpu_s"`
	Peak   jsonSeries `json:"peak_mb"`
	Files  jsonSeries `json:"files"`
	Output jsonSeries `json:"output_mb"`
}

// jsonSeries is one figure: its summary and its value in each round.
type jsonSeries struct {
	spread
	Rounds []float64 `json:"rounds"`
}

func newReport(t tools, rounds int, archives bool) *report {
	rep := &report{
		System:   runtime.GOOS + "/" + runtime.GOARCH,
		Cores:    runtime.NumCPU(),
		Hugo:     hugoVersion,
		Pagefind: t.pagefindVersion,
		Corpus:   "archives",
		Rounds:   rounds,
	}
	if !archives {
		rep.Corpus = "the project's own pages, repeated"
	}
	return rep
}

func (rep *report) writeHeader(w io.Writer) {
	fmt.Fprintf(w, "Hugo %s, Pagefind %s, %s, %d cores; corpus: %s; rounds: %d (medians, ranges in brackets)\n",
		rep.Hugo, rep.Pagefind, rep.System, rep.Cores, rep.Corpus, rep.Rounds)
}

func (rep *report) add(r result) {
	into := jsonResult{Pages: r.pages, Scenario: r.scenario, Ratios: map[string]spread{}}
	for _, name := range rowOrder {
		series := func(figure func(measurement) float64) jsonSeries {
			values := figures(r.row(name), figure)
			return jsonSeries{summarise(values), values}
		}
		into.Rows = append(into.Rows, jsonRow{name, series(wall), series(cpu), series(peak), series(files), series(megabytes)})
	}
	for _, c := range comparisons {
		into.Ratios[c.label] = c.of(r)
	}
	rep.Results = append(rep.Results, into)
}

func (rep *report) writeJSON(name string) error {
	text, err := json.MarshalIndent(rep, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644)
}
