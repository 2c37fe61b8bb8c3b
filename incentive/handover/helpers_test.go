package handover_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/handover"
	"github.com/kam-go/kam/internal/wordtest"
)

const ever = "2026-01-01/.."

func member(payee, role, share, period string) handover.Member {
	return handover.Member{Payee: payee, Role: role, Share: kam.MustFraction(share), Period: kam.MustPeriod(period)}
}

func owner(payee, share, period string) handover.Member { return member(payee, "", share, period) }

func account(id string, team ...handover.Member) handover.Account {
	return handover.Account{ID: id, Active: kam.MustPeriod(ever), Team: team}
}

func in(a handover.Account, territory string) handover.Account {
	a.Within = []handover.Placement{{Territory: territory, Period: kam.MustPeriod(ever)}}
	return a
}

func byTeam() handover.Policy { return handover.Policy{By: handover.ByTeam, House: "house"} }

func mustCompile(t testing.TB, b handover.Book) *handover.Ownership {
	t.Helper()
	o, err := handover.Compile(b)
	require.NoError(t, err)
	return o
}

// people writes participants as "anna owner 0.5, …".
func people(list []incentive.Participant) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = p.Payee + " " + p.Role + " " + p.Share.String()
	}
	return strings.Join(texts, ", ")
}

func seats(list []handover.Seat) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = p.Payee + " " + p.Role + " " + p.Share.String()
	}
	return strings.Join(texts, ", ")
}

// codes returns "code place" of every finding of an error, and checks their texts.
func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		if f.Severity == kam.Error {
			out = append(out, f.Code+" "+f.Place)
		}
		good(t, f)
	}
	return out
}

func good(t testing.TB, f kam.Finding) {
	t.Helper()
	for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
		assert.NotEmpty(t, text, f.Code)
		wordtest.Formatted(t, text)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func equalDecimal(t testing.TB, want string, got decimal.Decimal) {
	t.Helper()
	if !dec(want).Equal(got) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// roster lists payees and gives each a quota of 100 for each quarter of 2026.
func roster(payees ...string) incentive.Roster {
	var r incentive.Roster
	for _, id := range payees {
		r.Payees = append(r.Payees, incentive.Payee{ID: id})
		a := incentive.Assignment{Payee: id, Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}
		for _, q := range []string{"2026-01-01/2026-04-01", "2026-04-01/2026-07-01", "2026-07-01/2026-10-01", "2026-10-01/2027-01-01"} {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: kam.MustPeriod(q), Amount: dec("100")})
		}
		r.Assignments = append(r.Assignments, a)
	}
	return r
}

func change(moves ...handover.Move) handover.Change {
	return handover.Change{ID: "c1", On: kam.MustDay("2026-07-01"), Reason: "new territories", ApprovedBy: "vera", Unowned: handover.UnownedRefuse, Moves: moves}
}

func to(payee, share string) handover.Receiver {
	return handover.Receiver{Payee: payee, Share: kam.MustFraction(share)}
}
