package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// screen is where a command writes, with what whoever reads it can take.
type screen struct {
	io.Writer
	width  int  // in columns; 0 where a program reads, which gets a message a line
	colour bool // ANSI colours
	live   bool // what was written can be wiped again
}

func outOf(cmd *cobra.Command) screen { return screenOf(cmd.OutOrStdout()) }
func errOf(cmd *cobra.Command) screen { return screenOf(cmd.ErrOrStderr()) }

// screenOf is the only place that decides what is shown how. Who wants no
// colours says so with NO_COLOR (https://no-color.org); who wants them in a
// file, with CLICOLOR_FORCE (https://bixense.com/clicolors) or FORCE_COLOR.
func screenOf(w io.Writer) screen {
	s := screen{Writer: w}
	f, ok := w.(*os.File)
	terminal := ok && term.IsTerminal(int(f.Fd()))
	able := terminal && os.Getenv("TERM") != "dumb"
	if terminal {
		s.width = 80
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			s.width = columns
		}
	}
	s.live = able && !isOn("CI")
	switch {
	case os.Getenv("NO_COLOR") != "":
	case isOn("CLICOLOR_FORCE"), isOn("FORCE_COLOR"):
		s.colour = true
	default:
		s.colour = able && os.Getenv("CLICOLOR") != "0"
	}
	return s
}

// isOn tells whether a variable says yes.
func isOn(name string) bool {
	switch os.Getenv(name) {
	case "", "0", "false":
		return false
	}
	return true
}

// text is how problems are written there.
func (s screen) text(each int) problem.TextOptions {
	return problem.TextOptions{Each: each, Colour: s.colour, Width: s.width}
}

// line writes one, with what goes on hang columns further right.
func (s screen) line(hang int, format string, args ...any) {
	fmt.Fprintln(s, french.Wrap(fmt.Sprintf(format, args...), s.width, hang))
}

func (s screen) bold(text string) string   { return s.painted("1", text) }
func (s screen) dim(text string) string    { return s.painted("2", text) }
func (s screen) red(text string) string    { return s.painted("1;31", text) }
func (s screen) yellow(text string) string { return s.painted("1;33", text) }

func (s screen) painted(code, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// quietFlag adds --quiet to all verbs.
func quietFlag(root *cobra.Command) {
	root.PersistentFlags().BoolP("quiet", "q", false, "print errors and what was asked for, nothing else")
}

func isQuiet(cmd *cobra.Command) bool {
	quiet, err := cmd.Flags().GetBool("quiet")
	return err == nil && quiet
}

// note tells a person what is worth knowing beside what was asked for.
func note(cmd *cobra.Command, format string, args ...any) {
	if !isQuiet(cmd) {
		errOf(cmd).line(0, format, args...)
	}
}
