package crm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
)

// user is a record of somebody, changed so many seconds after an instant.
func user(system crm.System, id string, second int) crm.Record {
	return crm.Record{
		Ref: crm.Ref{System: system, Kind: crm.KindUser, ID: id}, Modified: time.Date(2026, 1, 1, 0, 0, second, 0, time.UTC),
		Data: &crm.User{Name: fmt.Sprint(id, " at ", second)},
	}
}

func gone(r crm.Record) crm.Record {
	r.Deleted, r.Data = true, nil
	return r
}

func refs(records []crm.Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, r.Ref.String())
	}
	return out
}

func TestLiveLeavesOutWhatIsDeleted(t *testing.T) {
	store := crm.NewMemory()
	account := crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindAccount, ID: "9"}, Modified: time.Unix(9, 0), Data: &crm.Account{Name: "Acme"}}
	for _, b := range []crm.Batch{
		{System: "a", Kind: crm.KindUser, Records: []crm.Record{user("a", "2", 1), user("a", "1", 2), gone(user("a", "3", 3))}},
		{System: "a", Kind: crm.KindAccount, Records: []crm.Record{account}},
		{System: "b", Kind: crm.KindUser, Records: []crm.Record{user("b", "1", 1)}},
		{System: "c", Kind: crm.KindUser, Records: []crm.Record{user("c", "1", 1)}},
	} {
		require.NoError(t, store.Apply(t.Context(), b))
	}
	records, err := crm.Live(t.Context(), store, "b", "a", "b")
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"b:user/1", "a:account/9", "a:user/1", "a:user/2"}, refs(records))
	assert.Equal(t, "b:user/1", refs(records)[0], "systems come in the order given")
	records, err = crm.Live(t.Context(), store)
	require.NoError(t, err)
	assert.Empty(t, records)
}

// moving has records that change while they are read: each call of the kind of users returns the next page.
type moving struct {
	pages [][]crm.Record
	err   error
}

func (m *moving) Changes(_ context.Context, _ crm.System, kind crm.Kind, _ crm.Mark, _ int) ([]crm.Record, error) {
	if kind != crm.KindUser || len(m.pages) == 0 {
		return nil, m.err
	}
	page := m.pages[0]
	m.pages = m.pages[1:]
	return page, nil
}

func TestLiveHasEachRecordOnceAndAsItWasLastRead(t *testing.T) {
	first := make([]crm.Record, crm.MaxBatch)
	for i := range first {
		first[i] = user("a", fmt.Sprintf("%05d", i), 0)
	}
	changed := user("a", "00007", 5)
	records, err := crm.Live(t.Context(), &moving{pages: [][]crm.Record{first, {changed, gone(user("a", "00008", 6))}}}, "a")
	require.NoError(t, err)
	require.Len(t, records, crm.MaxBatch-1)
	assert.Equal(t, changed, records[7])
	assert.Equal(t, "00009", records[8].Ref.ID)
}

func TestLiveReturnsNothingBesideAnError(t *testing.T) {
	broken := errors.New("broken")
	records, err := crm.Live(t.Context(), &moving{err: broken}, "a")
	require.ErrorIs(t, err, broken)
	assert.Nil(t, records)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = crm.Live(ctx, crm.NewMemory(), "a")
	require.ErrorIs(t, err, context.Canceled)
}
