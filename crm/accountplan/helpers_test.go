package accountplan_test

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
	"github.com/kam-go/kam/crm/accountplan"
	"github.com/kam-go/kam/internal/wordtest"
)

func ref(kind crm.Kind, id string) crm.Ref { return crm.Ref{System: "zoho", Kind: kind, ID: id} }

func record(id string, data crm.Data) crm.Record {
	return crm.Record{Ref: ref(crm.KindOf(data), id), Revision: "1", Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Data: data}
}

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }

func contact(id, account string, role crm.BuyingRole) crm.Record {
	return record(id, &crm.Contact{Name: "Contact " + id, Account: account, Role: role})
}

// met is a visit that is done.
func met(id, day, user string, contacts ...string) crm.Record {
	at, err := time.Parse("2006-01-02 15:04", day+" 02:00")
	if err != nil {
		return crm.Record{}
	}
	return record(id, &crm.Activity{Type: crm.Visit, Status: crm.Done, Start: at, Owner: user, Contacts: contacts})
}

func policy() accountplan.Policy {
	p := accountplan.Policy{
		Roles: []crm.BuyingRole{crm.Economic, crm.Technical}, Meetings: []crm.ActivityType{crm.Visit, crm.Meeting}, MetWithin: 90, ChampionWithin: 30, People: 2,
		Priorities: []accountplan.Priority{{Name: "must", Weight: 3}, {Name: "should", Weight: 1}}, Partly: kam.MustFraction("1/2"),
		HighRisk: 12, Opponent: 4, DealMonths: 12, Cancelled: []string{"cancelled"},
	}
	for _, part := range accountplan.Parts() {
		p.Weights = append(p.Weights, accountplan.Weight{Part: part, Weight: 1})
	}
	return p
}

func plan() accountplan.Plan {
	return accountplan.Plan{
		ID: "acme-2026", Version: 1, Account: ref(crm.KindAccount, "acme"), Name: "Acme", Owner: "anna", Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		ReviewOn: kam.MustDay("2026-07-31"), Currency: "CNY",
	}
}

func rules(t testing.TB, p accountplan.Policy) *accountplan.Rules {
	t.Helper()
	r, err := accountplan.Compile(p, time.FixedZone("CST", 8*3600))
	require.NoError(t, err)
	return r
}

// review looks at a plan on 2026-06-30 by the policy above.
func review(t testing.TB, p accountplan.Plan, records ...crm.Record) *accountplan.Review {
	t.Helper()
	return reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: p, Records: records})
}

func reviewed(t testing.TB, p accountplan.Policy, in accountplan.Inputs) *accountplan.Review {
	t.Helper()
	v, err := rules(t, p).Review(in)
	require.NoError(t, err)
	for _, f := range v.Findings {
		good(t, f.Message, f.Remedy)
	}
	measures, err := v.Measures(kam.Subject{Kind: "account", ID: "acme"})
	require.NoError(t, err)
	for _, m := range measures {
		require.NoError(t, m.Check(), m.Metric)
	}
	return v
}

// found lists "code place" of the findings with one of some codes, all without any.
func found(v *accountplan.Review, codes ...string) []string {
	var out []string
	for _, f := range v.Findings {
		ok := len(codes) == 0
		for _, code := range codes {
			ok = ok || f.Code == "accountplan."+code
		}
		if ok {
			out = append(out, f.Code[len("accountplan."):]+" "+f.Place)
		}
	}
	return out
}

// message is that of the first finding with a code.
func message(t testing.TB, v *accountplan.Review, code string) kam.Text {
	t.Helper()
	for _, f := range v.Findings {
		if f.Code == "accountplan."+code {
			return f.Message
		}
	}
	t.Fatalf("no finding %s among %v", code, found(v))
	return kam.Text{}
}

func faults(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code[len("accountplan."):]+" "+f.Place)
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

// measured returns the parts of a measure as text, "?" when it is unknown.
func measured(t testing.TB, v *accountplan.Review, metric, scope string) string {
	t.Helper()
	list, err := v.Measures(kam.Subject{Kind: "account", ID: "acme"})
	require.NoError(t, err)
	for _, m := range list {
		if m.Metric != metric || m.Scope != scope {
			continue
		}
		switch {
		case m.IsRatio():
			return m.Numerator.Decimal.String() + "/" + m.Denominator.Decimal.String()
		case m.Value.Valid:
			return m.Value.Decimal.String()
		}
		return "?"
	}
	return "none"
}

func exact(r accountplan.Ratio) string {
	value, ok := r.Rat()
	if !ok {
		return "?"
	}
	return value.RatString()
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
