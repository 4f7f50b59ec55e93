// Package enginetest runs the search's engine, the modules of
// static/recherche/engine, with Node.js for tests.
//
// What enters: a module that imports what it tries of the engine, and input for
// it. What leaves: what the module writes. The engine is run as it is written,
// without the bundle that browsers load.
package enginetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"intraqvt/internal/french"
)

// Run runs a module in the folder of the engine and returns what it writes to
// standard output. It gets input as JSON on standard input, and args in
// process.argv. The test is skipped if there is no Node.js.
func Run(t *testing.T, module string, input any, args ...string) []byte {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("the engine is run with Node.js, which is not installed")
	}
	data, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // the engine may loop for ever
	defer cancel()
	var output, complaints bytes.Buffer
	args = append([]string{"--no-warnings", "--input-type=module", "-e", module, "--"}, args...)
	cmd := exec.CommandContext(ctx, node, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = engine(t), bytes.NewReader(data), &output, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, complaints.String())
	}
	return output.Bytes()
}

// engine returns a folder with a copy of the engine's modules, and the tables
// of French as a module beside them, as the program adds them when it bundles.
func engine(t *testing.T) (folder string) {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	modules := os.DirFS(filepath.Join(filepath.Dir(here), "..", "..", "..", "static", "recherche", "engine"))
	names, err := fs.Glob(modules, "*.js")
	if err != nil || len(names) == 0 {
		t.Fatal("no engine", err)
	}
	folder = t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		data, err := fs.ReadFile(modules, name)
		if err != nil {
			t.Fatal(err)
		}
		write(name, bytes.ReplaceAll(data, []byte(`"intraqvt:french"`), []byte(`"./french.js"`)))
	}
	var tables map[string]json.RawMessage
	if err := json.Unmarshal(french.Tables(), &tables); err != nil {
		t.Fatal(err)
	}
	var module bytes.Buffer
	for name, table := range tables {
		fmt.Fprintf(&module, "export const %s = %s;\n", name, table)
	}
	write("french.js", module.Bytes())
	write("package.json", []byte(`{"type": "module"}`))
	return folder
}
