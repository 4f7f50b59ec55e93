package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
)

// patience is how long one page, with all that it loads, may take. It only
// ends a run that hangs.
const patience = 30 * time.Second

// scratch is removed after the run, when Chromium has stopped.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "intraqvt-browser-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	for _, b := range browsers {
		b.stop()
	}
	if err := os.RemoveAll(scratch); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// browsers are those that tests have started, by the fonts that they have.
var (
	browsersLock sync.Mutex
	browsers     = map[fonts]*browser{}
)

// browser is a running Chromium, or why there is none.
type browser struct {
	ctx  context.Context // from which tabs are opened
	stop func()
	err  error
}

// chromium starts the browser, once a run, and returns the context from which
// tabs are opened. It skips the test where there is no browser to be had.
func chromium(t *testing.T) context.Context {
	t.Helper()
	return chromiumWith(t, wide)
}

// chromiumWith does so with a browser that has these fonts and no other.
func chromiumWith(t *testing.T, f fonts) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("browser tests are not for -short")
	}
	program := chromiumProgram()
	_, err := os.Stat(program)
	if err = errors.Join(err, f.missing()); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no Chromium with fonts: %v (make test installs them)", err)
		}
		t.Skipf("no Chromium with fonts: %v (make test installs them; $CHROMIUM may name another browser)", err)
	}
	browsersLock.Lock()
	defer browsersLock.Unlock()
	if browsers[f] == nil {
		browsers[f] = startChromium(program, f)
	}
	if err := browsers[f].err; err != nil {
		t.Fatalf("%s does not start: %v", program, err)
	}
	return browsers[f].ctx
}

// chromiumProgram is the path at which there should be a browser.
func chromiumProgram() string {
	return cmp.Or(os.Getenv("CHROMIUM"), "/usr/bin/chromium")
}

func startChromium(program string, f fonts) *browser {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.Env(f.env()),
		chromedp.UserDataDir(filepath.Join(scratch, "profile-"+string(f))),
		chromedp.NoSandbox, // tests run as root in containers
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	all, stopAll := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(all)
	return &browser{ctx: ctx, stop: func() { stop(); stopAll() }, err: chromedp.Do(ctx)}
}

// siteFolder is a built site.
type siteFolder struct {
	dir   string
	files map[string]bool // addresses, below dir
}

// builtPortal builds the project's own content, once a run, as it is published on
// the day of the tests.
func builtPortal(t *testing.T) *siteFolder {
	t.Helper()
	s, err := builtOnce()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// portalContent is what the project's authors wrote.
var portalContent = os.DirFS(filepath.Join("..", "..", "content"))

var builtOnce = sync.OnceValues(func() (*siteFolder, error) {
	return buildSite("portal", "", portalContent)
})

// day is the one for which sites are built. It stays the same, so that tests
// that pass today pass next month, when dates have come that content/ names;
// the long form is for the day on which it runs.
func day() time.Time {
	if long {
		return portal.Today()
	}
	return time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
}

// buildSite builds a copy of a content folder. The name tells it from the
// other sites of a run; baseURL goes before the configuration's.
func buildSite(name, baseURL string, content fs.FS) (*siteFolder, error) {
	source := filepath.Join(scratch, name)
	if err := os.CopyFS(filepath.Join(source, "content"), content); err != nil {
		return nil, err
	}
	public := filepath.Join(source, "public")
	report, err := portal.Build(context.Background(), portal.Options{
		Source: source, Output: public, BaseURL: baseURL, At: day(),
	})
	if errors.Is(err, portal.ErrContent) {
		var text strings.Builder
		writing := problem.WriteText(&text, report.Problems, problem.TextOptions{Each: 3})
		return nil, errors.Join(fmt.Errorf("%w\n%s", err, text.String()), writing)
	} else if err != nil {
		return nil, err
	}
	return readSite(public)
}

// readSite lists the files of a site.
func readSite(dir string) (*siteFolder, error) {
	s := &siteFolder{dir: dir, files: map[string]bool{}}
	return s, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			s.files[name] = true
		}
		return err
	})
}

// writeSite makes a site of files that a test gives.
func writeSite(t *testing.T, files map[string]string) *siteFolder {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	site, err := readSite(dir)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// fromDisk is the address of the site's folder, opened from disk.
func (s *siteFolder) fromDisk() string { return "file://" + filepath.ToSlash(s.dir) + "/" }

// redirects tells whether an address only leads on to another.
func (s *siteFolder) redirects(address string) (bool, error) {
	data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(address)))
	return strings.Contains(string(data), `http-equiv="refresh"`), err
}
