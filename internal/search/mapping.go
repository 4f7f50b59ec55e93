package search

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
)

// storeConfig says how bleve keeps the index. Batches wait until they are on
// disk, so that an update that returned is there after a power cut. Segments
// go to disk as they are, not merged in memory first, and up to twenty of a
// size stay side by side: a whole site makes fewer, so that a build ends with
// no merge under way.
func storeConfig() map[string]any {
	return map[string]any{
		"numSnapshotsToKeep":     1,
		"scorchPersisterOptions": map[string]any{"MemoryPressurePauseThreshold": 0},
		"scorchMergePlanOptions": map[string]any{"MaxSegmentsPerTier": 20},
	}
}

// analyzerName is what bleve's registry calls the analysis of this package.
const analyzerName = "francais"

func init() {
	if err := registry.RegisterAnalyzer(analyzerName, newAnalyzer); err != nil {
		panic(err) // a name taken twice: a mistake in this program
	}
}

func newAnalyzer(map[string]any, *registry.Cache) (analysis.Analyzer, error) {
	return analyzer{}, nil
}

// analyzer is the analysis of this package as bleve's own tools know it.
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

// indexMapping describes the index to bleve: no field but ours, nothing
// stored, no composite field.
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
