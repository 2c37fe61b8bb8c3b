//go:build unix

package pgserver

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// apart keeps the command from signals that a terminal sends to the tests: it has to clean up after them.
func apart(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// become makes the command run as a user, whom the folder is given. It is [apart].
func become(command *exec.Cmd, folder string, u *user.User) error {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return err
	}
	command.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	command.Env = append(os.Environ(), "HOME="+folder)
	return os.Chown(folder, int(uid), int(gid))
}
