package archtest

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// room is a row of ARCHITECTURE.md: which packages of the project a package may
// import. Its tests may also import testsMay.
type room struct {
	may      []string // rooms, by name in the module
	testsMay []string
	why      string // the reason for the limit
	imported bool   // others may import it
}

// anything in room.may means every room.
const anything = "anything"

// library is an external module or package that few rooms may import, even in
// tests.
type library struct {
	path  string // includes everything below it
	rooms []string
	why   string
}

// table holds the rooms and libraries of ARCHITECTURE.md. A package that is
// missing from it is a failure: a new room is an architectural decision.
type table struct {
	rooms     map[string]room
	libraries []library
}

var tables = sync.OnceValue(func() table {
	text, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		panic(err) // every test of imports needs it
	}
	return readTables(string(text))
})

var (
	roomRow    = regexp.MustCompile("^\\| `([a-z/]+)` \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$")
	libraryRow = regexp.MustCompile("^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$")
)

// readTables reads the tables below « The rooms », up to the next heading. Rows
// after the words « nothing of the program imports them » are rooms that no
// other may import.
func readTables(text string) table {
	t := table{rooms: map[string]room{}}
	_, text, _ = strings.Cut(text, "\n## The rooms\n")
	text, _, _ = strings.Cut(text, "\n## ")
	imported := true
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		imported = imported && !strings.Contains(line, "nothing of the program imports them")
		if m := roomRow.FindStringSubmatch(line); m != nil {
			t.rooms[inModule(m[1])] = room{may: roomsIn(m[2]), testsMay: roomsIn(m[3]), why: m[4], imported: imported && m[1] != command}
		} else if m := libraryRow.FindStringSubmatch(line); m != nil {
			t.libraries = append(t.libraries, library{path: m[1], rooms: roomsIn(m[2]), why: m[3]})
		}
	}
	return t
}

// command is the room that connects all others.
const command = "cmd/intraqvt"

// roomsIn returns the rooms that a cell lists; none if it holds a dash.
func roomsIn(cell string) []string {
	if cell == "–" {
		return nil
	}
	names := strings.Split(cell, ", ")
	for i := range names {
		names[i] = inModule(names[i])
	}
	return names
}

// inModule returns a room's folder in the module.
func inModule(name string) string {
	if slices.Contains([]string{anything, "layouts", "static", command}, name) {
		return name
	}
	return "internal/" + name
}

// vagueNames are package names without a meaning.
var vagueNames = []string{"util", "utils", "common", "helper", "helpers", "types", "misc"}

func TestReadTables(t *testing.T) {
	got := readTables(strings.ReplaceAll(`# House

## The rooms

| room | what it is | may import | its tests too | why no more |
| --- | --- | --- | --- | --- |
| ~site~ | pages | content, problem | layouts | alone |
| ~cmd/intraqvt~ | flags | anything | – | wiring |

Tests; nothing of the program imports them.

| ~browser~ | a reader | – | problem | reads |

| module | only in | why |
| --- | --- | --- |
| ~net/smtp~ | delivery, bench/floor | one |

## Four laws

| ~late~ | x | – | – | y |
`, "~", "`"))
	want := table{
		rooms: map[string]room{
			"internal/site": {may: []string{"internal/content", "internal/problem"}, testsMay: []string{"layouts"}, why: "alone",
				imported: true},
			"internal/browser": {testsMay: []string{"internal/problem"}, why: "reads"},
			command:            {may: []string{anything}, why: "wiring"},
		},
		libraries: []library{{"net/smtp", []string{"internal/delivery", "internal/bench/floor"}, "one"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
