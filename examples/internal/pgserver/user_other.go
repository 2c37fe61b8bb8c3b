//go:build !unix

package pgserver

import (
	"errors"
	"os/exec"
	"os/user"
)

// apart has nothing to do here.
func apart(*exec.Cmd) {}

// become is for systems with users that have numbers.
func become(*exec.Cmd, string, *user.User) error {
	return errors.ErrUnsupported
}
