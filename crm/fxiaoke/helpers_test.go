package fxiaoke_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

// clock is a clock that only waiting moves.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

func (c *clock) Slept() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.slept)
}

// world is a server and a client of it.
type world struct {
	*fxiaoketest.Server
	client *fxiaoke.Client
	clock  *clock
	config fxiaoke.Config
}

// start starts a server and a client whose configuration may be changed before.
func start(t *testing.T, o fxiaoketest.Options, change func(*fxiaoke.Config)) world {
	t.Helper()
	return startAs(t, fxiaoke.OAuth, o, change)
}

func startAs(t *testing.T, auth fxiaoke.Auth, o fxiaoketest.Options, change func(*fxiaoke.Config)) world {
	t.Helper()
	clock := newClock()
	o.Now = clock.Now
	server := fxiaoketest.New(o)
	address, stop := server.Start()
	t.Cleanup(stop)
	config := server.Config(address, auth)
	config.Clock = fxiaoke.Clock{Now: clock.Now, Sleep: clock.Sleep, Jitter: func(most time.Duration) time.Duration { return most / 2 }}
	if change != nil {
		change(&config)
	}
	client, err := fxiaoke.New(config)
	require.NoError(t, err)
	return world{server, client, clock, config}
}

// readAll reads all changes of a kind from a mark on, and proves that every page is ascending and behind the one before.
func readAll(t *testing.T, client *fxiaoke.Client, kind crm.Kind, after crm.Mark, until time.Time) map[string]crm.Record {
	t.Helper()
	all := map[string]crm.Record{}
	for {
		page, err := client.Changes(t.Context(), kind, after, until)
		require.NoError(t, err)
		for _, r := range page.Records {
			require.NoError(t, r.Check())
			mark := crm.MarkOf(r)
			require.Positive(t, mark.Compare(after), "%s is not behind %v", r.Ref, after)
			require.True(t, r.Modified.Before(until))
			after = mark
			all[r.Ref.ID] = r
		}
		if !page.More {
			return all
		}
		require.NotEmpty(t, page.Records)
	}
}

// accounts puts so many accounts, a few of the same millisecond each.
func accounts(s *fxiaoketest.Server, from time.Time, n, together int) {
	for i := range n {
		s.Put("AccountObj", map[string]any{
			"name": fmt.Sprintf("示例客户 %06d", i), "industry_level1": "7", "account_level": "1", "owner": []string{fxiaoketest.Admin},
			"last_modified_time": from.Add(time.Duration(i/together) * time.Millisecond),
		})
	}
}

// once makes the first calls of a kind go wrong so many times.
func once(kind fxiaoketest.CallKind, fault fxiaoketest.Fault, times int) func(fxiaoketest.Call) fxiaoketest.Fault {
	var mu sync.Mutex
	return func(c fxiaoketest.Call) fxiaoketest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if c.Kind == kind && times > 0 {
			times--
			return fault
		}
		return ""
	}
}
