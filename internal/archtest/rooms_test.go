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

// room is what a package of the project may import of the others, as a row of
// ARCHITECTURE.md says. Tests may import besides what testsMay lists.
type room struct {
	may      []string // rooms, relative to the module
	testsMay []string
	why      string // why it may import no other
	imported bool   // whether others may import it
}

// anything stands for every room, in room.may.
const anything = "anything"

// library is a module or package from outside that few rooms may import, in
// tests too.
type library struct {
	path  string // and everything below
	rooms []string
	why   string
}

// table is what ARCHITECTURE.md says of rooms and libraries. A package that is
// not in it is a failure: a new room is an architectural decision.
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

// command is the room that puts all others together.
const command = "cmd/intraqvt"

// roomsIn are the rooms that a cell lists; none where it holds a dash.
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

// inModule is a room's folder in the module.
func inModule(name string) string {
	if slices.Contains([]string{anything, "layouts", "static", command}, name) {
		return name
	}
	return "internal/" + name
}

// shapelessNames say nothing of what a package is about.
var shapelessNames = []string{"util", "utils", "common", "helper", "helpers", "types", "misc"}

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
