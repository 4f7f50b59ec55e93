package archtest

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"intraqvt/internal/schema"
)

// fieldHomonyms are strings of the program that are also a field's name, by
// file, each with its meaning there.
var fieldHomonyms = map[string]map[string]string{
	"cmd/intraqvt/build.go":      {"public": "the folder of the portal"},
	"cmd/intraqvt/main.go":       {"source": "a flag"},
	"cmd/intraqvt/new.go":        {"source": "a flag"},
	"cmd/intraqvt/newsletter.go": {"personne": "a word of a sentence"},
	"cmd/intraqvt/summary.go":    {"fichiers": "a heading"},
	"internal/compare/french.go": {"mots": "what is counted"},
	"internal/compare/types.go":  {"date": "a kind of field, for authors"},
	"internal/content/frozen.go": {
		"titre": "a key of what a frozen issue keeps", "resume": "the same", "axe": "the same", "numero": "the same",
		"personne": "the same",
	},
	"internal/preview/tools.go":   {"courriel": "an address of the preview", "depuis": "a parameter of one"},
	"internal/render/filters.go":  {"titre": "an order of lists, as addresses name it", "date": "the same"},
	"internal/render/teller.go":   {"axe": "a word of the interface"},
	"internal/render/theme.go":    {"axe": "a word of the interface"},
	"internal/search/document.go": {"titre": "a field of the index", "etiquettes": "the same"},
	"internal/site/config.go":     {"contact": "a key of site.yaml"},
}

// roomsBelowContent are rooms below the model of content: they know no fields.
var roomsBelowContent = []string{"internal/bench", "internal/markdown", "internal/problem", "internal/schema", "internal/delivery"}

// TestNoFieldByName holds that fields are known by their roles and kinds: from
// content to the mails, no string of the program is the name of a field, so
// that a portal can call its fields as it likes.
func TestNoFieldByName(t *testing.T) {
	types, problems := schema.Read(os.DirFS(filepath.Join(root, "layouts")))
	if types == nil {
		t.Fatalf("layouts cannot be read: %v", problems)
	}
	var names []string
	for _, of := range types.Types {
		names = append(names, of.Keys()...)
	}
	used := map[string]bool{}
	for _, name := range goFiles(t) {
		if strings.HasSuffix(name, "_test.go") || inRooms(path.Dir(name), roomsBelowContent) {
			continue
		}
		for _, m := range mentions(t, name, readFile(t, name), names) {
			if fieldHomonyms[name][m.word] == "" {
				t.Errorf("%s: the field %q is named in Go: give it a role in its description and ask for that"+
					" (where the word means something else, say so in fieldHomonyms of internal/archtest/fields_test.go)", m.at, m.word)
			}
			used[name+" "+m.word] = true
		}
	}
	for name, words := range fieldHomonyms {
		for word := range words {
			if !used[name+" "+word] {
				t.Errorf("fieldHomonyms: %s does not write %q any more", name, word)
			}
		}
	}
}

func inRooms(folder string, rooms []string) bool {
	for _, room := range rooms {
		if folder == room || strings.HasPrefix(folder, room+"/") {
			return true
		}
	}
	return false
}
