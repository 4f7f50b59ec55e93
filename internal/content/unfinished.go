package content

import (
	"bytes"
	"slices"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// toWrite is the text below headings for which a type's example has no text. An
// author could also write it.
const toWrite = "À écrire."

// checkPrompts reports sentences of an example that readers would see, in fields
// and in the text but not in code and comments. Drafts may contain them.
func (p *Page) checkPrompts(body []byte, line int, prompts *schema.Prompts) {
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
	found := slices.DeleteFunc(prompts.In(string(body)), func(l schema.LeftPrompt) bool {
		before := body[:l.Start]
		return bytes.LastIndex(before, []byte("<!--")) > bytes.LastIndex(before, []byte("-->"))
	})
	start := 0
	for line := range bytes.Lines(body) {
		if string(bytes.TrimSpace(line)) == toWrite {
			found = append(found, schema.LeftPrompt{Text: toWrite, Start: start})
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

// checkConflicts reports marks of a merge conflict. It returns true if a conflict
// touches the header, which must not be read then.
func (p *Page) checkConflicts(data []byte) bool {
	found := problem.MarkdownConflicts(p.File, data)
	p.Problems = append(p.Problems, found...)
	return len(found) > 0 && found[0].Line <= headerEnd(data)
}

// headerEnd returns the last line that may belong to a header: the line that
// closes it or, if the text has no header, its first line that is not blank.
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
