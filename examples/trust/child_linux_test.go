package trust_test

import (
	"os/signal"
	"strconv"
	"syscall"
)

// prepareChild lets a limit of the size of files be an error of writing instead of the end, and takes a user's rights.
func prepareChild(user string) error {
	signal.Ignore(syscall.SIGXFSZ)
	if user == "" {
		return nil
	}
	number, err := strconv.Atoi(user)
	if err != nil {
		return err
	}
	return syscall.Setuid(number)
}

// canLimit says that a limit of the size of files is an error of writing.
const canLimit = true
