//go:build linux

package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// archives are the corpora of a data folder, the smallest first, with their
// number of pages.
var archives = []struct {
	name  string
	pages int
}{
	{"corpus-2k.tar.zst", 2000},
	{"corpus-10k.tar.zst", 10000},
}

// archiveFor returns the smallest archive in the data folder with enough pages.
func archiveFor(data string, size int) (name string, pages int, err error) {
	for _, archive := range archives {
		if archive.pages >= size {
			return filepath.Join(data, archive.name), archive.pages, nil
		}
	}
	largest := archives[len(archives)-1]
	return "", 0, fmt.Errorf("no archive has %d pages: the largest has %d", size, largest.pages)
}

// unpack extracts the folders corpus-* and hugo-sections-* of an archive to
// content/ and sections/ in dir. It needs the program zstd, since the archives
// use a window that decoders only accept with an option.
func unpack(ctx context.Context, archive, dir string) error {
	zstd := exec.CommandContext(ctx, "zstd", "-d", "--long=27", "-q", "-c", archive)
	zstd.Stderr = os.Stderr
	stream, err := zstd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := zstd.Start(); err != nil {
		return fmt.Errorf("unpacking needs zstd: %w", err)
	}
	err = extract(stream, dir)
	if err != nil {
		// Stop zstd, which would wait for a reader of its output.
		_ = zstd.Process.Kill()
	}
	return errors.Join(err, zstd.Wait())
}

// extract writes the regular files of a tar stream.
func extract(stream io.Reader, dir string) error {
	files := tar.NewReader(stream)
	for {
		header, err := files.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		name := path.Clean(header.Name)
		if header.Typeflag != tar.TypeReg {
			continue
		}
		top, rest, _ := strings.Cut(name, "/")
		var folder string
		switch {
		case !filepath.IsLocal(name):
			return fmt.Errorf("archive: %s lies outside it", header.Name)
		case strings.HasPrefix(top, "corpus-"):
			folder = "content"
		case strings.HasPrefix(top, "hugo-sections-"):
			folder = "sections"
		default:
			return fmt.Errorf("archive: unexpected file %s", header.Name)
		}
		text, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, folder, rest), text); err != nil {
			return err
		}
	}
}
