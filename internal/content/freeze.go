package content

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"intraqvt/internal/schema"
)

// Freeze writes what an issue showed into its file, replacing an earlier frozen
// field, and keeps every other byte: comments, order, line ends, a byte order
// mark. If the result would not read as the file did, it returns an error in
// French that gives the reason.
func Freeze(file string, data []byte, frozen *Frozen, types *schema.Set) ([]byte, error) {
	before := Parse(file, data, types)
	field := before.Type.FrozenField()
	if field == nil {
		return nil, fmt.Errorf("le type « %s » n’a pas de champ de nature frozen : ajoutez à layouts/%s/type.yaml, sous fields, la ligne "+
			"« - {name: fige, kind: frozen, label: Figé} »", before.Type.Name, before.Type.Name)
	}
	lines := splitLines(data)
	first, last := headerLines(lines)
	if last < 0 {
		return nil, errors.New("l’en-tête de ce fichier n’est pas écrit entre deux lignes « --- » : récrivez-le ainsi pour pouvoir figer " +
			"le numéro")
	}
	from, to := fieldLines(lines[first+1:last], field)
	if from < 0 {
		from, to = last-first-1, last-first-1
	}
	end := lineEnd(lines[first])
	block := strings.ReplaceAll(frozen.yaml(field.Name), "\n", end)
	kept := bytes.Join(lines[:first+1+from], nil)
	if !bytes.HasSuffix(kept, []byte(end)) {
		return nil, errors.New("les fins de ligne de l’en-tête sont mêlées : enregistrez le fichier de nouveau")
	}
	out := bytes.Join([][]byte{kept, []byte(block), bytes.Join(lines[first+1+to:], nil)}, nil)

	after := Parse(file, out, types)
	if now := after.FrozenOf(); now == nil || !now.Equal(frozen) || !sameBut(before, after, field) {
		reason := "ce qu’il montre ne tient pas dans un en-tête ; réduisez les listes avec « limite »"
		for _, p := range after.Problems {
			if p.Message != "" {
				reason = fmt.Sprintf("ligne %d : %s", p.Line, p.Message)
				break
			}
		}
		return nil, errors.New("le fichier ne se lirait plus comme avant : " + reason)
	}
	return out, nil
}

// sameBut reports whether two pages are equal except for one field.
func sameBut(a, b *Page, field *schema.Field) bool {
	if a.Title != b.Title || !bytes.Equal(a.Body.HTML, b.Body.HTML) {
		return false
	}
	texts := func(p *Page) string {
		var s strings.Builder
		for _, v := range p.Values {
			if v.Field.Name != field.Name {
				v.Each(func(v Value) { fmt.Fprintf(&s, "%s=%q\n", v.Field.Name, v.Written) })
			}
		}
		return s.String()
	}
	return texts(a) == texts(b)
}

// splitLines splits data into lines, which keep their ends of any kind.
func splitLines(data []byte) [][]byte {
	var lines [][]byte
	for len(data) > 0 {
		end := bytes.IndexAny(data, "\r\n")
		switch {
		case end < 0:
			end = len(data)
		case bytes.HasPrefix(data[end:], []byte("\r\n")):
			end += 2
		default:
			end++
		}
		lines = append(lines, data[:end])
		data = data[end:]
	}
	return lines
}

func lineEnd(line []byte) string { return string(line[len(bytes.TrimRight(line, "\r\n")):]) }

// headerLines returns the lines « --- » around the front matter; last is -1 if
// there is none.
func headerLines(lines [][]byte) (first, last int) {
	mark := func(i int) bool {
		return string(bytes.TrimSpace(bytes.TrimPrefix(lines[i], []byte("\ufeff")))) == "---"
	}
	for first < len(lines) && len(bytes.TrimSpace(bytes.TrimPrefix(lines[first], []byte("\ufeff")))) == 0 {
		first++
	}
	if first == len(lines) || !mark(first) {
		return 0, -1
	}
	for last = first + 1; last < len(lines); last++ {
		if mark(last) {
			return first, last
		}
	}
	return 0, -1
}

// fieldLines returns the lines of a field in a front matter, from inclusive and
// to exclusive, with the note above it; from is -1 if the field is missing.
func fieldLines(lines [][]byte, field *schema.Field) (from, to int) {
	names := []string{regexp.QuoteMeta(field.Name)}
	for _, also := range field.Also {
		names = append(names, regexp.QuoteMeta(also))
	}
	key := regexp.MustCompile(`(?i)^["']?(` + strings.Join(names, "|") + `)["']?[ \t]*:`)
	for from = range lines {
		if !key.Match(lines[from]) {
			continue
		}
		to = from + 1
		for i := to; i < len(lines); i++ {
			text := bytes.TrimRight(lines[i], " \t\r\n")
			if len(text) > 0 && text[0] != ' ' && text[0] != '\t' && text[0] != '-' && text[0] != '}' && text[0] != ']' {
				break
			}
			if len(text) > 0 { // empty lines at the end do not belong to the field
				to = i + 1
			}
		}
		if from > 0 && string(bytes.TrimSpace(lines[from-1])) == frozenNote {
			from--
		}
		return from, to
	}
	return -1, -1
}
