package replica_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/replica"
	"github.com/kam-go/kam/internal/wordtest"
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

// killed is a store whose call of that number fails, before or after it did what it was asked.
type killed struct {
	crm.Store
	left  *int
	after bool
}

var errKilled = errors.New("killed")

func (k killed) dies() bool { *k.left--; return *k.left == 0 }

func (k killed) Position(ctx context.Context, system crm.System, kind crm.Kind) (crm.Position, error) {
	if k.dies() {
		return crm.Position{}, errKilled
	}
	return k.Store.Position(ctx, system, kind)
}

func (k killed) IDs(ctx context.Context, system crm.System, kind crm.Kind, after string, limit int) ([]string, error) {
	if k.dies() {
		return nil, errKilled
	}
	return k.Store.IDs(ctx, system, kind, after, limit)
}

func (k killed) Records(ctx context.Context, refs []crm.Ref) ([]crm.Record, error) {
	if k.dies() {
		return nil, errKilled
	}
	return k.Store.Records(ctx, refs)
}

func (k killed) Apply(ctx context.Context, b crm.Batch) error {
	dies := k.dies()
	if dies && !k.after {
		return errKilled
	}
	if err := k.Store.Apply(ctx, b); err != nil || !dies {
		return err
	}
	return errKilled
}

// A reading that is killed at any step of its own or of the store's, and then runs again, makes the copy equal.
func TestKilledAtEveryStep(t *testing.T) {
	for seed := range uint64(12) {
		for _, way := range []string{"store", "store after", "source", "cancelled"} {
			steps := 0
			for step := 1; ; step++ {
				f, what := system(seed)
				memory := crm.NewMemory()
				_, err := replica.Run(t.Context(), f.inputs(what, memory)) // the copy of an hour ago
				require.NoError(t, err)
				f.clock = f.clock.Add(time.Minute)
				for range 30 {
					f.happen()
				}
				f.clock = f.clock.Add(time.Hour)
				ctx, cancel := context.WithCancel(t.Context())
				left := step
				var store crm.Store = memory
				switch way {
				case "source":
					f.fail = func() bool { left--; return left == 0 }
				case "cancelled":
					f.between = func() {
						if left--; left == 0 {
							cancel()
						}
					}
				default:
					store = killed{memory, &left, way == "store after"}
				}
				in := f.inputs(what, store)
				in.Kinds = f.kinds[:2]
				report, err := replica.Run(ctx, in)
				cancel()
				if left > 0 {
					require.NoError(t, err)
					break // it has as many steps
				}
				steps++
				switch way {
				case "source":
					require.ErrorIs(t, err, errDown)
					assert.Len(t, report.Kinds, 2, "the other kind is read all the same")
				case "cancelled":
					require.ErrorIs(t, err, context.Canceled)
				default:
					require.ErrorIs(t, err, errKilled)
					assert.Len(t, report.Kinds, 2)
				}
				require.True(t, !report.Kinds[0].Complete || len(report.Kinds) == 2 && !report.Kinds[1].Complete || way == "cancelled")
				f.rest()
				_, err = replica.Run(t.Context(), f.inputs(what, memory))
				require.NoError(t, err)
				f.equal(t, memory, fmt.Sprintf("seed %d, %s, step %d", seed, way, step))
			}
			assert.Greater(t, steps, 3)
		}
	}
}

// rival is a store in which another process applies something between two batches.
type rival struct {
	crm.Store
	before func()
}

func (r *rival) Apply(ctx context.Context, b crm.Batch) error {
	if do := r.before; do != nil {
		r.before = nil
		do()
	}
	return r.Store.Apply(ctx, b)
}

