package problem

import (
	"slices"
	"strings"
	"testing"
)

func TestConflicts(t *testing.T) {
	const whole = "<<<<<<< HEAD\nLe 12.\n=======\nLe 14.\n>>>>>>> branche\n"
	for _, c := range []struct {
		name, text string
		want       []int // lines
	}{
		{"a conflict", "a\n\n" + whole, []int{3}},
		{"two", whole + "\n" + whole, []int{1, 7}},
		{"with the common version", "<<<<<<< HEAD\na\n||||||| 1a2b3c4\nb\n=======\nc\n>>>>>>> x\n", []int{1}},
		{"with the endings of Windows", strings.ReplaceAll("a\n"+whole, "\n", "\r\n"), []int{2}},
		{"with those of an old Mac", strings.ReplaceAll("a\n"+whole, "\n", "\r"), []int{2}},
		{"after a byte order mark", "\ufeff" + whole, []int{1}},
		{"with longer marks", "<<<<<<<<<<< a\nb\n===========\nc\n>>>>>>>>>>> d\n", []int{1}},
		{"without names", "<<<<<<<\na\n=======\nb\n>>>>>>>\n", []int{1}},
		{"in an order of Subversion", "<<<<<<< .mine\na\n||||||| .r3\nb\n=======\nc\n>>>>>>> .r4\n", []int{1}},
		{"half mended: the first mark stays", "<<<<<<< HEAD\na\n", []int{1}},
		{"half mended: the last two stay", "a\n=======\nb\n>>>>>>> branche\n", []int{4}},
		{"half mended: the last stays", "a\n>>>>>>> 1a2b3c4 (Corrige la date)\n", []int{2}},
		{"half mended: the common version stays", "a\n||||||| parent of 1a2b3c4 (Corrige)\nb\n", []int{2}},
		{"a first mark after a first mark", "<<<<<<< a\n<<<<<<< b\nc\n=======\nd\n>>>>>>> e\n", []int{1, 2}},
		{"shown in a code block", "Git écrit :\n\n```text\n" + whole + "```\n", nil},
		{"shown with tildes", "~~~~\n```\n" + whole + "~~~~\n", nil},
		{"shown with the ending of Windows", strings.ReplaceAll("```\n"+whole+"```\n", "\n", "\r\n"), nil},
		{"that begins in a code block", "```\n<<<<<<< HEAD\na\n```\n=======\nb\n```\n>>>>>>> c\n", []int{2}},
		{"that holds a code block", "<<<<<<< HEAD\n```\na\n=======\n```\nb\n>>>>>>> c\n```\n", []int{1}},
		{"in a code block that never ends", "```\n" + whole, []int{2}},
		{"in a block, in part", "```\n<<<<<<< HEAD\n```\n", []int{2}},
		{"after a line of backquotes that is none", "``` a ` b\n" + whole, []int{2}},
		{"a title", "Un titre\n=======\n\ntexte\n", nil},
		{"a row of an empty table", "| a | b |\n|---|---|\n|||||||\n", nil},
		{"a row with seven empty cells", "||||||| a | b |\n", nil},
		{"quotations in quotations", "> > > > > > > texte\n>>>>>>>> texte\n>>>>>>>texte\n", nil},
		{"half mended, with longer marks", "a\n=========\nb\n>>>>>>>>> c\n", []int{4}},
		{"six signs", "<<<<<< a\n======\n>>>>>> b\n", nil},
		{"in a sentence", "Le repère <<<<<<< HEAD ouvre, >>>>>>> ferme.\n", nil},
		{"with a margin", "    <<<<<<< HEAD\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []int
			for _, p := range MarkdownConflicts("a.md", []byte(c.text)) {
				if got = append(got, p.Line); p.Level != Error || p.Rule != MergeConflict || p.Hint == "" || p.File != "a.md" {
					t.Errorf("%v", p)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("lines %v, want %v", got, c.want)
			}
		})
	}
	// No code block of another language makes a conflict less of one.
	if got := Conflicts("a.csv", []byte("```\n"+whole+"```\n")); len(got) != 1 || !strings.Contains(got[0].Message, "jusqu’à la ligne 6") {
		t.Errorf("%v", got)
	}
}
