package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"intraqvt/internal/portal"
)

// unknownFiles stands for files of which the system has lost count.
const unknownFiles = "…"

// quiet is how long nothing must happen before changes count as complete: one
// save is several events, and a checkout is hundreds.
const quiet = 20 * time.Millisecond

// longest is how long changes may follow each other before they are shown all
// the same.
const longest = 400 * time.Millisecond

// changes tells what happens to the files of a source folder.
type changes interface {
	// next waits for changes and returns the names of files, below the source,
	// that they were made to; none once ctx has ended. An error says what is not
	// seen.
	next(ctx context.Context) ([]string, error)
	close()
}

// watch follows the files of a source folder: as the system tells of them or,
// where it would not tell of all, by looking. say tells people which.
func watch(source string, poll bool, say func(string)) changes {
	if poll || isRemote(source) {
		say("l’aperçu regarde les fichiers chaque seconde")
		return newPoller(source, pollEvery)
	}
	w := &watcher{source: source}
	err := w.renew()
	if err == nil {
		return w
	}
	w.close()
	say(err.Error())
	say("l’aperçu regarde donc les fichiers chaque seconde")
	return newPoller(source, pollEvery)
}

// watcher tells when files below the watched folders change. It sees folders
// that come later, and those of the source behind links. It watches once it is renewed.
type watcher struct {
	source string
	notify *fsnotify.Watcher
}

func (w *watcher) close() {
	if w.notify != nil {
		w.notify.Close()
	}
}

// next waits for changes, until none has come for a moment, and returns the
// names, below the source, of the files they were made to. An error says what
// is no longer watched.
func (w *watcher) next(ctx context.Context) ([]string, error) {
	changed := map[string]bool{}
	stale := false
	timer, late := time.NewTimer(quiet), (<-chan time.Time)(nil)
	timer.Stop()
	note := func(name string) {
		if changed[name] = true; late == nil {
			late = time.After(longest)
		}
		timer.Reset(quiet)
	}
	done := func() ([]string, error) {
		var err error
		if stale {
			err = w.renew()
		}
		return sortedNames(changed), err
	}
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case e := <-w.notify.Events:
			name, matters := w.matters(e)
			if !matters {
				continue
			}
			note(name)
			stale = stale || e.Has(fsnotify.Create) && isFolder(e.Name)
		case <-w.notify.Errors: // events were lost
			note(unknownFiles)
			stale = true
		case <-timer.C:
			return done()
		case <-late:
			return done()
		}
	}
}

func sortedNames(names map[string]bool) []string { return slices.Sorted(maps.Keys(names)) }

// matters tells whether an event can change the site, and of which file it is.
func (w *watcher) matters(e fsnotify.Event) (string, bool) {
	name, err := filepath.Rel(w.source, e.Name)
	if err != nil || e.Op == 0 || e.Op == fsnotify.Chmod {
		return "", false
	}
	name = filepath.ToSlash(name)
	parts := strings.Split(name, "/")
	return name, slices.Contains(portal.Folders, parts[0]) && !slices.ContainsFunc(parts, isScrap)
}

// isScrap tells whether a file says nothing of the portal: one that the build
// ignores, or vim's probe of the folder (4913).
func isScrap(name string) bool { return name == "4913" || portal.Ignores(name) }

// renew watches all folders anew. It is needed whenever one has come: where it
// was moved there, the system still names it, and the folders in it, as before.
func (w *watcher) renew() error {
	notify, err := fsnotify.NewWatcher()
	if err == nil {
		w.close()
		w.notify = notify
		err = notify.Add(w.source) // tells when one of its folders comes
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the load complains of a source that is not there
	}
	var files fs.FS
	if err == nil {
		files, err = portal.OpenSource(w.source)
	}
	seen := map[string]bool{}
	for _, name := range portal.Folders {
		if err == nil {
			err = w.add(files, name, seen)
		}
	}
	if err != nil {
		return fmt.Errorf("%s ne peut pas être surveillé en entier (sous Linux, fs.inotify.max_user_watches dit combien de dossiers peuvent l’être) : %w", w.source, err)
	}
	return nil
}

// add watches a folder of the source and those below it. It is watched before it
// is read, so that a folder made in the meantime is found one way or the other.
// Several links may lead to one folder, so that it matters where it really is.
func (w *watcher) add(files fs.FS, name string, seen map[string]bool) error {
	if info, err := fs.Stat(files, name); err != nil || !info.IsDir() {
		return nil
	}
	dir := filepath.Join(w.source, filepath.FromSlash(name))
	place, err := filepath.EvalSymlinks(dir)
	if err != nil || seen[place] {
		return nil
	}
	seen[place] = true
	if err := w.notify.Add(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, _ := fs.ReadDir(files, name) // the load complains of what it cannot read
	for _, e := range entries {
		if e.IsDir() && !isScrap(e.Name()) {
			if err := w.add(files, path.Join(name, e.Name()), seen); err != nil {
				return err
			}
		}
	}
	return nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
