package history

import (
	"context"
	"path/filepath"
	"strings"
)

// Hooks says where git looks for the hooks of the repository that holds dir,
// wherever its configuration puts them, and the path of dir in the work tree:
// empty or ending in a slash. Git runs hooks at the top of the work tree. The
// error is [ErrNoRepository] or git's own.
func Hooks(ctx context.Context, dir string) (folder, path string, err error) {
	var top string
	if _, err := newest(ctx, dir); err != nil { // also of a repository without a work tree
		return "", "", err
	}
	if err := run(ctx, dir, whole(&top), "rev-parse", "--show-toplevel"); err != nil {
		return "", "", err
	}
	if err := run(ctx, dir, whole(&path), "rev-parse", "--show-prefix"); err != nil {
		return "", "", err
	}
	top = filepath.FromSlash(strings.TrimSuffix(top, "\n"))
	if err := run(ctx, top, whole(&folder), "rev-parse", "--git-path", "hooks"); err != nil {
		return "", "", err
	}
	folder = filepath.FromSlash(strings.TrimSuffix(folder, "\n"))
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(top, folder)
	}
	return folder, strings.TrimSuffix(path, "\n"), nil
}
