package replica_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/replica"
)

// inputs are those of a reading that sweeps every time.
func (f *fake) inputs(what string, store crm.Store) replica.Inputs {
	return replica.Inputs{Source: f.as(what), Store: store, Now: f.now, Settle: 10 * time.Second, SweepEvery: 1}
}

// copied returns the copy of a kind as id and content, "" for what is deleted.
func copied(t *testing.T, store crm.Store, system crm.System, k crm.Kind) map[string]string {
	t.Helper()
	found := map[string]string{}
	var mark crm.Mark
	for {
		records, err := store.Changes(t.Context(), system, k, mark, 1_000)
		require.NoError(t, err)
		for _, r := range records {
			mark = crm.MarkOf(r)
			content := ""
			switch d := r.Data.(type) {
			case *crm.User:
				content = d.Name
			case *crm.Account:
				content = d.Name
			case *crm.Order:
				content = d.Number
			}
			require.NotContains(t, found, r.Ref.ID)
			found[r.Ref.ID] = content
		}
		if len(records) < 1_000 {
			return found
		}
	}
}

// equal checks that the copy is what the system has, and that what else it knows is deleted.
func (f *fake) equal(t *testing.T, store crm.Store, what string) {
	t.Helper()
	for _, k := range f.kinds {
		found := copied(t, store, f.system, k)
		for id, thing := range f.things[k] {
			want := ""
			if !thing.gone {
				want = fmt.Sprint(thing.content)
			}
			require.Equal(t, want, found[id], "%s %s: %+v", what, id, *thing)
			delete(found, id)
		}
		require.Empty(t, found, "%s: what the system never had", what)
	}
}

// rest lets so much time pass that everything has settled.
func (f *fake) rest() {
	f.between, f.fail = nil, nil
	f.clock = f.clock.Add(time.Minute)
}

// system returns a system of a seed: all kinds of them there are.
func system(seed uint64) (f *fake, what string) {
	f = newFake(seed, crm.KindUser, crm.KindAccount, crm.KindOrder)
	what = []string{"full", "listing", "plain"}[seed%3]
	f.touching = what == "plain" || f.rng.IntN(2) == 0
	f.grain = []time.Duration{time.Microsecond, time.Second, 5 * time.Second}[f.rng.IntN(3)]
	f.late = time.Duration(f.rng.IntN(3)) * time.Second
	f.pages = 1 + f.rng.IntN(5)
	for _, k := range f.kinds {
		f.create(k, f.rng.IntN(15))
		f.pass(3 * time.Second)
	}
	return f, what
}

func TestCopyIsEqualAfterAQuietReading(t *testing.T) {
	for seed := range uint64(450) {
		f, what := system(seed)
		store := crm.NewMemory()
		busy := func() {
			f.pass(2 * time.Second)
			for range f.rng.IntN(3) {
				f.happen()
			}
		}
		for range 1 + f.rng.IntN(4) {
			f.between = busy
			if f.rng.IntN(2) == 0 {
				f.fail = func() bool { return f.rng.IntN(8) == 0 }
			}
			in := f.inputs(what, store)
			in.Anew = f.rng.IntN(8) == 0
			_, err := replica.Run(t.Context(), in)
			if err != nil {
				require.ErrorIs(t, err, errDown, "seed %d", seed)
			}
			f.clock = f.clock.Add(time.Duration(f.rng.IntN(40)) * time.Second)
		}
		f.rest()
		report, err := replica.Run(t.Context(), f.inputs(what, store))
		require.NoError(t, err, "seed %d", seed)
		f.equal(t, store, fmt.Sprintf("seed %d, %s", seed, what))
		for _, k := range report.Kinds {
			assert.True(t, k.Complete)
			assert.True(t, k.Swept || what != "listing")
		}
		f.rest()
		again, err := replica.Run(t.Context(), f.inputs(what, store))
		require.NoError(t, err)
		f.equal(t, store, fmt.Sprintf("seed %d again", seed))
		for _, k := range again.Kinds {
			assert.Zero(t, k.Records+k.Forgotten+k.Restored+k.Missing, "seed %d: nothing has happened: %+v", seed, k)
			assert.Equal(t, what != "plain", k.Swept)
		}
	}
}

