package archtest

import (
	"regexp"
	"strings"
	"testing"
)

var (
	ruleDeclared = regexp.MustCompile(`(?m)^\t(\w+) += \w+\.rule\("`)
	ruleUsed     = regexp.MustCompile(`\bproblem\.(\w+)|\b([A-Z]\w+)\.(?:At|In)\(`)
)

// TestRulesAreUsed holds that the program uses every rule of the catalogue. The
// compiler ensures the reverse, since a problem is made from a rule.
func TestRulesAreUsed(t *testing.T) {
	declared, used := map[string]bool{}, map[string]bool{}
	for _, name := range goFiles(t) {
		source := string(readFile(t, name))
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if strings.HasPrefix(name, "internal/problem/catalogue") {
			for _, m := range ruleDeclared.FindAllStringSubmatch(source, -1) {
				declared[m[1]] = true
			}
			continue
		}
		for _, m := range ruleUsed.FindAllStringSubmatch(source, -1) {
			used[m[1]], used[m[2]] = true, true
		}
	}
	if len(declared) == 0 {
		t.Fatal("no rule is found in internal/problem/catalogue*.go")
	}
	for rule := range declared {
		if !used[rule] {
			t.Errorf("the catalogue explains problem.%s, which nothing complains of", rule)
		}
	}
}
