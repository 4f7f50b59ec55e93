package content

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"intraqvt/internal/problem"
)

// toml decodes what Hugo's users write between the lines « +++ ». It converts
// the TOML to YAML and gives the nodes their positions in the TOML.
func (d *decoder) toml(header []byte) bool {
	fields := map[string]any{}
	err := toml.Unmarshal(header, &fields)
	var asYAML []byte
	if err == nil {
		asYAML, err = yaml.Marshal(fields)
	}
	if err != nil {
		at := token.Position{Line: 1, Column: 1}
		var where toml.ParseError
		if errors.As(err, &where) {
			at.Line, at.Column = where.Position.Line, where.Position.Col
		}
		p := problem.InvalidHeader.At(d.page.File, d.lines+at.Line, max(at.Column, 1))
		d.page.Problems = append(d.page.Problems, p.Say("en-tête TOML illisible près de cette ligne",
			"vérifiez les guillemets, les crochets et les dates ; ou écrivez l’en-tête en YAML, entre deux lignes « --- »"))
		return false
	}
	d.places = &tomlPlaces{
		rest: string(header), at: token.Position{Line: 1, Column: 1},
		keys: map[string]token.Position{}, values: map[string]token.Position{}, rows: map[string]int{},
	}
	d.places.document()
	return d.yaml(asYAML)
}

// tomlPlaces finds the positions of keys and values in a valid TOML text, which
// the library does not give. Both are identified by their path of names and
// ranks.
type tomlPlaces struct {
	rest         string         // the text not read yet
	at           token.Position // where rest begins
	keys, values map[string]token.Position
	rows         map[string]int // how many rows of each array of tables have begun
}

// joinPath returns the path of a name, or of an item's rank, below a path.
func joinPath(path, name string) string { return path + "\x00" + name }

func (s *tomlPlaces) document() {
	table := ""
	for s.skip(); s.rest != ""; s.skip() {
		if s.next() != '[' {
			s.pair(table)
			continue
		}
		s.advance(1)
		row := s.next() == '['
		if row {
			s.advance(1)
		}
		start := s.at
		table = s.path("")
		if row {
			s.rows[table]++
			table = s.inRow(table)
			s.values[table] = start
		}
		s.upTo("\n")
	}
}

// pair reads « nom = valeur ».
func (s *tomlPlaces) pair(table string) {
	path := s.path(table)
	s.advance(1)
	s.skip()
	s.value(path)
}

// path reads a name of one or several parts, below a path.
func (s *tomlPlaces) path(path string) string {
	for {
		s.skip()
		start := s.at
		path = joinPath(path, s.name())
		if s.keys[path].Line == 0 {
			s.keys[path], s.values[path] = start, start
		}
		if s.skip(); s.next() != '.' {
			return path
		}
		s.advance(1)
		path = s.inRow(path)
	}
}

// inRow returns the path of the last row of an array of tables; for any other table, its own path.
func (s *tomlPlaces) inRow(path string) string {
	if n := s.rows[path]; n > 0 {
		return joinPath(path, strconv.Itoa(n-1))
	}
	return path
}

func (s *tomlPlaces) name() string {
	before := s.rest
	if quote := s.next(); quote == '"' || quote == '\'' {
		s.quoted(string(quote))
		text := before[:len(before)-len(s.rest)]
		if name, err := strconv.Unquote(text); err == nil {
			return name
		}
		return strings.Trim(text, `"'`)
	}
	s.upTo(" \t\r\n.=]")
	return before[:len(before)-len(s.rest)]
}

func (s *tomlPlaces) value(path string) {
	s.values[path] = s.at
	switch first := s.next(); {
	case strings.HasPrefix(s.rest, `"""`), strings.HasPrefix(s.rest, "'''"):
		s.quoted(s.rest[:3])
	case first == '"', first == '\'':
		s.quoted(s.rest[:1])
	case first == '[':
		s.advance(1)
		s.skip()
		for i := 0; s.rest != "" && s.next() != ']'; i++ {
			s.value(joinPath(path, strconv.Itoa(i)))
			s.skip()
		}
		s.advance(1)
	case first == '{':
		s.advance(1)
		for s.skip(); s.rest != "" && s.next() != '}'; s.skip() {
			s.pair(path)
		}
		s.advance(1)
	default:
		s.advance(1)
		s.upTo(",]}#\n")
	}
}

// quoted skips a text between quotation marks; three of them may enclose two.
func (s *tomlPlaces) quoted(mark string) {
	end := len(mark)
	for end < len(s.rest) && !strings.HasPrefix(s.rest[end:], mark) {
		if s.rest[end] == '\\' && mark[0] == '"' {
			end++
		}
		end++
	}
	end += len(mark)
	for len(mark) == 3 && end < len(s.rest) && s.rest[end] == mark[0] {
		end++
	}
	s.advance(end)
}

// next returns the next character, 0 at the end.
func (s *tomlPlaces) next() byte {
	if s.rest == "" {
		return 0
	}
	return s.rest[0]
}

// skip skips white space and comments.
func (s *tomlPlaces) skip() {
	for s.advance(len(s.rest) - len(strings.TrimLeft(s.rest, " \t\r\n,"))); s.next() == '#'; {
		s.upTo("\n")
		s.advance(len(s.rest) - len(strings.TrimLeft(s.rest, " \t\r\n,")))
	}
}

// upTo skips everything before the next of some characters.
func (s *tomlPlaces) upTo(signs string) {
	if i := strings.IndexAny(s.rest, signs); i >= 0 {
		s.advance(i)
	} else {
		s.advance(len(s.rest))
	}
}

func (s *tomlPlaces) advance(bytes int) {
	bytes = min(bytes, len(s.rest))
	passed := s.rest[:bytes]
	s.rest = s.rest[bytes:]
	if i := strings.LastIndexByte(passed, '\n'); i >= 0 {
		s.at.Line += strings.Count(passed, "\n")
		s.at.Column = 1
		passed = passed[i+1:]
	}
	s.at.Column += utf8.RuneCountInString(passed)
}

// apply sets the TOML positions in the nodes of the converted YAML.
func (s *tomlPlaces) apply(n ast.Node, path string) {
	move(n, s.values[path])
	switch n := n.(type) {
	case ast.MapNode:
		for it := n.MapRange(); it.Next(); {
			name, _ := scalar(it.Key())
			s.apply(it.Value(), joinPath(path, name))
			move(it.Key(), s.keys[joinPath(path, name)])
		}
	case *ast.SequenceNode:
		for i, item := range n.Values {
			s.apply(item, joinPath(path, strconv.Itoa(i)))
		}
	}
}

func move(n ast.Node, to token.Position) {
	if t := n.GetToken(); to.Line > 0 && t != nil && t.Position != nil {
		t.Position.Line, t.Position.Column = to.Line, to.Column
	}
}