func TestTwoReadingsAtOnceLoseNothing(t *testing.T) {
	for seed := range uint64(60) {
		f, what := system(seed)
		f.create(crm.KindUser, 5)
		f.clock = f.clock.Add(time.Minute)
		memory := crm.NewMemory()
		_, err := replica.Run(t.Context(), f.inputs(what, &rival{memory, func() {
			f.happen()
			_, err := replica.Run(t.Context(), f.inputs(what, memory))
			require.NoError(t, err)
		}}))
		require.ErrorIs(t, err, crm.ErrConflict)
		f.rest()
		_, err = replica.Run(t.Context(), f.inputs(what, memory))
		require.NoError(t, err)
		f.equal(t, memory, fmt.Sprintf("seed %d", seed))
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

func TestFaultyRecordsArePassedOver(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 10)
	f.rest()
	n := 0
	f.spoil = func(p *crm.Page) {
		p.Findings.Add(kam.Finding{Code: "map.date", Severity: kam.Warning, Place: "$.Date"})
		for i := range p.Records {
			if n++; n%5 == 0 {
				p.Records[i].Data = &crm.User{Name: "\xff"}
			}
		}
	}
	store := crm.NewMemory()
	report, err := replica.Run(t.Context(), f.inputs("plain", store))
	require.NoError(t, err)
	assert.Equal(t, 8, report.Kinds[0].Records)
	assert.Equal(t, 2, report.Kinds[0].Skipped)
	require.Len(t, report.Findings, 4+2)
	codes := map[string]int{}
	for _, finding := range report.Findings {
		codes[finding.Code]++
		if finding.Code == "replica.skipped" {
			assert.Contains(t, finding.Message.EN, "$.data.name")
			assert.Regexp(t, `\p{Han}`, finding.Message.ZH)
			wordtest.Formatted(t, finding.Message.EN+finding.Message.ZH+finding.Remedy.EN+finding.Remedy.ZH)
		}
	}
	assert.Equal(t, map[string]int{"map.date": 4, "replica.skipped": 2}, codes)
	assert.Equal(t, "user: 8 changed, 2 unfit", report.Kinds[0].Text().EN)
	assert.Equal(t, "user：变更 8 条、无法采用 2 条", report.Kinds[0].Text().ZH)

	f.spoil = nil
	in := f.inputs("plain", store)
	in.Anew = true
	report, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, 10, report.Kinds[0].Records)
	f.equal(t, store, "anew")
}

func TestFindingsAreBounded(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 300)
	f.rest()
	code := 0
	f.spoil = func(p *crm.Page) {
		for range 30 {
			code++
			p.Findings = append(p.Findings, kam.Finding{Code: fmt.Sprint("code-", code%50), Place: "$"})
		}
	}
	report, err := replica.Run(t.Context(), f.inputs("plain", crm.NewMemory()))
	require.NoError(t, err)
	total := report.More
	for _, finding := range report.Findings {
		total += 1 + finding.More
	}
	assert.Len(t, report.Findings, replica.MaxFindings)
	assert.Equal(t, code, total)
}

func TestSourcesThatBreakTheRules(t *testing.T) {
	for name, spoil := range map[string]func(p *crm.Page){
		"another system":       func(p *crm.Page) { p.Records[0].Ref.System = "x" },
		"another kind":         func(p *crm.Page) { p.Records[0].Ref.Kind = crm.KindOrder },
		"no id":                func(p *crm.Page) { p.Records[0].Ref.ID = "" },
		"out of order":         func(p *crm.Page) { p.Records[0], p.Records[1] = p.Records[1], p.Records[0] },
		"twice":                func(p *crm.Page) { p.Records[1] = p.Records[0] },
		"too late":             func(p *crm.Page) { p.Records[len(p.Records)-1].Modified = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) },
		"an empty page before": func(p *crm.Page) { p.Records, p.More = nil, true },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(1, crm.KindUser, crm.KindAccount)
			f.create(crm.KindUser, 10)
			f.create(crm.KindAccount, 10)
			f.rest()
			pages := 0
			f.spoil = func(p *crm.Page) {
				if pages++; pages == 2 {
					spoil(p)
				}
			}
			store := crm.NewMemory()
			report, err := replica.Run(t.Context(), f.inputs("plain", store))
			require.ErrorIs(t, err, replica.ErrSource)
			require.ErrorContains(t, err, "fake user")
			require.Len(t, report.Kinds, 2)
			assert.Equal(t, 3, report.Kinds[0].Records, "what was applied stays")
			assert.False(t, report.Kinds[0].Complete)
			assert.Equal(t, 10, report.Kinds[1].Records, "the other kind is read")
			f.spoil = nil
			_, err = replica.Run(t.Context(), f.inputs("plain", store))
			require.NoError(t, err)
			f.equal(t, store, name)
		})
	}
}

// The same record may come twice on a page of a system that reads its columns one after the other.
func TestOneRefTwiceOnAPage(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 1)
	f.rest()
	f.spoil = func(p *crm.Page) {
		for _, r := range p.Records {
			r.Modified = r.Modified.Add(time.Second)
			r.Data = &crm.User{Name: "later"}
			p.Records = append(p.Records, r)
		}
	}
	store := crm.NewMemory()
	_, err := replica.Run(t.Context(), f.inputs("plain", store))
	require.NoError(t, err)
	for _, content := range copied(t, store, f.system, crm.KindUser) {
		assert.Equal(t, "later", content)
	}
}

