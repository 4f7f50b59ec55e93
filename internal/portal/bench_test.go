package portal

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkBuild builds the folder that INTRAQVT_CORPUS names (it holds
// content/) from nothing. Profile it with -cpuprofile and -memprofile.
func BenchmarkBuild(b *testing.B) {
	source := os.Getenv("INTRAQVT_CORPUS")
	if source == "" {
		b.Skip("INTRAQVT_CORPUS is not set")
	}
	for b.Loop() {
		if err := os.RemoveAll(filepath.Join(source, ".cache")); err != nil {
			b.Fatal(err)
		}
		report, err := Build(b.Context(),
			Options{Source: source, Output: filepath.Join(b.TempDir(), "public"), At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			b.Fatal(err)
		}
		for _, s := range report.Stages {
			b.ReportMetric(float64(s.Duration.Milliseconds()), s.Name+"-ms")
		}
	}
}
