package problem

import "bytes"

// Git LFS replaces each large file by a short text, the pointer, until the file
// is downloaded.
const pointer = "version https://git-lfs.github.com/spec/v1\n"

// IsPointer tells whether data, the beginning of a file, is a pointer of Git
// LFS.
func IsPointer(data []byte) bool { return bytes.HasPrefix(data, []byte(pointer)) }

// Pointer returns the problem of a file that is only a pointer of Git LFS.
func Pointer(file string) Problem {
	return LFSPointer.In(file).Say("ce fichier est gardé par Git LFS et n’a pas été téléchargé", "git lfs pull")
}
