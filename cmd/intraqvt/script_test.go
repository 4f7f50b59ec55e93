package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"intraqvt": func() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs each verb as people do, from a shell.
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole program")
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
