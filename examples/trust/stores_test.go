package trust_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive/incentivetest"
	"github.com/kam-go/kam/incentive/ledger"
)

// kind is a kind of store.
type kind struct {
	name string
	// make returns where a new store is to be.
	make func(t testing.TB) string
	open func(ctx context.Context, where string) (b book, end func() error, err error)
}

var kinds = []kind{
	{
		name: "sqlite",
		make: func(t testing.TB) string { return filepath.Join(t.TempDir(), "kam.db") },
		open: func(ctx context.Context, where string) (book, func() error, error) {
			s, err := sqlstore.Open(ctx, where)
			if err != nil {
				return nil, nil, err
			}
			return s, s.Close, nil
		},
	},
	{
		name: "postgres",
		make: pgtest.Start,
		open: func(ctx context.Context, where string) (book, func() error, error) {
			s, err := pgstore.Open(ctx, where)
			if err != nil {
				return nil, nil, err
			}
			return s, func() error { s.Close(); return nil }, nil
		},
	},
}

func kindOf(name string) (kind, error) {
	for _, k := range kinds {
		if k.name == name {
			return k, nil
		}
	}
	return kind{}, fmt.Errorf("no store is named %q", name)
}

// onEach runs a test on each kind of store.
func onEach(t *testing.T, test func(t *testing.T, k kind)) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) { test(t, k) })
	}
}

// read returns what the ledger of a store has, checked by the store itself.
func (k kind) read(t *testing.T, where string) content {
	t.Helper()
	b, end, err := k.open(t.Context(), where)
	require.NoError(t, err)
	c, err := contentOf(t.Context(), b)
	require.NoError(t, err)
	require.NoError(t, end())
	return c
}

// number returns a number of the environment, or the usual one.
func number(t testing.TB, name, usual string) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv(name), usual))
	require.NoError(t, err, name)
	return n
}

// usualPayees is how many people the payroll of a test pays, unless KAM_PAYEES says otherwise.
const usualPayees = "2000"

func payees(t testing.TB) int { return number(t, "KAM_PAYEES", usualPayees) }

// memory is a book that needs no disk: the reference.
type memory struct {
	*ledger.Memory
	*incentivetest.Store
}

// calm is the ledger of a payroll that nothing happened to, from the reference in memory.
var calm = sync.OnceValues(func() (content, error) {
	people, err := strconv.Atoi(cmp.Or(os.Getenv("KAM_PAYEES"), usualPayees))
	if err != nil {
		return content{}, err
	}
	m := &inMemory{memory{&ledger.Memory{}, incentivetest.NewStore(deals(people), roster(people))}}
	if err := payroll(context.Background(), m, people, func(string) {}); err != nil {
		return content{}, err
	}
	return contentOf(context.Background(), m)
})

func undisturbed(t *testing.T) content {
	t.Helper()
	c, err := calm()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(c.records), 4*payees(t), "two entries or more for each who sold, and two for each payout")
	require.Len(t, c.snapshot.Periods, len(months))
	return c
}
