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

// unknownFiles means that an unknown number of files has changed.
const unknownFiles = "…"

// settleTime is how long no event must come before changes count as complete:
// one save is several events, a checkout hundreds.
const settleTime = 20 * time.Millisecond

// maxCollect is the maximum time that changes are collected before they are shown.
const maxCollect = 400 * time.Millisecond

// changes reports changed files of a source folder.
type changes interface {
	// next waits for changes and returns the names of the changed files, below
	// the source; none once ctx has ended. An error says what is not watched.
	next(ctx context.Context) ([]string, error)
	close()
}

// watch starts to watch the files of a source folder: by notifications of the
// system or, if these would be incomplete, by polling. say receives a message
// about it.
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

// watcher reports changes below the watched folders, also in new folders and
// behind links of the source. It starts to watch with renew.
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
// names of the changed files, below the source. An error says what is no longer
// watched.
func (w *watcher) next(ctx context.Context) ([]string, error) {
	changed := map[string]bool{}
	stale := false
	timer, late := time.NewTimer(settleTime), (<-chan time.Time)(nil)
	timer.Stop()
	note := func(name string) {
		if changed[name] = true; late == nil {
			late = time.After(maxCollect)
		}
		timer.Reset(settleTime)
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

// matters tells whether an event can change the site, and to which file it
// belongs.
func (w *watcher) matters(e fsnotify.Event) (string, bool) {
	name, err := filepath.Rel(w.source, e.Name)
	if err != nil || e.Op == 0 || e.Op == fsnotify.Chmod {
		return "", false
	}
	name = filepath.ToSlash(name)
	parts := strings.Split(name, "/")
	return name, slices.Contains(portal.Folders, parts[0]) && !slices.ContainsFunc(parts, isScrap)
}

// isScrap tells whether a file does not belong to the portal: one that the
// build ignores, or vim's test file (4913).
func isScrap(name string) bool { return name == "4913" || portal.Ignores(name) }

// renew watches all folders anew. This is necessary after each new folder: if
// it was moved here, the system still reports it, and its subfolders, under
// their old names.
func (w *watcher) renew() error {
	notify, err := fsnotify.NewWatcher()
	if err == nil {
		w.close()
		w.notify = notify
		err = notify.Add(w.source) // reports new top-level folders
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the load reports a missing source
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
		return fmt.Errorf("%s ne peut pas être surveillé en entier (sous Linux, fs.inotify.max_user_watches dit combien de dossiers "+
			"peuvent l’être) : %w", w.source, err)
	}
	return nil
}

// add watches a folder of the source and its subfolders. It starts watching
// before it lists the folder, so that no new subfolder is missed. seen holds
// real paths, since several links may lead to one folder.
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
	entries, _ := fs.ReadDir(files, name) // the load reports what it cannot read
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
