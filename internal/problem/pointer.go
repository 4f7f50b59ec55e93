package problem

import "bytes"

// Git LFS keeps large files elsewhere and leaves in the place of each a short
// text, a pointer, until they are downloaded.
const pointer = "version https://git-lfs.github.com/spec/v1\n"

// IsPointer tells whether a file's bytes, or the first of them, are those of a
// pointer of Git LFS.
func IsPointer(data []byte) bool { return bytes.HasPrefix(data, []byte(pointer)) }

// Pointer is the problem of a file in whose place a pointer of Git LFS stands.
func Pointer(file string) Problem {
	return LFSPointer.In(file).Say("ce fichier est gardé par Git LFS et n’a pas été téléchargé", "git lfs pull")
}
