package reassign_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/reassign"
	"github.com/kam-go/kam/internal/wordtest"
)

func ref(kind crm.Kind, id string) crm.Ref { return crm.Ref{System: "zoho", Kind: kind, ID: id} }

func record(id string, data crm.Data) crm.Record {
	return crm.Record{Ref: ref(crm.KindOf(data), id), Revision: "1", Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Data: data}
}

func users(ids ...string) []crm.Record {
	var out []crm.Record
	for _, id := range ids {
		out = append(out, record(id, &crm.User{Name: "User " + id}))
	}
	return out
}

func account(id, owner string, team ...crm.Member) crm.Record {
	return record(id, &crm.Account{Name: "Account " + id, Owner: owner, Team: team})
}

func deal(id, account, owner, amount string) crm.Record {
	return record(id, &crm.Opportunity{Name: "Deal " + id, Account: account, Owner: owner, Status: crm.Open, Currency: "CNY", Amount: decimal.NewNullDecimal(decimal.RequireFromString(amount))})
}

func todo(id, account, owner string) crm.Record {
	return record(id, &crm.Activity{Type: crm.Visit, Subject: "Visit " + id, Account: account, Owner: owner, Status: crm.Planned, Start: time.Date(2026, 7, 9, 2, 0, 0, 0, time.UTC)})
}

func member(user string, role crm.TeamRole, period string) crm.Member {
	m := crm.Member{User: user, Role: role}
	if period != "" {
		m.Period = kam.MustPeriod(period)
	}
	return m
}

// change moves everything that goes along but requests.
func change(moves ...reassign.Move) reassign.Change {
	return reassign.Change{
		ID: "2026-07", System: "zoho", On: kam.MustDay("2026-07-01"), Reason: "new territories", ApprovedBy: "vera", Moves: moves,
		Follow: []crm.Kind{crm.KindContact, crm.KindOpportunity, crm.KindActivity}, Stay: []crm.Kind{crm.KindRequest},
	}
}

func from(owner string, to ...string) reassign.Move {
	m := reassign.Move{Name: "from " + owner, Where: reassign.Where{Owners: []string{owner}}, To: to}
	if len(to) > 1 {
		m.By = reassign.ByLoad
	}
	return m
}

func plan(t testing.TB, c reassign.Change, records ...crm.Record) *reassign.Preview {
	t.Helper()
	p, err := reassign.Plan(c, records)
	require.NoError(t, err)
	return p
}

// owners lists "account from → to" of a preview.
func owners(p *reassign.Preview) []string {
	var out []string
	for _, a := range p.Accounts {
		out = append(out, a.Account.ID+" "+a.From+" → "+a.To)
	}
	return out
}

// changed lists "kind/id old → new" of every owner that changes.
func changed(list []reassign.RecordChange) []string {
	var out []string
	for _, c := range list {
		if c.Owner != nil {
			out = append(out, string(c.Ref.Kind)+"/"+c.Ref.ID+" "+c.Owner.Old+" → "+c.Owner.New)
		}
	}
	return out
}

func stays(p *reassign.Preview) []string {
	var out []string
	for _, s := range p.Stays {
		out = append(out, string(s.Ref.Kind)+"/"+s.Ref.ID+" "+s.Owner+" "+string(s.Reason))
	}
	return out
}

func team(list []crm.Member) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.User+" "+string(m.Role)+" "+m.Period.String())
	}
	return out
}

func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code+" "+f.Place)
		good(t, f.Message, f.Remedy)
	}
	return out
}

func warnings(t testing.TB, p *reassign.Preview) []string {
	t.Helper()
	var out []string
	for _, f := range p.Warnings {
		out = append(out, f.Code+" "+f.Place)
		good(t, f.Message, f.Remedy)
	}
	return out
}

func good(t testing.TB, texts ...kam.Text) {
	t.Helper()
	for _, text := range texts {
		assert.NotEmpty(t, text.EN)
		assert.NotEmpty(t, text.ZH)
		wordtest.Formatted(t, text.EN+text.ZH)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
