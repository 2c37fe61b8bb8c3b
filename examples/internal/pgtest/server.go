package pgtest

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/kam-go/kam/examples/internal/pgserver"
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
		return own.DSN()
	case errors.Is(err, pgserver.ErrMissing) && os.Getenv("KAM_PG_REQUIRED") != "1":
		t.Skipf("pgtest: %v, or a server in KAM_PG_DSN", err)
	default:
		t.Fatalf("pgtest: %v", err)
	}
	return ""
}

// private starts the server of this process, once; it ends with the process.
var private = sync.OnceValues(pgserver.Start)

// quoted returns a value of a DSN.
func quoted(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}
