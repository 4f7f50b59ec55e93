// Command expand writes the list of French words of package wordlist from a
// dictionary of Hunspell: every form of every word, as a search folds it. It is
// run by « make words » and is no part of the program.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"intraqvt/internal/search"
	"intraqvt/internal/wordlist"
)

// perPart is the number of words in a part: a search for an unknown word loads
// about 10 kB. Smaller parts would make the whole list longer.
const perPart = 12_000

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: expand FILE.aff FILE.dic OUTPUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "expand:", err)
		os.Exit(1)
	}
}

func run(affixFile, dictionaryFile, output string) error {
	affixes, err := os.Open(affixFile)
	if err != nil {
		return err
	}
	defer affixes.Close()
	rules, err := parseAffixes(affixes)
	if err != nil {
		return fmt.Errorf("%s: %w", affixFile, err)
	}
	dictionary, err := os.Open(dictionaryFile)
	if err != nil {
		return err
	}
	defer dictionary.Close()
	found := map[string]bool{}
	err = rules.expand(dictionary, func(form string) {
		for _, word := range search.Words(form) {
			if len(word) >= wordlist.Shortest && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" {
				found[word] = true
			}
		}
	})
	if err != nil {
		return fmt.Errorf("%s: %w", dictionaryFile, err)
	}
	text := wordlist.Encode(slices.Sorted(maps.Keys(found)), perPart)
	if err := os.WriteFile(output, []byte(text), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d forms, %d bytes\n", len(found), len(text))
	return nil
}
