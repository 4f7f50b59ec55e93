package preview

import (
	"slices"

	"golang.org/x/sys/unix"
)

// remoteSystems are the file systems on which Linux does not report changes by
// other machines, by the numbers of statfs(2).
var remoteSystems = []int64{
	unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC,
	unix.AFS_SUPER_MAGIC, unix.CEPH_SUPER_MAGIC, unix.V9FS_MAGIC, unix.FUSE_SUPER_MAGIC,
}

// isRemote tells whether another machine may change a folder, so that polling
// is necessary.
func isRemote(dir string) bool {
	var s unix.Statfs_t
	return unix.Statfs(dir, &s) == nil && slices.Contains(remoteSystems, int64(uint32(s.Type)))
}
