package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// explainFlag adds --explain to check: it prints the catalogue's entry of a
// code instead of checking.
func explainFlag(cmd *cobra.Command) {
	code := cmd.Flags().String("explain", "", "explain a message by its code, such as lien-casse, and check nothing")
	check := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !cmd.Flags().Changed("explain") {
			return check(cmd, args)
		}
		rule, ok := problem.Explain(*code)
		if !ok {
			hint := problem.DidYouMean(*code, problem.Codes())
			if hint == "" {
				hint = "les codes sont ceux de --format json ; le guide des auteurs du portail les explique tous"
			}
			return usagef(hint, "code inconnu « %s »", *code)
		}
		return writeRule(cmd.OutOrStdout(), rule)
	}
}

// explanationWidth is the width of an explanation, in columns.
const explanationWidth = 80

// writeRule writes an entry of the catalogue to a terminal.
func writeRule(w io.Writer, r *problem.Rule) error {
	text := fmt.Sprintf("%s (%s)\n\n%s.\n\n%s\n\nQue faire ? %s\n", r.Code(), r.Group, r.Title, r.Meaning, r.Remedy)
	for i := 0; strings.Contains(text, "`"); i++ {
		text = strings.Replace(text, "`", [2]string{"« ", " »"}[i%2], 1)
	}
	text = french.Wrap(text, explanationWidth, 0)
	if r.Example != "" {
		text += "\n" + r.Example + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}
