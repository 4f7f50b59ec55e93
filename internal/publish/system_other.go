//go:build !linux

package publish

import (
	"errors"
	"io/fs"
	"os"
)

// exchange is not supported: two renames replace it.
func exchange(a, b string) error { return errors.ErrUnsupported }

// writeNew writes a new file.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// takeOwner does nothing: ownership differs too much between systems.
func takeOwner(path string, like fs.FileInfo) {}