func TestInputs(t *testing.T) {
	f := newFake(1, crm.KindUser)
	good := f.inputs("plain", crm.NewMemory())
	for name, change := range map[string]func(*replica.Inputs){
		"no source": func(in *replica.Inputs) { in.Source = nil },
		"no store":  func(in *replica.Inputs) { in.Store = nil },
		"no clock":  func(in *replica.Inputs) { in.Now = nil },
		"a kind that it has not": func(in *replica.Inputs) {
			in.Kinds = []crm.Kind{crm.KindOrder}
		},
		"no kind":   func(in *replica.Inputs) { in.Kinds = []crm.Kind{"lead"} },
		"settle":    func(in *replica.Inputs) { in.Settle = -1 },
		"overlap":   func(in *replica.Inputs) { in.Overlap = -1 },
		"sweep":     func(in *replica.Inputs) { in.SweepEvery = -1 },
		"share":     func(in *replica.Inputs) { in.MostGone = 101 },
		"the clock": func(in *replica.Inputs) { in.Now = func() time.Time { return time.Time{} } },
	} {
		in := good
		change(&in)
		_, err := replica.Run(t.Context(), in)
		require.ErrorIs(t, err, replica.ErrInputs, name)
	}
	in := good
	in.Kinds = []crm.Kind{crm.KindUser, crm.KindUser}
	report, err := replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Len(t, report.Kinds, 1)
}

func TestStateOfAnother(t *testing.T) {
	f := newFake(1, crm.KindUser)
	for _, text := range []string{"x", `{"format":2}`, `{"format":1,"more":1}`, `{"format":1}{}`, `[]`} {
		store := crm.NewMemory()
		require.NoError(t, store.Apply(t.Context(), crm.Batch{System: f.system, Kind: crm.KindUser, State: text}))
		_, err := replica.Run(t.Context(), f.inputs("plain", store))
		require.ErrorIs(t, err, replica.ErrState, text)
	}
}

// counted is a source that says how much there is.
type counted struct {
	full
	err error
}

func (c counted) Count(_ context.Context, k crm.Kind, after crm.Mark, until time.Time) (int, error) {
	n := 0
	for _, t := range c.source.things[k] {
		if t.modified.After(after.At) && t.modified.Before(until) {
			n++
		}
	}
	return n, c.err
}

func TestProgress(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 7)
	f.rest()
	var told []replica.Progress
	in := f.inputs("", crm.NewMemory())
	in.Source = counted{full: full{source{f}, bin{f}, index{f}, reader{f}}}
	in.Progress = func(p replica.Progress) { told = append(told, p) }
	in.Anew = true
	_, err := replica.Run(t.Context(), in)
	require.NoError(t, err)
	at := func(s replica.Step, records, pages, estimate int) replica.Progress {
		return replica.Progress{System: "fake", Kind: crm.KindUser, Step: s, Records: records, Pages: pages, Estimate: estimate}
	}
	assert.Equal(t, []replica.Progress{
		at(replica.Changes, 3, 1, 7), at(replica.Changes, 6, 2, 7), at(replica.Changes, 7, 3, 7),
		at(replica.Deletions, 0, 1, 0),
		at(replica.Sweep, 3, 1, 0), at(replica.Sweep, 6, 2, 0), at(replica.Sweep, 7, 3, 0),
	}, told)
	in.Source = counted{full{source{f}, bin{f}, index{f}, reader{f}}, errDown}
	told = nil
	_, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Zero(t, told[0].Estimate)
}

// Readings of two goroutines in one store, each with its own source, do not meet.
func TestSystemsAtOnce(t *testing.T) {
	store := crm.NewMemory()
	errs := make(chan error, 4)
	fakes := make([]*fake, 4)
	for i := range fakes {
		f, _ := system(uint64(i))
		f.system = crm.System(fmt.Sprint("system-", i))
		f.rest()
		fakes[i] = f
		go func() {
			_, err := replica.Run(context.Background(), f.inputs("full", store))
			errs <- err
		}()
	}
	for range fakes {
		require.NoError(t, <-errs)
	}
	for _, f := range fakes {
		f.equal(t, store, string(f.system))
	}
}

// Whatever a store has kept as the state, a reading goes on from it or says that it cannot, and makes no error of its own.
func FuzzState(f *testing.F) {
	f.Add(`{"format":1,"mark":{"at":"2026-03-05T09:01:00Z","id":"102"},"since":"2026-03-05T09:20:00Z","sweep":{"begun":"2026-03-05T09:20:00Z","after":"1"}}`)
	f.Add(`{"format":1,"mark":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		store := crm.NewMemory()
		if store.Apply(t.Context(), crm.Batch{System: "zoho", Kind: crm.KindAccount, State: text}) != nil {
			return
		}
		now := func() time.Time { return time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC) }
		_, err := replica.Run(t.Context(), replica.Inputs{Source: small{}, Store: store, Now: now})
		if err != nil && !errors.Is(err, replica.ErrState) {
			t.Fatal(err)
		}
	})
}
