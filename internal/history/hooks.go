package history

import (
	"context"
	"path/filepath"
	"strings"
)

// Hooks returns the folder where git looks for the hooks of the repository that
// holds dir, wherever its configuration puts them, and the path of dir in the
// work tree, empty or ending in a slash. Git runs hooks at the top of the work
// tree. shared tells that the folder is outside of the repository, so that
// other repositories may use it too. The error is an [Error].
func Hooks(ctx context.Context, dir string) (folder, path string, shared bool, err error) {
	r, err := Open(ctx, dir)
	if err == nil && !r.inside {
		err = &Error{ErrNoRepository.Error(), "", ErrNoRepository}
	}
	if err != nil {
		return "", "", false, err
	}
	top, err := r.asked.output(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", "", false, explain(ctx, err, dir, r)
	}
	top = filepath.FromSlash(strings.TrimSuffix(top, "\n"))
	folder, err = place{top, r.asked.env}.output(ctx, "rev-parse", "--git-path", "hooks")
	if err != nil {
		return "", "", false, explain(ctx, err, dir, r)
	}
	folder = filepath.FromSlash(strings.TrimSuffix(folder, "\n"))
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(top, folder)
	}
	return folder, r.prefix, !within(folder, top) && !within(folder, r.common), nil
}

// within tells whether a folder, which may not exist yet, is in another one,
// after links are resolved.
func within(folder, other string) bool {
	for there := folder; ; there = filepath.Dir(there) {
		if real, err := filepath.EvalSymlinks(there); err == nil {
			rest, _ := filepath.Rel(there, folder)
			folder = filepath.Join(real, rest)
			break
		}
		if there == filepath.Dir(there) {
			break
		}
	}
	if real, err := filepath.EvalSymlinks(other); err == nil {
		other = real
	}
	rest, err := filepath.Rel(other, folder)
	return err == nil && filepath.IsLocal(rest)
}
