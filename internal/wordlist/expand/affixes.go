package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// affixes holds the rules of a Hunspell affix file (hunspell(5)) that a list of
// forms needs: those that lengthen, shorten or change a word. Rules for
// suggestions, splitting and compounds are ignored.
type affixes struct {
	prefixes, suffixes map[flag][]affix
	needsAffix         flag // marks words that only exist with an affix
	forbidden          flag
}

// flag names a set of rules: two bytes, as in files with "FLAG long".
type flag string

// affix is one rule: what it removes from a word, what it adds, and for which
// words.
type affix struct {
	strip, add string
	condition  condition
	further    []flag // flags of further rules for the result
	crosses    bool   // it combines with rules of the other kind
}

// condition is a pattern for the beginning or end of a word: a set of
// characters for each place.
type condition []charset

type charset struct {
	signs string // "" for any character
	not   bool
}

func (s charset) holds(r rune) bool {
	return s.signs == "" || strings.ContainsRune(s.signs, r) != s.not
}

func parseCondition(text string) (condition, error) {
	if text == "." {
		return nil, nil
	}
	var c condition
	for text != "" {
		if inside, isSet := strings.CutPrefix(text, "["); isSet {
			signs, rest, closed := strings.Cut(inside, "]")
			if !closed {
				return nil, fmt.Errorf("a set that is not closed: %s", text)
			}
			signs, not := strings.CutPrefix(signs, "^")
			c = append(c, charset{signs, not})
			text = rest
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		if r == '.' {
			c = append(c, charset{})
		} else {
			c = append(c, charset{signs: string(r)})
		}
	}
	return c, nil
}

// starts tells whether a word starts with the pattern.
func (c condition) starts(word string) bool {
	runes := []rune(word)
	return len(runes) >= len(c) && c.is(runes[:len(c)])
}

// ends tells whether a word ends with the pattern.
func (c condition) ends(word string) bool {
	runes := []rune(word)
	return len(runes) >= len(c) && c.is(runes[len(runes)-len(c):])
}

func (c condition) is(runes []rune) bool {
	for i, r := range runes {
		if !c[i].holds(r) {
			return false
		}
	}
	return true
}

// parseAffixes reads an affix file in UTF-8.
func parseAffixes(r io.Reader) (*affixes, error) {
	a := &affixes{prefixes: map[flag][]affix{}, suffixes: map[flag][]affix{}}
	kinds := map[string]map[flag][]affix{"PFX": a.prefixes, "SFX": a.suffixes}
	crosses := map[string]bool{} // by kind and flag, from the header of the rules
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			continue
		}
		switch kind := fields[0]; kind {
		case "SET":
			if fields[1] != "UTF-8" {
				return nil, fmt.Errorf("line %d: the encoding %s is not read", n, fields[1])
			}
		case "FLAG":
			if fields[1] != "long" {
				return nil, fmt.Errorf("line %d: flags of the kind %s are not read", n, fields[1])
			}
		case "NEEDAFFIX":
			a.needsAffix = flag(fields[1])
		case "FORBIDDENWORD":
			a.forbidden = flag(fields[1])
		case "PFX", "SFX":
			if len(fields) < 4 {
				return nil, fmt.Errorf("line %d: a rule cut short", n)
			}
			name := kind + fields[1]
			if _, err := strconv.Atoi(fields[3]); err == nil && len(fields) == 4 {
				crosses[name] = fields[2] == "Y"
				continue
			}
			if len(fields) < 5 {
				return nil, fmt.Errorf("line %d: a rule cut short", n)
			}
			add, further, _ := strings.Cut(fields[3], "/")
			flags, err := parseFlags(further)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			c, err := parseCondition(fields[4])
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			if strings.ContainsAny(add, "'’") {
				continue // this affix is an elided word, not part of a word
			}
			rule := affix{strip: nothing(fields[2]), add: nothing(add), condition: c, further: flags, crosses: crosses[name]}
			kinds[kind][flag(fields[1])] = append(kinds[kind][flag(fields[1])], rule)
		}
	}
	return a, lines.Err()
}

// nothing returns the empty text for the 0 that stands for it in the file.
func nothing(text string) string {
	if text == "0" {
		return ""
	}
	return text
}

func parseFlags(text string) ([]flag, error) {
	var flags []flag
	for len(text) > 0 {
		if len(text) < 2 {
			return nil, fmt.Errorf("a flag cut short: %s", text)
		}
		flags = append(flags, flag(text[:2]))
		text = text[2:]
	}
	return flags, nil
}

// expand calls visit with every form of the words of a dictionary file, some
// more than once.
func (a *affixes) expand(dictionary io.Reader, visit func(form string)) error {
	lines := bufio.NewScanner(dictionary)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if n == 1 {
			if _, err := strconv.Atoi(strings.TrimSpace(line)); err != nil {
				return fmt.Errorf("the dictionary does not start with a number of words: %q", line)
			}
			continue
		}
		entry, _, _ := strings.Cut(line, " ")
		entry, _, _ = strings.Cut(entry, "\t")
		word, names, _ := strings.Cut(entry, "/")
		flags, err := parseFlags(names)
		if err != nil {
			return fmt.Errorf("line %d of the dictionary: %w", n, err)
		}
		if word != "" && !slices.Contains(flags, a.forbidden) {
			a.formsOf(word, flags, 2, visit)
		}
	}
	return lines.Err()
}

// formsOf visits the forms of a word with some flags. Rules are applied to the
// results of others up to the given depth; Hunspell uses two levels.
func (a *affixes) formsOf(word string, flags []flag, depth int, visit func(string)) {
	if !slices.Contains(flags, a.needsAffix) {
		visit(word)
	}
	if depth == 0 {
		return
	}
	for _, f := range flags {
		for _, rule := range a.suffixes[f] {
			if !strings.HasSuffix(word, rule.strip) || !rule.condition.ends(word) {
				continue
			}
			form := word[:len(word)-len(rule.strip)] + rule.add
			a.formsOf(form, a.after(rule, flags, a.prefixes), depth-1, visit)
		}
		for _, rule := range a.prefixes[f] {
			if !strings.HasPrefix(word, rule.strip) || !rule.condition.starts(word) {
				continue
			}
			form := rule.add + word[len(rule.strip):]
			a.formsOf(form, a.after(rule, flags, a.suffixes), depth-1, visit)
		}
	}
}

// after returns the flags of a rule's result: the rule's own, and those of the
// word for rules of the other kind, if both may combine.
func (a *affixes) after(rule affix, flags []flag, others map[flag][]affix) []flag {
	list := slices.Clone(rule.further)
	if !rule.crosses {
		return list
	}
	for _, f := range flags {
		for _, other := range others[f] {
			if other.crosses {
				list = append(list, f)
				break
			}
		}
	}
	return list
}
