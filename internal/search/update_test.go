package search

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// questions are what two indexes are compared by.
var questions = []string{
	"prévention des risques", "salarie", "rps", "bien-être", "burnout", "travail", "prevntion", "tra", "document -unique",
	`"document unique"`, "qui sommes-nous", "chantier", "nouveau", "ancien",
}

// sameAs fails where two indexes of a site differ in anything that a reader
// sees.
func sameAs(t *testing.T, got, want *Index, s site) {
	t.Helper()
	for _, text := range questions {
		q := Query{Text: text, Complete: true, Sections: 3, Lookup: s.lookup}
		if a, b := ask(t, got, q), ask(t, want, q); !reflect.DeepEqual(a, b) {
			t.Errorf("%q:\n got %+v\nwant %+v", text, a, b)
		}
	}
	if got, want := documents(got), documents(want); got != want {
		t.Errorf("%d documents, want %d", got, want)
	}
}

func segments(t *testing.T, dir string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "index", "store", "*.zap"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func TestUpdateWritesWhatChanged(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	s := maps.Clone(portal)
	maps.Copy(s, handbook)
	if got, want := put(t, ix, s), (Stats{Pages: 19, Documents: 21, Changed: 19}); got != want {
		t.Errorf("first update %+v, want %+v", got, want)
	}
	before := segments(t, dir)
	if got, want := put(t, ix, s), (Stats{Pages: 19, Documents: 21}); got != want {
		t.Errorf("update without a change %+v, want %+v", got, want)
	}
	if after := segments(t, dir); after != before {
		t.Errorf("an update without a change wrote segments: %s, then %s", before, after)
	}

	delete(s, "travaux.html")
	s["nouveau.html"] = pageOf("Nouveau", "Un texte nouveau sur la prévention.")
	s["rps.html"] = pageOf("Les R.P.S.", "Un autre texte.")
	guide := s["guide.html"]
	guide.Documents = guide.Documents[:1]
	s["guide.html"] = guide
	s["conflits.html"] = Page{Documents: append(s["conflits.html"].Documents,
		Document{Title: "Conflits", Anchor: "b", Heading: "Nouveau", Body: "Section nouvelle."})}
	if got, want := put(t, ix, s), (Stats{Pages: 19, Documents: 20, Changed: 4, Removed: 1}); got != want {
		t.Errorf("update %+v, want %+v", got, want)
	}
	sameAs(t, ix, indexOf(t, s), s)
	if got := found(t, ix, s, "chantier"); got != "" {
		t.Errorf("a removed page is found: %s", got)
	}

	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	again, rebuilt := reopen(t, dir)
	if rebuilt {
		t.Error("an index that was closed well is made again")
	}
	sameAs(t, again, indexOf(t, s), s)
	if got, want := put(t, again, s), (Stats{Pages: 19, Documents: 20}); got != want {
		t.Errorf("update after opening again %+v, want %+v", got, want)
	}
	if got, want := put(t, again, nil), (Stats{Removed: 19}); got != want {
		t.Errorf("update to nothing %+v, want %+v", got, want)
	}
	if got := found(t, again, s, "prévention"); got != "" {
		t.Errorf("an empty index finds %s", got)
	}
}

func TestFormsOfRemovedPagesAreForgotten(t *testing.T) {
	s := maps.Clone(portal)
	s["mistakes.html"] = pageOf("Prevntion", "Chantie, dessus-dessous, traaail.")
	ix := indexOf(t, s)
	delete(s, "mistakes.html")
	put(t, ix, s)
	fresh := indexOf(t, s)
	sameAs(t, ix, fresh, s)
	for _, text := range []string{"prevntion", "chantie", "dessusdessous", "traaail", "traa"} {
		q := Query{Text: text, Complete: true, Lookup: s.lookup}
		if a, b := ask(t, ix, q), ask(t, fresh, q); !reflect.DeepEqual(a, b) {
			t.Errorf("%q:\n got %+v\nwant %+v", text, a, b)
		}
	}
}

func TestEveryIndexedPartIsCompared(t *testing.T) {
	base := Document{Type: "a", Title: "b", Heading: "c", Body: "d", Tags: []string{"e"}, Facets: map[string][]string{"f": {"g"}},
		Weight: 1}
	changes := map[string]func(d *Document){
		"type":        func(d *Document) { d.Type = "x" },
		"title":       func(d *Document) { d.Title = "x" },
		"heading":     func(d *Document) { d.Heading = "x" },
		"body":        func(d *Document) { d.Body = "x" },
		"tags":        func(d *Document) { d.Tags = []string{"e", ""} },
		"facet value": func(d *Document) { d.Facets = map[string][]string{"f": {"x"}} },
		"facet name":  func(d *Document) { d.Facets = map[string][]string{"x": {"g"}} },
		"weight":      func(d *Document) { d.Weight = 2 },
		"bounds":      func(d *Document) { d.Heading, d.Body = "cd", "" },
	}
	before := digestOf(Page{Documents: []Document{base}})
	for name, change := range changes {
		d := base
		change(&d)
		if digestOf(Page{Documents: []Document{d}}) == before {
			t.Errorf("a change of %s is not seen", name)
		}
	}
	if digestOf(Page{Documents: []Document{base, {}}}) == before {
		t.Error("a section more is not seen")
	}
}

func TestUpdateInManyBatchesAndGoroutines(t *testing.T) {
	s := site{}
	for n := range 200 {
		s[fmt.Sprintf("p%03d", n)] = Page{Documents: []Document{
			{Title: fmt.Sprintf("Page %d", n), Body: "La prévention des risques, " + strings.Repeat("au travail ", n%7)},
			{Title: fmt.Sprintf("Page %d", n), Anchor: "a", Heading: "Suite", Body: fmt.Sprintf("Le document unique numéro %d.", n)},
		}}
	}
	ix := open(t, t.TempDir())
	ix.batchBytes = 1000
	u := ix.Begin()
	var wg sync.WaitGroup
	for url, p := range s {
		wg.Go(func() {
			p.URL = url
			if err := u.Add(p); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	stats, err := u.Commit()
	if want := (Stats{Pages: 200, Documents: 400, Changed: 200}); err != nil || stats != want {
		t.Fatalf("update %+v, %v, want %+v", stats, err, want)
	}
	sameAs(t, ix, indexOf(t, s), s)
}

func TestAddRefusesAPageTwice(t *testing.T) {
	ix := open(t, t.TempDir())
	u := ix.Begin()
	defer u.Abort()
	if err := u.Add(Page{URL: "a"}); err != nil {
		t.Fatal(err)
	}
	if err := u.Add(Page{URL: "a"}); err == nil || !strings.Contains(err.Error(), "page donnée deux fois à l'index : a") {
		t.Errorf("got %v", err)
	}
}

func TestUpdateAfterItsEnd(t *testing.T) {
	ix := open(t, t.TempDir())
	u := ix.Begin()
	if _, err := u.Commit(); err != nil {
		t.Fatal(err)
	}
	u.Abort()
	if err := u.Add(Page{URL: "a"}); err == nil {
		t.Error("a page is added to an update that has ended")
	}
	if _, err := u.Commit(); err == nil {
		t.Error("an update is committed twice")
	}
	put(t, ix, portal) // nothing is locked
}

func TestUpdatesWaitForEachOther(t *testing.T) {
	ix := open(t, t.TempDir())
	first := ix.Begin()
	begun := make(chan *Update)
	go func() { begun <- ix.Begin() }()
	if ix.updating.TryLock() {
		t.Fatal("two updates at once")
	}
	first.Abort()
	(<-begun).Abort()
}

func TestAbort(t *testing.T) {
	for name, batch := range map[string]int{"nothing written": batchBytes, "parts written": 1} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ix := open(t, dir)
			put(t, ix, portal)
			ix.batchBytes = batch
			changed := site{"rps.html": pageOf("Nouveau", "Un texte nouveau."), "plus.html": pageOf("Nouveau", "Encore nouveau."),
				"oeuvre.html": portal["oeuvre.html"]}
			u := ix.Begin()
			for url, p := range changed {
				p.URL = url
				if err := u.Add(p); err != nil {
					t.Fatal(err)
				}
			}
			u.Abort()
			sameAs(t, ix, indexOf(t, portal), portal) // the old state is what is seen

			ix.batchBytes = batchBytes
			put(t, ix, portal)
			sameAs(t, ix, indexOf(t, portal), portal)
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
			again, rebuilt := reopen(t, dir)
			if rebuilt {
				t.Error("the commit after the abandoned update did not mend the index")
			}
			sameAs(t, again, indexOf(t, portal), portal)
		})
	}
}

func TestAbortedInPartsIsMadeAgain(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, portal)
	ix.batchBytes = 1
	u := ix.Begin()
	if err := u.Add(Page{URL: "rps.html", Documents: []Document{{Title: "Nouveau", Body: "Un texte nouveau."}}}); err != nil {
		t.Fatal(err)
	}
	u.Abort()
	ix.Close()
	if again, rebuilt := reopen(t, dir); !rebuilt || documents(again) != 0 {
		t.Errorf("rebuilt %v with %d documents", rebuilt, documents(again))
	}
}

func TestFailedWriteEndsTheUpdate(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, portal)
	if err := os.RemoveAll(filepath.Join(dir, "index", "store")); err != nil {
		t.Fatal(err)
	}
	u := ix.Begin()
	if err := u.Add(Page{URL: "a", Documents: []Document{{Body: "nouveau"}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Commit(); err == nil {
		t.Error("a commit that was not written is reported as done")
	}
	ix.Begin().Abort() // nothing is locked
}

func TestSearchesGoOnDuringUpdates(t *testing.T) {
	ix := indexOf(t, portal)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				r, err := ix.Search(t.Context(), Query{Text: "prévention des risques", Lookup: portal.lookup})
				if err != nil || len(r.Hits) != 2 || r.Hits[0].URL != "psychosocial" || r.Hits[1].URL != "duerp.html" {
					t.Errorf("found %v, %v", r, err)
					return
				}
			}
		})
	}
	for n := range 6 {
		more := maps.Clone(portal)
		if n%2 == 0 {
			delete(more, "travaux.html")
			more["oeuvre.html"] = pageOf("Œuvre", "Changée.")
		}
		put(t, ix, more)
	}
	wg.Wait()
}
