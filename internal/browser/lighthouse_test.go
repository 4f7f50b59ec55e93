package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// lowest is what Lighthouse must give a page at least, out of 100, by category.
// Performance is timed, and the other packages are tested at the same time:
// what it must be on a quiet machine is asked by the long form.
var lowest = map[string]int{"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 90}

func init() {
	if long {
		lowest["performance"] = 98
	}
}

// notAsked are the audits of Lighthouse that ask what an intranet must not be.
var notAsked = []string{
	"is-crawlable", // every page says noindex: search engines have no business here
}

// TestLighthouse has Lighthouse judge what a reader sees first, on a middling
// telephone and a slow line: the first page, and the longest list and article.
func TestLighthouse(t *testing.T) {
	program := lighthouse(t)
	site := builtPortal(t)
	base := serveRoot(t, site)
	all := portalSamples(t)
	for _, address := range []string{
		"index.html",
		largest(all, sample.isList),
		largest(all, sample.written),
	} {
		rating, err := rate(t, program, pageURL(base, address))
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range rating.faults() {
			t.Errorf("%s: %s", address, fault)
		}
		t.Logf("%s: %v", address, rating.scores())
	}
}

// lighthouse is the path of the program. It skips the test where there is no
// browser for it.
func lighthouse(t *testing.T) string {
	t.Helper()
	chromium(t)
	return nodePackage(t, "lighthouse/cli/index.js")
}

// rating is Lighthouse's report on a page.
type rating struct {
	RuntimeError struct{ Message string }
	Categories   map[string]struct {
		Score     *float64 // 0 to 1
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Score        *float64 // none where it has nothing to say
		Title        string
		DisplayValue string
		Details      struct{ Items json.RawMessage } // a list, of most audits
	}
}

// rate rates a page. Performance is timed, and what else the machine does can
// only lower it: a page has a few tries, and its best one holds.
func rate(t *testing.T, program, url string) (best *rating, err error) {
	for range 6 {
		r, err := rateOnce(t, program, url)
		if err != nil {
			return nil, err
		}
		if best == nil || r.scores()["performance"] > best.scores()["performance"] {
			best = r
		}
		if best.scores()["performance"] >= lowest["performance"] {
			break
		}
	}
	return best, nil
}

func rateOnce(t *testing.T, program, url string) (*rating, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	file := filepath.Join(t.TempDir(), "lighthouse.json")
	err := runNode(ctx, []string{"CHROME_PATH=" + chromiumProgram(), wide.env()}, program, url,
		"--quiet", "--no-enable-error-reporting", "--output=json", "--output-path="+file,
		"--only-categories=accessibility,best-practices,seo,performance", "--skip-audits="+strings.Join(notAsked, ","),
		`--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-component-update --host-resolver-rules="MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"`)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r := &rating{}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, err
	}
	if r.RuntimeError.Message != "" {
		return nil, fmt.Errorf("lighthouse on %s: %s", url, r.RuntimeError.Message)
	}
	return r, nil
}

// scores are out of 100, by category; -1 where there is none.
func (r *rating) scores() map[string]int {
	scores := map[string]int{}
	for category := range lowest {
		scores[category] = -1
		if score := r.Categories[category].Score; score != nil {
			scores[category] = int(*score*100 + 0.5)
		}
	}
	return scores
}

// faults tells of each category that is too low, with the audits that made it
// so and the first of what they found.
func (r *rating) faults() []string {
	var faults []string
	for category, score := range r.scores() {
		if score >= lowest[category] {
			continue
		}
		fault := fmt.Sprintf("%s is %d, not %d", category, score, lowest[category])
		for _, ref := range r.Categories[category].AuditRefs {
			audit := r.Audits[ref.ID]
			if ref.Weight == 0 || audit.Score == nil || *audit.Score >= 1 {
				continue
			}
			var items bytes.Buffer
			if err := json.Compact(&items, audit.Details.Items); err != nil {
				items.Reset() // it has none
			}
			fault += fmt.Sprintf("\n\t%s: %s %s %.600s", ref.ID, audit.Title, audit.DisplayValue, &items)
		}
		faults = append(faults, fault)
	}
	slices.Sort(faults)
	return faults
}

func TestLighthouseFindsFaults(t *testing.T) {
	program := lighthouse(t)
	base := serveRoot(t, writeSite(t, map[string]string{
		"index.html": `<!doctype html><html><title>Titre</title><link rel="icon" href="data:,">
			<p>Texte</p><img src="data:," width="9" height="9">
			<script>for (const end = performance.now() + 1500; performance.now() < end;); oops()</script></html>`,
	}))
	rating, err := rateOnce(t, program, base+"index.html")
	if err != nil {
		t.Fatal(err)
	}
	faults := strings.Join(rating.faults(), "\n")
	for _, audit := range []string{"image-alt", "html-has-lang", "errors-in-console", "meta-description", "first-contentful-paint"} {
		if !strings.Contains(faults, "\t"+audit+":") {
			t.Errorf("%s is not found in:\n%s", audit, faults)
		}
	}
	if strings.Contains(faults, notAsked[0]) {
		t.Errorf("%s was asked", notAsked[0])
	}
}
