//go:build !linux

package preview

// isRemote is only known on Linux; elsewhere users set Options.Poll.
func isRemote(string) bool { return false }
