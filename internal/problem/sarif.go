package problem

import (
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// WriteSARIF writes problems as a SARIF 2.1.0 log (OASIS Standard, 27 March
// 2020), which code hosts show beside the lines of a change. Each code is a
// SARIF rule with the worst level of its problems and the explanation of the
// [Catalogue].
func WriteSARIF(w io.Writer, ps []Problem, version string) error {
	worst := map[*Rule]Level{}
	for _, p := range ps {
		if level, known := worst[p.Rule]; !known || p.Level < level {
			worst[p.Rule] = p.Level
		}
	}
	used := slices.SortedFunc(maps.Keys(worst), func(a, b *Rule) int { return strings.Compare(a.code, b.code) })
	rules := make([]sarifRule, len(used))
	for i, r := range used {
		rules[i] = sarifRule{r.code, sarifMessage{r.Title}, sarifMessage{r.Meaning}, r.help(), sarifConfiguration{worst[r]}}
	}
	results := make([]sarifResult, 0, len(ps))
	for _, p := range ps {
		text := p.Message
		if p.Hint != "" {
			text += "\n→ " + p.Hint
		}
		results = append(results, sarifResult{RuleID: p.Rule.code, RuleIndex: slices.Index(used, p.Rule), Level: p.Level,
			Message: sarifMessage{text}, Locations: p.locations()})
	}
	return encode(w, sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:     sarifTool{sarifDriver{Name: "intraqvt", Version: version, Rules: rules}},
			Language: "fr", ColumnKind: "unicodeCodePoints", Results: results,
		}},
	})
}

// help returns the remedy of a rule, as text and as Markdown.
func (r *Rule) help() sarifHelp {
	h := sarifHelp{r.Remedy, r.Remedy}
	if r.Example != "" {
		h.Text += "\n\n" + r.Example
		h.Markdown += "\n\n````\n" + r.Example + "\n````\n"
	}
	return h
}

// locations returns the position of a problem; empty if not even the file is
// known.
func (p Problem) locations() []sarifLocation {
	if p.File == "" {
		return []sarifLocation{}
	}
	var at sarifLocation
	at.Physical.Artifact.URI = (&url.URL{Path: p.File}).String()
	if p.Line > 0 {
		at.Physical.Region = &sarifRegion{p.Line, p.Column}
	}
	return []sarifLocation{at}
}

// The parts of a SARIF log that are used, under the names of the standard.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		Language   string        `json:"language"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string             `json:"id"`
		Short         sarifMessage       `json:"shortDescription"`
		Full          sarifMessage       `json:"fullDescription"`
		Help          sarifHelp          `json:"help"`
		Configuration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level Level `json:"level"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     Level           `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region *sarifRegion `json:"region,omitempty"`
		} `json:"physicalLocation"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)
