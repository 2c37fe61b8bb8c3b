package trust_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kills is how many kills are to hit a payroll that has not finished, on each store.
func kills(t *testing.T) int {
	t.Helper()
	usual := "3"
	if os.Getenv("KAM_LONG") != "" {
		usual = "100"
	}
	return number(t, "KAM_KILLS", usual)
}

// hits counts what the kills of a test hit.
type hits struct {
	opening, storing, before, inside, committed, between, after int
	finished                                                    int // too late; these do not count
}

func (h *hits) counted() int {
	return h.opening + h.storing + h.before + h.inside + h.committed + h.between + h.after
}

func (h *hits) String() string {
	return fmt.Sprintf("%d kills hit the payroll: %d while it opened the store, %d while it stored people and deals, %d before its "+
		"first append, %d inside an append, %d inside one that was committed and not yet reported, %d between appends, %d after the last; "+
		"%d more came when it had finished and do not count",
		h.counted(), h.opening, h.storing, h.before, h.inside, h.committed, h.between, h.after, h.finished)
}

// add counts a kill of a process that had told these lines and left these appends of as many as there are.
func (h *hits) add(lines []string, left, all int) {
	last := ""
	if len(lines) > 0 {
		last = lines[len(lines)-1]
	}
	told := told(lines, "appended")
	switch {
	case last == "finished":
		h.finished++
	case last == "":
		h.opening++
	case last == "opened":
		h.storing++
	case strings.HasPrefix(last, "append ") && left == told:
		h.inside++
	case strings.HasPrefix(last, "append "):
		h.committed++
	case told == 0:
		h.before++
	case told == all:
		h.after++
	default:
		h.between++
	}
}

// told counts the lines that begin with a word.
func told(lines []string, word string) int {
	count := 0
	for _, line := range lines {
		if first, _, _ := strings.Cut(line, " "); strings.TrimSuffix(first, ",") == word {
			count++
		}
	}
	return count
}

func TestKilledPayrollEndsAsIfUndisturbed(t *testing.T) {
	want := undisturbed(t)
	onEach(t, func(t *testing.T, k kind) {
		lines, took := k.finish(t, k.make(t), want)
		appends := told(lines, "append")
		require.Equal(t, want.appends(), appends)
		count := kills(t)
		random := rand.New(rand.NewPCG(uint64(count), 1))
		var h hits
		for attempt := 0; h.counted() < count; attempt++ {
			require.Less(t, attempt, 5*count+20, "most kills come too late: %s", &h)
			where := k.make(t)
			p := start(t, k.command(t, where))
			if attempt%3 == 2 {
				p.untilAppend(1 + random.IntN(appends))
				time.Sleep(time.Duration(random.IntN(30_000)) * time.Microsecond)
			} else {
				// One kill in each part of the run, as many parts as kills.
				part := float64(h.counted()%count) + random.Float64()
				time.Sleep(time.Duration(part / float64(count) * float64(took)))
			}
			require.NoError(t, p.command.Process.Kill())
			lines, err := p.wait()
			if err == nil {
				lines = append(lines, "finished")
			}
			left := k.read(t, where)
			h.add(lines, left.appends(), appends)
			assert.LessOrEqual(t, len(left.records), len(want.records))
			assert.Empty(t, content{records: left.records}.differs(content{records: want.records[:len(left.records)]}), "it left a beginning")
			k.finish(t, where, want)
			if t.Failed() {
				t.Fatalf("killed after %q", lines)
			}
		}
		t.Logf("%d payees, %d entries in %d appends, %s undisturbed. %s", payees(t), len(want.records), appends, took.Round(time.Millisecond), &h)
	})
}

// untilAppend waits until the payroll is about to append for the n-th time, or ends.
func (p *process) untilAppend(n int) {
	for line := range p.met {
		if strings.HasPrefix(line, "append ") {
			if n--; n == 0 {
				return
			}
		}
	}
}

// Two processes that do the same at the same time must not do it twice.
func TestTwoPayrollsAtOnce(t *testing.T) {
	want := undisturbed(t)
	onEach(t, func(t *testing.T, k kind) {
		for range max(1, kills(t)/10) {
			where := k.make(t)
			one, two := start(t, k.command(t, where)), start(t, k.command(t, where))
			for _, p := range []*process{one, two} {
				lines, err := p.wait()
				require.NoError(t, err)
				require.Equal(t, "finished", lines[len(lines)-1])
			}
			require.Empty(t, k.read(t, where).differs(want))
		}
	})
}

// One of two is killed, the other one goes on.
func TestKilledBesideAnother(t *testing.T) {
	want := undisturbed(t)
	onEach(t, func(t *testing.T, k kind) {
		where := k.make(t)
		one, two := start(t, k.command(t, where)), start(t, k.command(t, where))
		one.untilAppend(2)
		require.NoError(t, one.command.Process.Kill())
		_, _ = one.wait()
		_, err := two.wait()
		require.NoError(t, err)
		require.Empty(t, k.read(t, where).differs(want))
	})
}
