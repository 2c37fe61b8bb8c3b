package pgstore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/pgstore"
)

// The environment of a test process that appends to a database instead of testing.
const (
	childDSN  = "PGSTORE_TEST_DSN"  // the database to append to
	childWhat = "PGSTORE_TEST_WHAT" // what it appends, a key of children
	childName = "PGSTORE_TEST_NAME" // what its lists are named
	childRuns = "PGSTORE_TEST_RUNS" // how many lists it appends
)

// children are what a process appends: each appends one list, and returns stale when another process was faster.
var children = map[string]func(ctx context.Context, s *pgstore.Store, run string) (stale bool, err error){
	"plans":    versions().next,
	"disputes": disputes().next,
}

func TestMain(m *testing.M) {
	if dsn := os.Getenv(childDSN); dsn != "" {
		if err := appendAll(dsn, os.Getenv(childWhat), os.Getenv(childName), os.Getenv(childRuns)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// appendAll appends lists one by one and prints each that is done.
func appendAll(dsn, what, name, runs string) error {
	ctx := context.Background()
	count, err := strconv.Atoi(runs)
	if err != nil {
		return err
	}
	s, err := pgstore.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer s.Close()
	for i := 0; i < count; {
		run := fmt.Sprintf("%s-%d", name, i)
		stale, err := children[what](ctx, s, run)
		switch {
		case stale:
			continue
		case err != nil:
			return err
		}
		fmt.Println(run)
		i++
	}
	return nil
}

// child is a process that appends.
type child struct {
	command *exec.Cmd
	lines   *bufio.Scanner
}

func start(t *testing.T, dsn, what, name string, runs int) child {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	c := exec.CommandContext(t.Context(), program)
	c.Env = append(os.Environ(), childDSN+"="+dsn, childWhat+"="+what, childName+"="+name, childRuns+"="+strconv.Itoa(runs))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	return child{command: c, lines: bufio.NewScanner(out)}
}
