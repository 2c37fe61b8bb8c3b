package pgserver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrMissing is returned where there is no PostgreSQL that could be started.
var ErrMissing = errors.New("no PostgreSQL here: install it (Debian: apt-get install postgresql), or name its folder in KAM_PG_BIN")

// guard makes the server and starts it, and once more for each line that it reads. When nobody holds its standard input any
// more, that is when the process that started it has ended in whatever way, it stops the server and removes the folder.
const guard = `
cd "$1" || exit 1
begin() {
	if "$2/pg_ctl" -D data -w -t 300 -l log -o "-k '$1' -c listen_addresses='' -c max_connections=200" start >start.log 2>&1
	then
		echo ready
	else
		cat initdb.log start.log log 2>/dev/null
		echo failed
	fi
}
"$2/initdb" -D data -A trust -U postgres -E UTF8 --locale=C --no-sync >initdb.log 2>&1
begin "$1" "$2"
while read -r _
do
	begin "$1" "$2"
done
exec >/dev/null
"$2/pg_ctl" -D data -m immediate -w stop >/dev/null 2>&1
cd / && rm -rf "$1"
`

// Server is a server of this process. It is not safe for concurrent use. Get one from [Start].
type Server struct {
	folder  string
	guard   *exec.Cmd
	answers *bufio.Reader
	// held is what keeps the guard waiting. It is closed by Close, or by the end of this process.
	held io.WriteCloser
}

// Start returns a new, empty server that runs. Its error wraps [ErrMissing] where there is no PostgreSQL.
func Start() (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	// The path of a socket has at most some 100 bytes, which folders of tests easily exceed.
	folder, err := os.MkdirTemp("/tmp", "kam-pg-")
	if err != nil {
		return nil, err
	}
	command := exec.Command("sh", "-c", guard, "sh", folder, bin) //nolint:noctx // it outlives every call
	apart(command)
	if os.Geteuid() == 0 {
		if err := asOther(command, folder); err != nil {
			return nil, errors.Join(err, os.RemoveAll(folder))
		}
	}
	held, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	// The server keeps none of this process's files open, otherwise `go test` would wait for it.
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	command.Stdout = in
	err = command.Start()
	if err := errors.Join(err, in.Close()); err != nil {
		return nil, errors.Join(err, out.Close(), os.RemoveAll(folder))
	}
	s := &Server{folder, command, bufio.NewReader(out), held}
	if err := s.started(); err != nil {
		return nil, errors.Join(fmt.Errorf("the PostgreSQL of %s does not start: %w", bin, err), s.Close())
	}
	return s, nil
}

// started waits for what the guard says of a start.
func (s *Server) started() error {
	var said strings.Builder
	for {
		switch line, err := s.answers.ReadString('\n'); {
		case line == "ready\n":
			return nil
		case line == "failed\n" || err != nil:
			return errors.New(strings.TrimSpace(said.String()))
		default:
			said.WriteString(line)
		}
	}
}

// DSN returns how to connect to the database postgres.
func (s *Server) DSN() string {
	return fmt.Sprintf("host=%s user=postgres dbname=postgres sslmode=disable", quoted(s.folder))
}

// Kill ends all processes of the server at once and without warning, as kill -9 does. [Server.Restart] brings it back.
func (s *Server) Kill(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.DSN())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }() // which the server does not hear any more
	rows, err := conn.Query(ctx, `SELECT pid FROM pg_stat_activity`)
	if err != nil {
		return err
	}
	others, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return err
	}
	file, err := os.ReadFile(filepath.Join(s.folder, "data", "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(file), "\n")
	postmaster, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return err
	}
	all := append([]int{postmaster}, others...) // the first one would start others again
	for _, pid := range all {
		if err := send(pid, os.Kill); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("killing process %d: %w", pid, err)
		}
	}
	for _, pid := range all { // PostgreSQL does not start beside what is left of them
		for send(pid, syscall.Signal(0)) == nil {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
	return nil
}

// send sends a signal to a process; the error is [os.ErrProcessDone] where there is none.
func send(pid int, signal os.Signal) error {
	process, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	defer func() { _ = process.Release() }() // which frees memory and cannot fail
	return process.Signal(signal)
}

// Restart starts the server again after [Server.Kill], and returns when it has recovered.
func (s *Server) Restart() error {
	_, err := io.WriteString(s.held, "start\n")
	if err == nil {
		err = s.started()
	}
	if err != nil {
		return fmt.Errorf("PostgreSQL does not start again: %w", err)
	}
	return nil
}

// Close stops the server and removes all its files.
func (s *Server) Close() error {
	if err := s.held.Close(); err != nil {
		return err
	}
	return s.guard.Wait()
}

// binaries returns the folder of initdb, pg_ctl and postgres.
func binaries() (string, error) {
	if bin := os.Getenv("KAM_PG_BIN"); bin != "" {
		return bin, nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path), nil // initdb stands beside postgres, its link need not
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", ErrMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// asOther makes the command run as the user postgres, whom the folder is given.
func asOther(command *exec.Cmd, folder string) error {
	postgres, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("%w: root cannot run it, and %w", ErrMissing, err)
	}
	return become(command, folder, postgres)
}

// quoted returns a value of a DSN.
func quoted(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}
