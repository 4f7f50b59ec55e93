//go:build linux

package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// hugoVersion is the newest Hugo that the project's Go version can build.
const hugoVersion = "v0.165.0"

//go:embed package.json
var npmManifest []byte

//go:embed package-lock.json
var npmLock []byte

// tools are the programs that the builders run, as absolute paths.
type tools struct {
	intraqvt, hugo, pagefind, floor string
	pagefindVersion                 string
}

// ensureTools installs missing tools below workspace, in the versions that this
// package pins, and builds the floor program.
func ensureTools(ctx context.Context, workspace string, progress io.Writer) (tools, error) {
	bin := filepath.Join(workspace, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return tools{}, err
	}
	t := tools{hugo: filepath.Join(bin, "hugo"), floor: filepath.Join(bin, "floor")}
	if err := ensureHugo(ctx, bin, t.hugo, progress); err != nil {
		return tools{}, err
	}
	var err error
	t.pagefind, t.pagefindVersion, err = ensurePagefind(ctx, filepath.Join(workspace, "pagefind"), progress)
	if err != nil {
		return tools{}, err
	}
	return t, install(ctx, "", nil, "go", "build", "-o", t.floor, "intraqvt/internal/bench/floor")
}

// ensureHugo builds Hugo outside of the project's module, so that go.mod does
// not change.
func ensureHugo(ctx context.Context, bin, hugo string, progress io.Writer) error {
	if reports(ctx, hugo, "version", hugoVersion) {
		return nil
	}
	fmt.Fprintf(progress, "bench: installing Hugo %s (once, some minutes)\n", hugoVersion)
	env := []string{"GOBIN=" + bin, "CGO_ENABLED=0", "GOFLAGS="}
	return install(ctx, "", env, "go", "install", "github.com/gohugoio/hugo@"+hugoVersion)
}

// ensurePagefind installs the locked npm packages in dir. They are native
// binaries, so that Pagefind's time does not include a start of Node.js, which
// its usual package needs.
func ensurePagefind(ctx context.Context, dir string, progress io.Writer) (binary, version string, err error) {
	var manifest struct {
		Platforms map[string]string `json:"optionalDependencies"`
	}
	if err := json.Unmarshal(npmManifest, &manifest); err != nil {
		return "", "", err
	}
	// npm's name of this architecture differs from Go's.
	platform := "@pagefind/" + runtime.GOOS + "-" + strings.Replace(runtime.GOARCH, "amd64", "x64", 1)
	version, listed := manifest.Platforms[platform]
	if !listed {
		return "", "", fmt.Errorf("package.json lists no %s", platform)
	}
	binary = filepath.Join(dir, "node_modules", filepath.FromSlash(platform), "bin", "pagefind_extended")
	if reports(ctx, binary, "--version", version) {
		return binary, version, nil
	}
	fmt.Fprintf(progress, "bench: installing Pagefind %s (once)\n", version)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", "", err
	}
	for name, text := range map[string][]byte{"package.json": npmManifest, "package-lock.json": npmLock} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return "", "", err
		}
	}
	if err := install(ctx, dir, nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		return "", "", err
	}
	if !reports(ctx, binary, "--version", version) {
		return "", "", fmt.Errorf("npm installed no working %s %s", platform, version)
	}
	return binary, version, nil
}

// reports tells whether binary exists, runs and has the wanted version.
func reports(ctx context.Context, binary, flag, version string) bool {
	output, err := exec.CommandContext(ctx, binary, flag).Output()
	return err == nil && strings.Contains(string(output), version)
}

// install runs a command that is not timed; its output is only shown if it
// fails.
func install(ctx context.Context, dir string, env []string, argv ...string) error {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), err, output)
	}
	return nil
}
