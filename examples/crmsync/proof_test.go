package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
)

// proof is how much is read and how often it is killed.
type proof struct {
	records, speed, kills int
	// page is how many records a call asks for; 0: as many as there can be.
	page      int
	tokenLife time.Duration
}

func sizeOf(t *testing.T) proof {
	t.Helper()
	p := proof{records: 2_000, speed: 2_000, kills: 3, page: 50, tokenLife: 3 * time.Minute}
	if os.Getenv("KAM_LONG") != "" {
		p = proof{records: 200_000, speed: 600, kills: 50, tokenLife: time.Hour}
	}
	p.records = fromEnvironment(t, "KAM_RECORDS", p.records)
	p.kills = fromEnvironment(t, "KAM_KILLS", p.kills)
	return p
}

func fromEnvironment(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// serving starts a system.
func (p proof) serving(t *testing.T, name crm.System, drops int) control {
	t.Helper()
	changes := 20
	if !listsDeletions(name) { // it takes more calls, in the long proof twenty times as many
		if changes = 2; p.page > 0 {
			changes = 5
		}
	}
	return startServing(t, "-systems", string(name), "-records", strconv.Itoa(p.records), "-drops", strconv.Itoa(drops), "-changes", strconv.Itoa(changes),
		"-speed", strconv.Itoa(p.speed), "-token-life", p.tokenLife.String(), "-seed", "7")
}

// sync starts a reading of a system.
func (p proof) sync(t *testing.T, servers control, db string, name crm.System, args ...string) *syncing {
	t.Helper()
	return startSync(t, servers, db, append([]string{"-systems", string(name), "-page", strconv.Itoa(p.page)}, args...)...)
}

// most is the most memory that reading may take.
const most = 100 << 10 // KiB

// The copy equals the system, which was changed while it was read, with and without connections that drop; it took hardly
// more calls than there must be, and little memory.
func TestCopyEqualsSystem(t *testing.T) {
	p := sizeOf(t)
	for _, drops := range []int{0, 5} {
		for _, name := range names() {
			t.Run(fmt.Sprintf("%s with %d %% of connections dropped", name, drops), func(t *testing.T) {
				servers := p.serving(t, name, drops)
				db := filepath.Join(t.TempDir(), "crm.db")
				first := p.sync(t, servers, db, name).finish(t)
				require.NoError(t, servers.post(t.Context(), "/unrest?on=false", &about{}))
				p.settle()
				second := p.again(t, servers, db, name)
				compare(t, servers, name, db)
				if listsDeletions(name) {
					// All ids are compared once more: nothing is to be mended.
					swept := p.sync(t, servers, db, name, sweepNow...).finish(t)
					assert.NotRegexp(t, "no longer there|back or new|not readable|[1-9][0-9]* changed", swept.text)
				}
				var after counts
				require.NoError(t, servers.get(t.Context(), "/counts?system="+string(name), &after))
				require.NoError(t, servers.post(t.Context(), "/unrest?on=true", &about{}))
				must := p.fewest(name, after) + after.Tokens + after.injected()
				assert.LessOrEqual(t, after.Calls*10, must*12, "%d calls, at least %d: %+v", after.Calls, must, after)
				if drops > 0 {
					assert.Positive(t, after.injected())
				}
				if p.page == 0 {
					assert.Greater(t, after.Tokens, int64(3), "tokens end while it is read, and not only with the processes")
				}
				assert.Less(t, max(first.memory, second.memory), int64(most), "KiB")
				t.Logf("%d calls, at least %d (%d tokens, %v gone wrong on purpose); %s and %s; %d and %d KiB at most; changed and deleted meanwhile: %v",
					after.Calls, must, after.Tokens, after.Faults, first.took.Round(time.Millisecond), second.took.Round(time.Millisecond), first.memory, second.memory, after.Objects)
				t.Log(first.text)
				t.Log(second.text)
			})
		}
	}
}

// again reads what has changed since, and where a system does not list what was deleted compares the ids.
func (p proof) again(t *testing.T, servers control, db string, name crm.System) finished {
	t.Helper()
	if listsDeletions(name) {
		return p.sync(t, servers, db, name).finish(t)
	}
	return p.sync(t, servers, db, name, sweepNow...).finish(t)
}

func listsDeletions(name crm.System) bool { return name == zohoName }

// sweepNow compares all ids with those of the copy, whenever that was done last.
var sweepNow = []string{"-sweep-every", "1ns"}

// settle waits until what was written last is old enough to be read.
func (p proof) settle() {
	time.Sleep(4*time.Second/time.Duration(p.speed) + 10*time.Millisecond)
}

// A reading that is killed at any moment goes on where it was when it is started again.
func TestKilledReadingGoesOn(t *testing.T) {
	p := sizeOf(t)
	for _, name := range names() {
		t.Run(string(name), func(t *testing.T) {
			servers := p.serving(t, name, 5)
			random := rand.New(rand.NewPCG(uint64(p.kills), 3))
			usual := p.sync(t, servers, filepath.Join(t.TempDir(), "crm.db"), name).finish(t).took
			kills, rounds := 0, 0
			for ; kills < p.kills; rounds++ {
				require.Less(t, rounds, 10+p.kills, "most kills come too late")
				db := filepath.Join(t.TempDir(), "crm.db")
				// Kills come so fast that many hit each copy, until it has come to the end.
				for {
					s := p.sync(t, servers, db, name)
					wait := time.Duration(random.Float64() * 2 * float64(usual) / float64(min(2*p.kills, 25)))
					if kills == p.kills {
						wait = time.Hour
					}
					if !killedAfter(s, wait) {
						require.NoError(t, s.Err(), s.err.String())
						break
					}
					kills++
				}
				require.NoError(t, servers.post(t.Context(), "/unrest?on=false", &about{}))
				p.settle()
				p.again(t, servers, db, name)
				compare(t, servers, name, db)
				require.NoError(t, servers.post(t.Context(), "/unrest?on=true", &about{}))
			}
			t.Logf("%d kills, %d copies, each equal at the end; undisturbed a reading takes %s", kills, rounds, usual.Round(time.Millisecond))
		})
	}
}

// fewest is how many calls the readings cannot do without: pages of changes, of deletions, and of ids where they are compared,
// without tokens and calls that go wrong.
func (p proof) fewest(name crm.System, c counts) int64 {
	calls := int64(0)
	for _, object := range objectsOf(name) {
		o := c.Objects[object.name]
		if p.page > 0 {
			object.page = min(object.page, int64(p.page))
		}
		pages := func(n, per int64) int64 { return max(1, (n+per-1)/per) }
		calls += pages(o.Now+o.Deleted-o.Changed, object.page) + pages(o.Changed, object.page)
		calls += object.sweeps * pages(o.Now, object.ids)
		if listsDeletions(name) {
			calls++ // the third reading
		}
		if object.deleted > 0 {
			calls += 2 + pages(o.Deleted, object.deleted)
		}
	}
	return calls
}
