package main_test

import (
	"errors"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgserver"
)

// Three workers, one of which is killed, then the server: the statements and the ledger are those of one process.
// KAM_RIVER_TRANSACTIONS says of how many transactions.
func TestKilledWorkerAndServer(t *testing.T) {
	t.Parallel()
	requirePostgreSQL(t)
	transactions := number(t, "KAM_RIVER_TRANSACTIONS", 4_000)
	payees := number(t, "KAM_RIVER_PAYEES", max(transactions/100, 100))
	timeout := "5s"
	if transactions > 100_000 {
		timeout = "5m"
	}
	stdout, stderr := call(t, 0, "-transactions", strconv.Itoa(transactions), "-payees", strconv.Itoa(payees),
		"-shares", strconv.Itoa(number(t, "KAM_RIVER_SHARES", 32)), "-timeout", timeout, "-logs", t.TempDir())
	assert.Empty(t, stderr)
	t.Log("\n" + stdout)
	assert.Regexp(t, `worker-\d+ was killed \(-9\) with job \d+ in hand`, stdout)
	assert.Contains(t, stdout, "PostgreSQL was killed (-9) in round ")
	assert.Contains(t, stdout, "the same as in one process: "+strconv.Itoa(payees)+" statements")
	assert.NotContains(t, stdout, "0 were taken from a worker that was lost")
}

func requirePostgreSQL(t *testing.T) {
	t.Helper()
	server, err := pgserver.Start()
	if errors.Is(err, pgserver.ErrMissing) && os.Getenv("KAM_PG_REQUIRED") != "1" {
		t.Skip(err)
	}
	require.NoError(t, err)
	require.NoError(t, server.Close())
}
