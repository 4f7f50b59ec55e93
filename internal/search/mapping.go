package search

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
)

// storeConfig configures bleve's storage. Batches wait until they are on disk,
// so that a finished update survives a power cut. Segments are not merged in
// memory first, and up to twenty of one size stay side by side: a whole site
// makes fewer, so that no merge is in progress when a build ends.
func storeConfig() map[string]any {
	return map[string]any{
		"numSnapshotsToKeep":     1,
		"scorchPersisterOptions": map[string]any{"MemoryPressurePauseThreshold": 0},
		"scorchMergePlanOptions": map[string]any{"MaxSegmentsPerTier": 20},
	}
}

// analyzerName is the name of this package's analysis in bleve's registry.
const analyzerName = "francais"

func init() {
	if err := registry.RegisterAnalyzer(analyzerName, newAnalyzer); err != nil {
		panic(err) // the name is registered twice: a mistake in this program
	}
}

func newAnalyzer(map[string]any, *registry.Cache) (analysis.Analyzer, error) {
	return analyzer{}, nil
}

// analyzer wraps the analysis of this package for bleve's own tools.
type analyzer struct{}

func (analyzer) Analyze(text []byte) analysis.TokenStream {
	var s scanner
	var stream analysis.TokenStream
	for i, t := range s.read(string(text)) {
		if s.isStop(i) {
			continue
		}
		stream = append(stream, &analysis.Token{
			Term: append([]byte(nil), s.form(t)...), Start: int(t.start), End: int(t.end), Position: int(t.pos) + 1,
		})
	}
	return stream
}

// indexMapping describes the index to bleve: only our fields, nothing stored,
// no composite field.
func indexMapping() mapping.IndexMapping {
	document := bleve.NewDocumentStaticMapping()
	add := func(name, analyzer string) {
		field := bleve.NewTextFieldMapping()
		field.Analyzer = analyzer
		field.Store, field.IncludeTermVectors, field.IncludeInAll, field.DocValues = false, false, false, false
		document.AddFieldMappingsAt(name, field)
	}
	for _, name := range textFields {
		add(name, analyzerName)
	}
	add(facetField, "keyword")
	m := bleve.NewIndexMapping()
	m.DefaultMapping = document
	m.DefaultAnalyzer = analyzerName
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}
