package replica_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/replica"
)

// What is created while the ids are compared is not forgotten, and what cannot be read by id is counted.
func TestSweepForgetsOnlyWhatIsGone(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 20)
	store := crm.NewMemory()
	f.rest()
	_, err := replica.Run(t.Context(), f.inputs("listing", store))
	require.NoError(t, err)
	f.remove(crm.KindUser)
	f.remove(crm.KindUser)
	f.rest()
	f.between = func() { f.create(crm.KindUser, 1) }
	report, err := replica.Run(t.Context(), f.inputs("listing", store))
	require.NoError(t, err)
	assert.Equal(t, 2, report.Kinds[0].Forgotten)
	assert.Equal(t, 20, report.Kinds[0].Compared)
	f.rest()
	report, err = replica.Run(t.Context(), f.inputs("listing", store))
	require.NoError(t, err)
	assert.Zero(t, report.Kinds[0].Forgotten)
	f.equal(t, store, "after it")

	bare := struct {
		source
		index
	}{source{f}, index{f}}
	removed := f.remove(crm.KindUser)
	f.rest()
	in := f.inputs("", store)
	in.Source = bare
	_, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	removed.gone = false
	f.rest()
	report, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, 1, report.Kinds[0].Missing)
}

// What is forgotten is so as of the end of the reading, so that a change after it is not taken for an older one, however
// roughly a system writes its times.
func TestForgottenAndRestoredSoonAfter(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.grain, f.touching = 5*time.Second, true
	f.create(crm.KindUser, 5)
	f.rest()
	store := crm.NewMemory()
	in := f.inputs("listing", store)
	_, err := replica.Run(t.Context(), in)
	require.NoError(t, err)
	f.remove(crm.KindUser)
	f.rest()
	f.clock = f.clock.Add(4 * time.Second)
	report, err := replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, 1, report.Kinds[0].Forgotten)
	restored := f.restore(crm.KindUser)
	got, err := store.Records(t.Context(), []crm.Ref{{System: f.system, Kind: crm.KindUser, ID: restored.id}})
	require.NoError(t, err)
	assert.Equal(t, report.Kinds[0].Until, got[0].Modified)
	f.rest()
	in.SweepEvery = time.Hour
	report, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.False(t, report.Kinds[0].Swept)
	f.equal(t, store, "restored")
}

// What small pages lack is read together, and not with a call and a batch for each page.
func TestSweepOfSmallPages(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.pages = 10
	f.create(crm.KindUser, 300)
	store := crm.NewMemory()
	var away []*thing
	for range 100 {
		away = append(away, f.remove(crm.KindUser))
	}
	f.rest()
	_, err := replica.Run(t.Context(), f.inputs("listing", store))
	require.NoError(t, err)
	before, err := store.Position(t.Context(), f.system, crm.KindUser)
	require.NoError(t, err)
	for _, thing := range away {
		thing.gone, thing.modified = false, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // they come back as they were long ago
	}
	f.rest()
	f.calls = 0
	report, err := replica.Run(t.Context(), f.inputs("listing", store))
	require.NoError(t, err)
	assert.Equal(t, 100, report.Kinds[0].Restored)
	assert.Equal(t, 1+30+1, f.calls, "changes, ids, records")
	assert.Equal(t, before.Version+1, report.Kinds[0].Version)
	f.equal(t, store, "after it")
}

func TestSweepStopsWhenMostIsGone(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.pages = 100
	f.create(crm.KindUser, 3_000)
	store := crm.NewMemory()
	f.rest()
	_, err := replica.Run(t.Context(), f.inputs("listing", store))
	require.NoError(t, err)
	for _, thing := range f.things[crm.KindUser] {
		thing.gone = true // a right to read was lost
	}
	f.rest()
	in := f.inputs("listing", store)
	report, err := replica.Run(t.Context(), in)
	require.ErrorIs(t, err, replica.ErrGone)
	assert.Zero(t, report.Kinds[0].Forgotten)
	ids, err := store.IDs(t.Context(), f.system, crm.KindUser, "", 10_000)
	require.NoError(t, err)
	assert.Len(t, ids, 3_000)
	in.MostGone = 100
	report, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, 3_000, report.Kinds[0].Forgotten)
	f.equal(t, store, "all gone")
}
