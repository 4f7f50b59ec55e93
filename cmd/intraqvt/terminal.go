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

// screen is the output of a command, with what its reader supports.
type screen struct {
	io.Writer
	width  int  // in columns; 0 for a program, which gets each message on one line
	colour bool // ANSI colours
	live   bool // output can be erased
}

func outOf(cmd *cobra.Command) screen { return screenOf(cmd.OutOrStdout()) }
func errOf(cmd *cobra.Command) screen { return screenOf(cmd.ErrOrStderr()) }

// screenOf decides how output is shown, for all commands. NO_COLOR turns
// colours off (https://no-color.org); CLICOLOR_FORCE
// (https://bixense.com/clicolors) or FORCE_COLOR turns them on, also in a file.
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

// isOn tells whether an environment variable is set to a true value.
func isOn(name string) bool {
	switch os.Getenv(name) {
	case "", "0", "false":
		return false
	}
	return true
}

// text returns the options to write problems to the screen.
func (s screen) text(each int) problem.TextOptions {
	return problem.TextOptions{Each: each, Colour: s.colour, Width: s.width}
}

// line writes a line; when wrapped, it continues hang columns further right.
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

// note prints additional information, unless --quiet is given.
func note(cmd *cobra.Command, format string, args ...any) {
	if !isQuiet(cmd) {
		errOf(cmd).line(0, format, args...)
	}
}
