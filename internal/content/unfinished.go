package content

import (
	"bytes"
	"slices"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// toWrite stands below the headings for which a type's example has no text. It
// could also be an author's own.
const toWrite = "À écrire."

// leftPrompts complains of sentences of an example that were left where readers
// would see them: in fields and in the text, code and comments aside. In a draft
// they stand where they belong.
func (p *Page) leftPrompts(body []byte, line int, prompts *schema.Prompts) {
	if p.Status == Draft {
		return
	}
	left := func(text string, line, column int) {
		level := problem.Error
		if text == toWrite {
			level = problem.Warning
		}
		p.Problems = append(p.Problems, problem.LeftPrompt.At(p.File, line, column).
			Say("une phrase de l’exemple est restée : « "+text+" »",
				"remplacez-la par votre texte, ou effacez-la ; d’ici là, gardez « statut: brouillon »").AtLevel(level))
	}
	for _, v := range p.Values {
		v.Each(func(v Value) {
			if k := v.Field.Kind; k == schema.Text || k == schema.LongText {
				for _, l := range prompts.In(v.Text) {
					left(l.Text, v.Line, v.Column)
				}
			}
		})
	}
	found := slices.DeleteFunc(prompts.In(string(body)), func(l schema.Left) bool {
		before := body[:l.Start]
		return bytes.LastIndex(before, []byte("<!--")) > bytes.LastIndex(before, []byte("-->"))
	})
	start := 0
	for line := range bytes.Lines(body) {
		if string(bytes.TrimSpace(line)) == toWrite {
			found = append(found, schema.Left{Text: toWrite, Start: start})
		}
		start += len(line)
	}
	if len(found) == 0 {
		return
	}
	blocks := problem.CodeBlocks(body)
	for _, l := range found {
		if above := bytes.Count(body[:l.Start], []byte("\n")); blocks[above] == 0 {
			left(l.Text, line+above, 1)
		}
	}
}

// clashes looks for conflicts of a merge, and tells whether one touches the
// header: what such a header says, nobody decided, and it is not read.
func (p *Page) clashes(data []byte) bool {
	found := problem.MarkdownConflicts(p.File, data)
	p.Problems = append(p.Problems, found...)
	return len(found) > 0 && found[0].Line <= headerEnd(data)
}

// headerEnd is the last line that may belong to a header: the line that closes
// it or, where the text begins with no header, its first line with something on
// it.
func headerEnd(data []byte) int {
	n := 0
	var fence []byte
	for line := range bytes.Lines(data) {
		n++
		switch line = bytes.TrimSpace(line); {
		case len(line) == 0:
		case fence == nil && (bytes.Equal(line, []byte("---")) || bytes.Equal(line, []byte("+++"))):
			fence = line
		case fence == nil, bytes.Equal(line, fence):
			return n
		}
	}
	return n
}
