package verify_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// TestRandomStatementsVerify verifies the exports of made-up cases, held payees aside. KAM_LONG=1 takes two hundred times as many.
func TestRandomStatementsVerify(t *testing.T) {
	n := uint64(300)
	if os.Getenv("KAM_LONG") != "" {
		n *= 200
	}
	verified, lines, failed := 0, 0, 0
	for seed := range n {
		for _, data := range exportsOf(t, seed) {
			verified++
			lines += strings.Count(string(data), `"position_before"`)
			if err := incentive.VerifyStatement(data); err != nil {
				t.Errorf("seed %d:\n%v\n%s", seed, err, data)
				failed++
			}
		}
		if failed >= 3 {
			t.Fatalf("stopped after seed %d", seed)
		}
	}
	t.Logf("%d statements with %d lines", verified, lines)
	require.Greater(t, verified, 300)
}

// exportsOf returns the exports of one made-up case.
func exportsOf(t *testing.T, seed uint64) [][]byte {
	t.Helper()
	c, err := gen.New(seed)
	require.NoError(t, err)
	cal, err := kam.NewCalendar(c.Calendar)
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: c.Plans, Calendar: cal})
	require.NoError(t, err)
	run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{Workers: 1})
	if _, bad := errors.AsType[*kam.InvalidError](err); bad {
		return nil
	}
	require.NoError(t, err)
	var all [][]byte
	for s := range run.Statements() {
		data, err := s.Export()
		require.NoError(t, err, "seed %d", seed)
		all = append(all, data)
	}
	return all
}
