package search

import "slices"

// TypeNames are the words by which readers ask for pages of a type: « kit RPS ».
type TypeNames struct {
	Type  string
	Names []string
}

// typeFactor multiplies the scores of pages of a type that a query names.
const typeFactor = 2.5

// typeNames finds the types that a query names.
type typeNames struct {
	list  []TypeNames
	stems [][][]string // by type, those of each name
}

// SetTypeNames sets the names of types for the following searches and exports.
func (ix *Index) SetTypeNames(list []TypeNames) {
	t := &typeNames{list: list, stems: make([][][]string, len(list))}
	for i, names := range list {
		for _, name := range names.Names {
			if stems := stemsOf(name); len(stems) > 0 {
				t.stems[i] = append(t.stems[i], stems)
			}
		}
	}
	ix.reading.Lock()
	ix.types = t
	ix.reading.Unlock()
}

// in returns the types that the words of a query name.
func (t *typeNames) in(words []expandedWord) (types []string) {
	if t == nil {
		return nil
	}
	asked := meaningsOf(words)
	for i, names := range t.stems {
		if slices.ContainsFunc(names, asked.haveAll) {
			types = append(types, t.list[i].Type)
		}
	}
	return types
}

// exported are the names of a type: the stems of each with a space between.
func (t *typeNames) exported(name string) []string {
	names := []string{}
	if t == nil {
		return names
	}
	if i := slices.IndexFunc(t.list, func(n TypeNames) bool { return n.Type == name }); i >= 0 {
		for _, stems := range t.stems[i] {
			names = append(names, spaced(stems))
		}
	}
	return names
}
