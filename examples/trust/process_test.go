package trust_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The environment of a test process that runs a payroll instead of testing.
const (
	childKind   = "KAM_TRUST_KIND"   // the kind of store
	childWhere  = "KAM_TRUST_WHERE"  // where it is
	childPayees = "KAM_TRUST_PAYEES" // how many people are paid
	childUser   = "KAM_TRUST_USER"   // the number of the user whose rights it has; empty: those of the tests
)

func TestMain(m *testing.M) {
	if os.Getenv(childKind) == "" {
		os.Exit(m.Run())
	}
	if err := child(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// child runs the payroll that the environment says, and tells its steps line by line.
func child() error {
	if err := prepareChild(os.Getenv(childUser)); err != nil {
		return err
	}
	k, err := kindOf(os.Getenv(childKind))
	if err != nil {
		return err
	}
	payees, err := strconv.Atoi(os.Getenv(childPayees))
	if err != nil {
		return err
	}
	ctx := context.Background()
	b, end, err := k.open(ctx, os.Getenv(childWhere))
	if err != nil {
		return err
	}
	fmt.Println("opened")
	if err := payroll(ctx, b, payees, func(what string) { fmt.Println(what) }); err != nil {
		return err
	}
	fmt.Println("finished")
	return end()
}

// process is a payroll in a process of its own.
type process struct {
	command *exec.Cmd
	errors  bytes.Buffer
	read    sync.WaitGroup
	mu      sync.Mutex
	lines   []string
	met     chan string // lines as they come; what nobody takes is left out
}

// command returns the process that runs the payroll of a store.
func (k kind) command(t *testing.T, where string, environment ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), program)
	command.Env = append(os.Environ(), childKind+"="+k.name, childWhere+"="+where, childPayees+"="+strconv.Itoa(payees(t)))
	command.Env = append(command.Env, environment...)
	return command
}

func start(t *testing.T, command *exec.Cmd) *process {
	t.Helper()
	p := &process{command: command, met: make(chan string, 1_000)}
	command.Stderr = &p.errors
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	p.read.Go(func() {
		defer close(p.met)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			p.mu.Lock()
			p.lines = append(p.lines, scanner.Text())
			p.mu.Unlock()
			select {
			case p.met <- scanner.Text():
			default:
			}
		}
	})
	return p
}

// wait returns what the process told, and how it ended.
func (p *process) wait() (lines []string, err error) {
	p.read.Wait()
	err = p.command.Wait()
	if text := strings.TrimSpace(p.errors.String()); text != "" && err != nil {
		err = fmt.Errorf("%w: %s", err, text)
	}
	return p.lines, err
}

// finish runs a payroll to its end and checks that the ledger is the expected one.
func (k kind) finish(t *testing.T, where string, want content, environment ...string) (lines []string, took time.Duration) {
	t.Helper()
	began := time.Now()
	lines, err := start(t, k.command(t, where, environment...)).wait()
	took = time.Since(began)
	require.NoError(t, err)
	require.Equal(t, "finished", lines[len(lines)-1])
	require.Empty(t, k.read(t, where).differs(want))
	return lines, took
}

// fail runs a payroll that must fail, and returns what it said.
func (k kind) fail(t *testing.T, command *exec.Cmd) string {
	t.Helper()
	_, err := start(t, command).wait()
	require.Error(t, err)
	return err.Error()
}
