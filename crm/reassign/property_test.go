package reassign_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/reassign"
	"github.com/kam-go/kam/internal/wordtest"
)

func errorsAs(err error) (*reassign.ConflictError, bool) {
	return errors.AsType[*reassign.ConflictError](err)
}

// random makes up records of five users, the last of them inactive, and a change.
func random(seed uint64) (reassign.Change, []crm.Record) {
	rnd := rand.New(rand.NewPCG(seed, 11))
	people := []string{"anna", "bo", "cy", "di"}
	records := append(users(people...), record("gone", &crm.User{Inactive: true}))
	anybody := func() string { return append(people, "gone", "")[rnd.IntN(6)] }
	some := func() string { return people[rnd.IntN(4)] }
	for i := range 20 {
		id := fmt.Sprintf("a%02d", i)
		var team []crm.Member
		for range rnd.IntN(3) {
			team = append(team, member(some(), []crm.TeamRole{crm.RoleOwner, crm.RoleTechnical, crm.RoleService}[rnd.IntN(3)], []string{"", "2025-01-01/..", "2025-01-01/2026-01-01", "2026-08-01/2027-01-01"}[rnd.IntN(4)]))
		}
		r := account(id, anybody(), team...)
		r.Data.(*crm.Account).Tier = []string{"A", "B"}[rnd.IntN(2)]
		if rnd.IntN(2) == 0 {
			r.Data.(*crm.Account).Parent = fmt.Sprintf("a%02d", rnd.IntN(20))
		}
		records = append(records, r)
		for j := range rnd.IntN(3) {
			records = append(records, deal(fmt.Sprintf("o%02d-%d", i, j), id, anybody(), fmt.Sprint(rnd.IntN(1000))), todo(fmt.Sprintf("t%02d-%d", i, j), id, anybody()))
		}
	}
	c := change()
	for i := range 1 + rnd.IntN(3) {
		m := reassign.Move{Name: fmt.Sprint(i), Where: reassign.Where{Owners: []string{anybody()}}, To: []string{some()}, PreferTeam: rnd.IntN(2) == 0, Together: rnd.IntN(2) == 0}
		if rnd.IntN(3) == 0 {
			m.Where = reassign.Where{Tiers: []string{"A"}}
		}
		if other := some(); other != m.To[0] {
			m.To, m.By = append(m.To, other), []reassign.Sharing{reassign.ByLoad, reassign.ByOrder}[rnd.IntN(2)]
		}
		c.Moves = append(c.Moves, m)
	}
	if rnd.IntN(2) == 0 {
		c.Leaving = []reassign.Leaver{{User: some(), Successor: some()}}
	}
	if rnd.IntN(2) == 0 {
		c.Limits, c.Full = []reassign.Limit{{User: some(), Most: rnd.IntN(10)}}, []reassign.Full{reassign.FullStay, reassign.FullRefuse}[rnd.IntN(2)]
	}
	return c, records
}

// Nothing is lost, nothing selected is left without an active owner, and nobody who leaves keeps anything.
func TestPropertiesOfAChange(t *testing.T) {
	planned := 0
	for seed := range uint64(600) {
		c, records := random(seed)
		p, err := reassign.Plan(c, records)
		if err != nil {
			_, refused := errors.AsType[*kam.InvalidError](err)
			require.True(t, refused, "seed %d: %v", seed, err)
			continue
		}
		planned++
		require.Equal(t, p.Totals.Before, p.Totals.After)
		shuffled := slices.Clone(records)
		slices.Reverse(shuffled)
		a, err := p.Apply(shuffled)
		require.NoError(t, err, "seed %d: the order of records does not matter", seed)
		require.Equal(t, p.Changes, a.Changes)

		now := map[crm.Ref]crm.Record{}
		for _, r := range append(slices.Clone(records), a.Records...) {
			require.NoError(t, r.Check())
			now[r.Ref] = r
		}
		load := map[string]int{}
		for _, r := range now {
			switch d := r.Data.(type) {
			case *crm.Account:
				load[d.Owner]++
			case *crm.Opportunity:
				for _, l := range c.Leaving {
					require.NotEqual(t, l.User, d.Owner, "seed %d", seed)
				}
			}
		}
		for _, l := range c.Leaving {
			require.Zero(t, load[l.User], "seed %d", seed)
		}
		for _, m := range p.Accounts {
			require.Contains(t, []string{"anna", "bo", "cy", "di"}, m.To)
			owner := now[m.Account].Data.(*crm.Account)
			require.Equal(t, m.To, owner.Owner)
			in := 0
			for _, x := range owner.Team {
				if x.Role == crm.RoleOwner && x.On(c.On) {
					in++
				}
			}
			require.Equal(t, 1, in, "seed %d: one owner in the team", seed)
		}
		received := map[string]bool{}
		for _, m := range p.Accounts {
			received[m.To] = true
		}
		for _, l := range c.Limits {
			if received[l.User] {
				require.LessOrEqual(t, load[l.User], l.Most, "seed %d", seed)
			}
		}
		for _, change := range p.Changes {
			if change.Owner != nil {
				require.NotEqual(t, change.Owner.Old, change.Owner.New)
			}
		}
		wordtest.Formatted(t, p.Markdown(kam.English)+p.Markdown(kam.Chinese))
		for _, n := range p.Notices() {
			good(t, n.Subject, n.Body)
		}
	}
	assert.Greater(t, planned, 200)
}

func FuzzParseChange(f *testing.F) {
	f.Add([]byte(`{"id":"c","system":"zoho","on":"2026-07-01","reason":"r","approvedBy":"v","moves":[{"name":"m","where":{"owners":["anna"]},"to":["bo"]}],"follow":["contact","opportunity"],"stay":["activity","request"]}`))
	records := append(users("anna", "bo"), account("1", "anna"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		if c, err := reassign.ParseChange(data); err == nil {
			_, _ = reassign.Plan(c, records)
		}
	})
}
