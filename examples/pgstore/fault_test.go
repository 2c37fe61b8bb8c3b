package pgstore_test

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
)

func TestReadOnlySessionLeavesTheLedgerIntact(t *testing.T) {
	s := open(t)
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	require.NoError(t, s.Exec(t.Context(), "SET default_transaction_read_only = on"))
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.ErrorIs(t, err, pgstore.ErrReadOnly)
	_, err = s.PutTransactions(t.Context(), list(deal("1")))
	require.ErrorIs(t, err, pgstore.ErrReadOnly)
	require.ErrorIs(t, s.PutRoster(t.Context(), assigned("2026-01-01", 1)), pgstore.ErrReadOnly)
	assert.Len(t, whole(t, s), 1)
	require.NoError(t, s.Exec(t.Context(), "SET default_transaction_read_only = off"))
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.NoError(t, err)
}

func TestRoleThatMayNotWrite(t *testing.T) {
	dsn := pgtest.Start(t)
	openAt(t, dsn)
	config, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	role := config.Database + "_clerk"
	run(t, dsn, "CREATE ROLE "+role+" LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO "+role)
	defer run(t, dsn, "DROP OWNED BY "+role+"; DROP ROLE "+role)
	s := openAt(t, dsn+" user="+role)
	_, err = s.Append(t.Context(), batch("first", "", pairs))
	require.ErrorIs(t, err, pgstore.ErrReadOnly)
	assert.Empty(t, whole(t, s))
}

func TestLockedLedger(t *testing.T) {
	dsn := pgtest.Start(t) + " lock_timeout=100"
	s := openAt(t, dsn)
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	other, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer other.Close(context.WithoutCancel(t.Context()))
	for _, lock := range []string{
		"SELECT pg_advisory_xact_lock(1801547057, hashtext('public.ledger'))", "LOCK TABLE entries IN EXCLUSIVE MODE",
	} {
		_, err = other.Exec(t.Context(), "BEGIN; "+lock)
		require.NoError(t, err)
		assert.Len(t, whole(t, s), 1, "readers do not wait")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		_, err = s.Append(ctx, batch("second", receipt.Head, pairs))
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
		require.ErrorIs(t, err, pgstore.ErrBusy)
		_, err = other.Exec(t.Context(), "ROLLBACK")
		require.NoError(t, err)
	}
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.NoError(t, err)
	assert.Len(t, whole(t, s), 2)
}

// network is a connection to the server that can be cut after any number of bytes in either direction.
type network struct {
	listener net.Listener
	socket   string

	mu    sync.Mutex
	left  int  // bytes until the cut
	armed bool // otherwise there is none
	open  []net.Conn
}

// behind returns the DSN of the same database through a network.
func behind(t *testing.T, dsn string) (*network, string) {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	if !filepath.IsAbs(config.Host) {
		t.Skip("the server is not on a socket")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	n := &network{listener: listener, socket: filepath.Join(config.Host, fmt.Sprintf(".s.PGSQL.%d", config.Port))}
	go n.serve()
	address := listener.Addr().(*net.TCPAddr)
	return n, dsn + " host=127.0.0.1 port=" + strconv.Itoa(address.Port)
}

func (n *network) serve() {
	for {
		client, err := n.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", n.socket)
		if err != nil {
			_ = client.Close()
			continue
		}
		n.mu.Lock()
		n.open = append(n.open, client, server)
		n.mu.Unlock()
		go n.pass(client, server)
		go n.pass(server, client)
	}
}

func (n *network) pass(to, from net.Conn) {
	buffer := make([]byte, 512)
	for {
		count, err := from.Read(buffer)
		count, cut := n.allowed(count)
		if _, failed := to.Write(buffer[:count]); failed != nil {
			err = failed
		}
		if err != nil || cut {
			_ = to.Close()
			_ = from.Close()
			return
		}
	}
}

// allowed returns how many of the bytes still pass, and whether the last one has.
func (n *network) allowed(count int) (pass int, cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.armed {
		return count, false
	}
	count = min(count, n.left)
	n.left -= count
	return count, n.left == 0
}

// cutAfter cuts the connections after so many bytes; mend lets new ones be made.
func (n *network) cutAfter(bytes int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.left, n.armed = bytes, true
}

func (n *network) mend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.open {
		_ = c.Close()
	}
	n.armed, n.open = false, nil
}

// The connection is cut after every so many bytes of an append in turn: what was added is there whole or not at all,
// the error says that nobody knows, and doing it again adds it once.
func TestConnectionCutAnywhereInAnAppend(t *testing.T) {
	direct := pgtest.Start(t)
	wire, dsn := behind(t, direct)
	watch := openAt(t, direct)
	added, missing, survived := 0, 0, 0
	for cut := 1; survived == 0; cut += 97 {
		s, err := pgstore.Open(t.Context(), dsn)
		require.NoError(t, err)
		before, err := s.Snapshot(t.Context(), year)
		require.NoError(t, err)
		b := batch(fmt.Sprintf("cut after %d bytes", cut), before.Head, 10)
		wire.cutAfter(cut)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		_, err = s.Append(ctx, b)
		cancel()
		wire.mend()
		after, failed := watch.Snapshot(t.Context(), year)
		require.NoError(t, failed)
		switch {
		case err == nil:
			survived++
		case after.Head != before.Head:
			added++ // it was committed, and the answer was lost
		default:
			missing++
		}
		if err != nil {
			require.ErrorIs(t, err, pgstore.ErrDisconnected, "cut after %d bytes", cut)
		}
		receipt, err := watch.Append(t.Context(), b)
		require.NoError(t, err)
		assert.Equal(t, after.Head != before.Head, receipt.Repeated, "cut after %d bytes", cut)
		s.Close()
	}
	runs := whole(t, watch)
	assert.Len(t, runs, added+missing+survived)
	assert.Positive(t, missing)
	t.Logf("of %d connections cut inside an append, %d batches were not added, %d were added without an answer", added+missing, missing, added)
}
