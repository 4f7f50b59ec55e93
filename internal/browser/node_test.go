package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// nodePackage is the path of a file of an npm package that package-lock.json
// names. It skips the test where the packages are not installed.
func nodePackage(t *testing.T, file string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("npm packages are not for -short")
	}
	name, err := filepath.Abs(filepath.Join("node_modules", filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = os.Stat(name)
	if _, node := exec.LookPath("node"); err == nil && node != nil {
		err = node
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%v (make test installs it)", err)
		}
		t.Skipf("%v (make test installs it)", err)
	}
	return name
}

// runNode runs a program of an npm package that writes its report into a file.
// Such programs exit with 1 where they found fault, which is no error here.
func runNode(ctx context.Context, env []string, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, "node", append([]string{program}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	output, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, output)
	}
	return nil
}
