//go:build !linux

package preview

// isRemote tells whether a folder may be changed by another machine. Only Linux
// is asked; elsewhere Options.Poll says so.
func isRemote(string) bool { return false }
