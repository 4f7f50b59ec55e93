package house

import (
	"os"
	"path/filepath"
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
	got := readTables("# House\n\n## The rooms\n\n| room | what | may | tests | why |\n| --- | --- | --- | --- | --- |\n| `site` | pages | content, problem | layouts | alone |\n" +
		"| `cmd/intraqvt` | flags | anything | – | wiring |\n\nTests; nothing of the program imports them.\n\n| `browser` | a reader | – | problem | reads |\n\n" +
		"| module | only in | why |\n| --- | --- | --- |\n| `net/smtp` | newsletter, bench/floor | one |\n\n## Four laws\n\n| `late` | x | – | – | y |\n")
	site, browser := got.rooms["internal/site"], got.rooms["internal/browser"]
	if !slices.Equal(site.may, []string{"internal/content", "internal/problem"}) || !slices.Equal(site.testsMay, []string{"layouts"}) || site.why != "alone" || !site.imported {
		t.Errorf("site: %+v", site)
	}
	if len(browser.may) > 0 || browser.imported || got.rooms[command].imported || !slices.Equal(got.rooms[command].may, []string{anything}) || len(got.rooms) != 3 {
		t.Errorf("rooms: %+v", got.rooms)
	}
	if len(got.libraries) != 1 || got.libraries[0].path != "net/smtp" || !slices.Equal(got.libraries[0].rooms, []string{"internal/newsletter", "internal/bench/floor"}) {
		t.Errorf("libraries: %+v", got.libraries)
	}
}
