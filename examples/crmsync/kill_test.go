package main

import (
	"errors"
	"os/exec"
	"time"
)

// killedAfter waits for the end of a process, at most for a time, and then kills it. It reports whether the kill came
// before the end.
func killedAfter(s *syncing, wait time.Duration) bool {
	done := make(chan error, 1)
	go func() { done <- s.Wait() }()
	select {
	case s.failed = <-done:
		return false
	case <-time.After(wait):
		_ = s.Process.Kill()
	}
	err := <-done
	exit, ok := errors.AsType[*exec.ExitError](err)
	return ok && exit.ExitCode() == -1
}

// Err is how the process ended that was not killed.
func (s *syncing) Err() error { return s.failed }
