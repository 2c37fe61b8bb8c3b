package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// asProgram is set in the environment of a test process that is the program instead of testing it.
const asProgram = "KAM_CRMSYNC_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	code := run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	// The most memory that the process ever had, as the kernel saw it.
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		fmt.Fprintln(os.Stderr, string(regexp.MustCompile(`VmHWM:.*`).Find(status)))
	}
	os.Exit(code)
}

// program returns the program as a process of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), path, args...)
	command.Env = append(os.Environ(), asProgram+"=1")
	return command
}

// startServing starts a process that serves systems, and returns its controls. It ends with the test.
func startServing(t *testing.T, args ...string) control {
	t.Helper()
	command := program(t, append([]string{"serve"}, args...)...)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	require.NoError(t, err)
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = in.Close()
		_ = command.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	return control(strings.TrimSpace(address))
}

// syncing is a process that reads a system.
type syncing struct {
	*exec.Cmd
	out, err bytes.Buffer
	began    time.Time
	failed   error
}

func startSync(t *testing.T, servers control, db string, args ...string) *syncing {
	t.Helper()
	s := &syncing{began: time.Now()}
	s.Cmd = program(t, append([]string{"sync", "-servers", string(servers), "-db", db, "-check=false"}, args...)...)
	s.Stdout, s.Stderr = &s.out, &s.err
	require.NoError(t, s.Start())
	return s
}

// finished is what a process that came to its end told.
type finished struct {
	text   string
	took   time.Duration
	memory int64 // in KiB; 0 when the machine does not tell
}

// finish waits for the end of a reading that nothing may stop.
func (s *syncing) finish(t *testing.T) finished {
	t.Helper()
	require.NoError(t, s.Wait(), s.err.String())
	f := finished{text: s.out.String(), took: time.Since(s.began)}
	if m := regexp.MustCompile(`VmHWM:\s*(\d+) kB`).FindStringSubmatch(s.err.String()); m != nil {
		n, err := strconv.ParseInt(m[1], 10, 64)
		require.NoError(t, err)
		f.memory = n
	}
	return f
}
