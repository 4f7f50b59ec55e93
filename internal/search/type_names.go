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
	stems [][]stems // by type, those of each name
}

// SetTypeNames sets the names of types for the following searches and exports.
func (ix *Index) SetTypeNames(list []TypeNames) {
	t := &typeNames{list: list, stems: make([][]stems, len(list))}
	for i, names := range list {
		t.stems[i] = stemsOf(names.Names)
	}
	ix.reading.Lock()
	ix.types = t
	ix.reading.Unlock()
}

// in returns the types that a query names.
func (t *typeNames) in(asked meanings) (types []string) {
	if t == nil {
		return nil
	}
	for i, names := range t.stems {
		if slices.ContainsFunc(names, asked.haveAll) {
			types = append(types, t.list[i].Type)
		}
	}
	return types
}

// exported are the names of a type: the stems of each with a space between.
func (t *typeNames) exported(name string) []string {
	if t == nil {
		return []string{}
	}
	i := slices.IndexFunc(t.list, func(n TypeNames) bool { return n.Type == name })
	if i < 0 {
		return []string{}
	}
	return exportedStems(t.stems[i])
}