func TestTwoSystemsInOneStore(t *testing.T) {
	store := crm.NewMemory()
	one, _ := system(1)
	two, _ := system(2)
	two.system = "other"
	for range 3 {
		for _, f := range []*fake{one, two} {
			for range 5 {
				f.happen()
			}
			f.rest()
			_, err := replica.Run(t.Context(), f.inputs("full", store))
			require.NoError(t, err)
		}
	}
	one.equal(t, store, "one")
	two.equal(t, store, "two")
}

func TestReadingIsDeterministic(t *testing.T) {
	run := func() (replica.Report, []crm.Position) {
		f, what := system(9)
		f.between = func() { f.pass(time.Second); f.happen() }
		store := crm.NewMemory()
		report, err := replica.Run(t.Context(), f.inputs(what, store))
		require.NoError(t, err)
		var positions []crm.Position
		for _, k := range f.kinds {
			p, err := store.Position(t.Context(), f.system, k)
			require.NoError(t, err)
			positions = append(positions, p)
		}
		return report, positions
	}
	report, positions := run()
	again, others := run()
	assert.Equal(t, report, again)
	assert.Equal(t, positions, others)
}

// A page ends in the middle of an instant in which many records were modified.
func TestTiesAcrossPages(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.pages = 4
	f.create(crm.KindUser, 50)
	f.clock = f.clock.Add(time.Minute)
	store := crm.NewMemory()
	report, err := replica.Run(t.Context(), f.inputs("plain", store))
	require.NoError(t, err)
	assert.Equal(t, 13, report.Kinds[0].Pages)
	assert.Equal(t, 50, report.Kinds[0].Records)
	f.equal(t, store, "ties")
}

// What a system shows late is not lost as long as it shows it before it has settled; without settling it is.
func TestLateRecordsNeedToSettle(t *testing.T) {
	for _, settle := range []time.Duration{10 * time.Second, time.Nanosecond} {
		f := newFake(1, crm.KindUser)
		store := crm.NewMemory()
		in := f.inputs("plain", store)
		in.Settle = settle
		f.late = 5 * time.Second
		for range 40 {
			f.create(crm.KindUser, 1)
			f.pass(2 * time.Second)
			_, err := replica.Run(t.Context(), in)
			require.NoError(t, err)
		}
		f.rest()
		_, err := replica.Run(t.Context(), in)
		require.NoError(t, err)
		found := copied(t, store, f.system, crm.KindUser)
		assert.Equal(t, settle > time.Second, len(found) == 40, "%d records", len(found))
	}
}

func TestRestoredWithoutBeingModified(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 10)
	store := crm.NewMemory()
	read := func(sweeps time.Duration) replica.KindReport {
		f.rest()
		in := f.inputs("full", store)
		in.SweepEvery = sweeps
		report, err := replica.Run(t.Context(), in)
		require.NoError(t, err)
		return report.Kinds[0]
	}
	read(0)
	removed := f.remove(crm.KindUser)
	assert.Equal(t, 1, read(0).Deleted)
	assert.Empty(t, copied(t, store, f.system, crm.KindUser)[removed.id])
	f.restore(crm.KindUser)
	f.clock = f.clock.Add(time.Hour)
	k := read(0)
	assert.Zero(t, k.Records+k.Deleted)
	assert.False(t, k.Swept, "the first sweep is due a week later")
	f.clock = f.clock.Add(7 * 24 * time.Hour)
	k = read(0)
	assert.True(t, k.Swept)
	assert.Equal(t, 1, k.Restored)
	f.equal(t, store, "swept")
	got, err := store.Records(t.Context(), []crm.Ref{{System: f.system, Kind: crm.KindUser, ID: removed.id}})
	require.NoError(t, err)
	assert.Equal(t, k.Until, got[0].Modified)
}
