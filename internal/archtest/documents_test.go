package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// published are files of a built portal, not of the project.
var published = []string{"recherche/index.js"}

var namedFile = regexp.MustCompile("`((?:[a-z0-9_.-]+/)+[A-Za-z0-9_.-]+\\.(?:go|js|css|html|md|yaml|txt))`")

// TestDocumentsNameWhatIsThere holds that every file named in a document
// exists, relative to the project's folder or to internal/.
func TestDocumentsNameWhatIsThere(t *testing.T) {
	seen := 0
	for _, document := range []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "docs/changing.md"} {
		for _, m := range namedFile.FindAllSubmatch(readFile(t, document), -1) {
			name := string(m[1])
			seen++
			here := func(folder string) bool {
				_, err := os.Stat(filepath.Join(root, folder, filepath.FromSlash(name)))
				return err == nil
			}
			if !here(".") && !here("internal") && !slices.Contains(published, name) {
				t.Errorf("%s names %s, which is not there", document, name)
			}
		}
	}
	if seen < 40 {
		t.Errorf("%d files are named: the documents write them in another form", seen)
	}
}
