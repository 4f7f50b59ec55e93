package history

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// logArguments make `git log` print what readCommits reads. The format is git's
// own "medium", since a custom format cannot say to which parent of a merge a
// list of changes belongs. The command runs in a [reader], where nothing is
// configured.
var logArguments = []string{
	"log", "-z", "--date-order", "--name-status", "-m", "--parents",
	"--format=medium", "--date=raw", "--use-mailmap", "--no-expand-tabs",
	"-l1000", // renames with changed text are searched among at most this many files of a commit
}

// commit is a commit of the log.
type commit struct {
	hash     string
	parents  []string
	revision Revision
	changes  [][]change // one list for each parent; for a first commit, one list of the added files
}

// change is what a commit did to one file.
type change struct {
	status byte
	path   string
	old    string // the path in the parent, if the file was renamed
}

// The statuses with special handling, as git writes them; renamedAway is our
// own, for the old path of a renamed file.
const (
	deleted     = 'D'
	renamed     = 'R'
	renamedAway = '-'
)

// readCommits passes the commits of a log to add, one by one.
func readCommits(r *bufio.Reader, add func(*commit)) error {
	var c *commit
	for {
		head, err := token(r, 0)
		if err == io.EOF {
			if c != nil {
				add(c)
			}
			return nil
		}
		if err != nil {
			return err
		}
		// A merge is printed once for each parent from which it differs, one
		// after the other.
		next, parent, status, err := parseHead(head)
		if err != nil {
			return err
		}
		if c == nil || c.hash != next.hash {
			if c != nil {
				add(c)
			}
			c = next
		}
		if status == "" {
			continue
		}
		list, err := readChanges(r, status)
		if err != nil {
			return fmt.Errorf("git log, commit %s: %w", c.hash, err)
		}
		if parent >= len(c.changes) { // the output contradicts itself
			return fmt.Errorf("git log, commit %s: no such parent", c.hash)
		}
		c.changes[parent] = list
	}
}

// parseHead reads the text before a list of changes: the lines of the commit,
// an empty line, the message indented by four spaces, an empty line, and the
// status of the first change, if any.
func parseHead(head string) (c *commit, parent int, status string, err error) {
	lines := strings.Split(head, "\n")
	first, ok := strings.CutPrefix(lines[0], "commit ")
	if !ok {
		return nil, 0, "", fmt.Errorf("git log: a commit was expected, not %.60q", head)
	}
	ids, from, _ := strings.Cut(first, " (from ")
	hashes := strings.Fields(ids)
	if len(hashes) == 0 {
		return nil, 0, "", fmt.Errorf("git log: a commit without a name: %.60q", head)
	}
	c = &commit{hash: hashes[0]}
	for _, hash := range hashes[1:] {
		if !slices.Contains(c.parents, hash) { // some tools have made merges with the same parent twice
			c.parents = append(c.parents, hash)
		}
	}
	c.changes = make([][]change, max(1, len(c.parents)))
	if from != "" {
		parent = slices.Index(c.parents, strings.TrimSuffix(from, ")"))
	}
	if parent < 0 {
		return nil, 0, "", fmt.Errorf("git log: %.150q has no such parent", lines[0])
	}
	c.revision.Commit = c.hash
	i := 1
	for ; i < len(lines) && lines[i] != ""; i++ {
		if name, ok := strings.CutPrefix(lines[i], "Author: "); ok {
			name, _, _ = strings.Cut(name, " <")
			c.revision.Author = strings.TrimSpace(text(name))
		} else if date, ok := strings.CutPrefix(lines[i], "Date: "); ok {
			c.revision.Time = parseDate(date)
		}
	}
	c.revision.Subject = text(subject(lines[min(i+1, len(lines)):]))
	return c, parent, lines[len(lines)-1], nil
}

// subject returns the first paragraph of a message, on one line.
func subject(lines []string) string {
	var words []string
	for _, line := range lines {
		message, ok := strings.CutPrefix(line, "    ")
		message = strings.Trim(message, " \t\r")
		if !ok || message == "" && words != nil {
			break
		}
		if message != "" {
			words = append(words, message)
		}
	}
	return strings.Join(words, " ")
}

// readChanges reads a list of changes, up to the empty token after it.
func readChanges(r *bufio.Reader, status string) ([]change, error) {
	var list []change
	for {
		c := change{status: status[0]}
		var err error
		if c.status == renamed {
			c.old, err = token(r, 0)
		} else if !strings.Contains("ADMT", status) {
			err = fmt.Errorf("unknown change %.20q", status)
		}
		if err == nil {
			c.path, err = token(r, 0)
		}
		if err != nil {
			return nil, noEnd(err)
		}
		list = append(list, c)
		if status, err = token(r, 0); status == "" && (err == nil || err == io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
	}
}

// parseDate reads seconds since 1970 and a time zone; the time is zero if they
// are malformed.
func parseDate(s string) time.Time {
	fields := strings.Fields(s)
	if len(fields) != 2 {
		return time.Time{}
	}
	seconds, err := strconv.ParseInt(fields[0], 10, 64)
	zone, zoneErr := time.Parse("-0700", fields[1])
	if err != nil || zoneErr != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0).In(zone.Location())
}

// text converts names and messages to UTF-8. Git has converted those of commits
// that name their encoding; in others, old tools wrote Latin-1.
func text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}
