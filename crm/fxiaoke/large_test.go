package fxiaoke_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

// Two hundred thousand records, once without faults and once with one call in twenty going wrong: read once each, in
// order, with hardly more calls than pages.
func TestTwoHundredThousandRecords(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	const n = 200_000
	for _, faulty := range []bool{false, true} {
		injected, calls := int64(0), int64(0)
		w := start(t, fxiaoketest.Options{TokensPerMinute: -1, Fault: func(fxiaoketest.Call) fxiaoketest.Fault {
			calls++
			if !faulty || calls%20 != 7 {
				return ""
			}
			injected++
			return []fxiaoketest.Fault{fxiaoketest.Drop, fxiaoketest.Rate, fxiaoketest.Truncate, fxiaoketest.Revoke}[injected%4]
		}}, nil)
		accounts(w.Server, w.clock.Now().Add(-100*time.Hour), n, 3)
		var mark crm.Mark
		count := 0
		for more := true; more; {
			page, err := w.client.Changes(t.Context(), crm.KindAccount, mark, w.clock.Now())
			require.NoError(t, err)
			for _, r := range page.Records {
				require.Positive(t, crm.MarkOf(r).Compare(mark))
				mark = crm.MarkOf(r)
			}
			count += len(page.Records)
			more = page.More
		}
		assert.Equal(t, n, count)
		stats := w.Stats()
		minimum := n/100 + stats.Tokens + injected
		assert.LessOrEqual(t, stats.Calls*10, minimum*12, "%d calls, at least %d", stats.Calls, minimum)
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		t.Logf("%d calls, at least %d, %d faults, %d tokens, %d MB in use by both", stats.Calls, minimum, injected, stats.Tokens, memory.HeapAlloc>>20)
	}
}

var _ crm.Source = (*fxiaoke.Client)(nil)
