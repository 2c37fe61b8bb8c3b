//go:build !linux

package trust_test

import "errors"

// prepareChild has nothing to prepare: tests that need a limit or another user are for Linux.
func prepareChild(user string) error {
	if user != "" {
		return errors.ErrUnsupported
	}
	return nil
}

// canLimit says that a limit of the size of files is an error of writing.
const canLimit = false
