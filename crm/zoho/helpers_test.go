package zoho_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
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
	*zohotest.Server
	client *zoho.Client
	clock  *clock
	config zoho.Config
}

// start starts a server and a client whose configuration may be changed before.
func start(t *testing.T, o zohotest.Options, change func(*zoho.Config)) world {
	t.Helper()
	clock := newClock()
	o.Now = clock.Now
	server := zohotest.New(o)
	address, stop := server.Start()
	t.Cleanup(stop)
	config := server.Config(address)
	config.Clock = zoho.Clock{Now: clock.Now, Sleep: clock.Sleep, Jitter: func(most time.Duration) time.Duration { return most / 2 }}
	if change != nil {
		change(&config)
	}
	client, err := zoho.New(config)
	require.NoError(t, err)
	return world{server, client, clock, config}
}

// readAll reads all changes of a kind from a mark on, and proves that every page is ascending and behind the one before.
func readAll(t *testing.T, client *zoho.Client, kind crm.Kind, after crm.Mark, until time.Time) map[string]crm.Record {
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

// accounts puts so many accounts, a few of the same second each.
func accounts(s *zohotest.Server, from time.Time, n, perSecond int) {
	for i := range n {
		s.Put("Accounts", map[string]any{
			"Account_Name": fmt.Sprintf("Account %06d", i), "Industry": "Energy", "Rating": "A", "Annual_Revenue": json.Number("1.2E7"),
			"Modified_Time": from.Add(time.Duration(i/perSecond) * time.Second),
		})
	}
}
