package pgtest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// server returns the DSN of the server's database postgres.
func server(t testing.TB) string {
	t.Helper()
	if dsn := os.Getenv("KAM_PG_DSN"); dsn != "" {
		return dsn
	}
	own, err := private()
	switch {
	case err == nil:
		return own.dsn
	case errors.Is(err, errMissing) && os.Getenv("KAM_PG_REQUIRED") != "1":
		t.Skipf("pgtest: %v", err)
	default:
		t.Fatalf("pgtest: %v", err)
	}
	return ""
}

var errMissing = errors.New("no PostgreSQL here: install it (Debian: apt-get install postgresql), or name its folder in KAM_PG_BIN or a server in KAM_PG_DSN")

// private starts the server of this process, once.
var private = sync.OnceValues(start)

// guard makes the server and waits until nobody holds its standard input any more, that is until the process that
// started it has ended in whatever way. Then it stops the server and removes the folder.
const guard = `
cd "$1" || exit 1
if "$2/initdb" -D data -A trust -U postgres -E UTF8 --locale=C --no-sync >initdb.log 2>&1 &&
	"$2/pg_ctl" -D data -w -t 60 -l log -o "-k '$1' -c listen_addresses='' -c max_connections=200" start >start.log 2>&1
then
	echo ready
else
	cat initdb.log start.log log 2>/dev/null
fi
exec >/dev/null
read -r _
"$2/pg_ctl" -D data -m immediate -w stop >/dev/null 2>&1
cd / && rm -rf "$1"
`

// cluster is a server of this process.
type cluster struct {
	dsn string
	// held is what keeps the guard waiting; nothing ever closes it but the end of this process.
	held io.WriteCloser
}

func start() (*cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	// The path of a socket has at most some 100 bytes, which folders of tests easily exceed.
	folder, err := os.MkdirTemp("/tmp", "kam-pg-")
	if err != nil {
		return nil, err
	}
	command := exec.Command("sh", "-c", guard, "sh", folder, bin) //nolint:noctx // it outlives every test
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
	answer, err := io.ReadAll(out)
	if err := errors.Join(err, out.Close()); err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(answer)) != "ready" {
		return nil, fmt.Errorf("the PostgreSQL of %s does not start: %s", bin, answer)
	}
	return &cluster{fmt.Sprintf("host=%s user=postgres dbname=postgres sslmode=disable", quoted(folder)), held}, nil
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
		return "", errMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// asOther makes the command run as the user postgres, whom the folder is given.
func asOther(command *exec.Cmd, folder string) error {
	postgres, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("%w: root cannot run it, and %w", errMissing, err)
	}
	return become(command, folder, postgres)
}

// quoted returns a value of a DSN.
func quoted(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}
