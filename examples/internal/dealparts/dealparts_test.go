package dealparts_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/dealcsv"
	"github.com/kam-go/kam/examples/internal/dealparts"
	"github.com/kam-go/kam/incentive"
)

func TestRowsComeBack(t *testing.T) {
	dir := t.TempDir()
	parts, err := dealparts.New(dir, 3, 2)
	require.NoError(t, err)
	defer parts.Close()
	r := rand.New(rand.NewPCG(1, 1))
	want := map[int][]dealcsv.Row{}
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	days := []kam.Day{{}, kam.MustDay("0001-01-01"), kam.MustDay("9999-12-31"), kam.MustDay("2025-02-28")}
	day := func() kam.Day { return days[r.IntN(len(days))] }
	for i := range 5000 {
		row := dealcsv.Row{Deal: incentive.Deal{
			ID: fmt.Sprint("D", i), Owner: pick("", "anna", "李文", strings.Repeat("x", 128)), Coefficient: r.Int64() - math.MaxInt64/2, Places: r.Int32N(5),
			Sequence: r.Int64() - math.MaxInt64/2, Currency: kam.Currency(pick("", "USD")), Booked: day(), Invoiced: day(), CashDate: day(), Delivered: day(),
			Attributes: []string{pick("", "new"), pick("", "a\nb", strings.Repeat("y", 1024))},
		}, Reverses: pick("", "D0"), Line: 1 + r.IntN(1<<40), Plain: r.IntN(2) == 0}
		part := r.IntN(2)
		want[part] = append(want[part], row)
		require.NoError(t, parts.Add(part, &row))
	}
	for range 2 { // they may be read again, and added to in between
		for part := range 3 {
			var got []dealcsv.Row
			require.NoError(t, parts.Each(part, func(r dealcsv.Row) error { got = append(got, r); return nil }))
			assert.Equal(t, want[part], got)
			assert.Equal(t, len(got), parts.Len(part))
		}
		more := dealcsv.Row{Deal: incentive.Deal{ID: "late", Attributes: []string{"", ""}}, Line: 1}
		require.NoError(t, parts.Add(2, &more))
		want[2] = append(want[2], more)
	}
	parts.Close()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestIDsComeSorted(t *testing.T) {
	ids, err := dealparts.NewIDs(t.TempDir(), 7)
	require.NoError(t, err)
	defer ids.Close()
	want := map[int]int{}
	for i := range 3000 {
		id := fmt.Sprint(i % 1000)
		want[ids.Part(id)]++
		require.NoError(t, ids.Add(dealparts.ID{ID: id, Key: uint64(i) << 50, Line: 3000 - i}))
	}
	for part := range ids.Parts() {
		list, err := ids.Sorted(part)
		require.NoError(t, err)
		assert.Len(t, list, want[part])
		assert.True(t, slices.IsSortedFunc(list, func(a, b dealparts.ID) int {
			if a.ID != b.ID {
				return strings.Compare(a.ID, b.ID)
			}
			return a.Line - b.Line
		}))
		for _, x := range list {
			assert.Equal(t, part, ids.Part(x.ID))
			assert.Equal(t, uint64(3000-x.Line)<<50, x.Key)
		}
	}
}

func TestPartsAreAboutAsLarge(t *testing.T) {
	const parts, texts = 16, 16_000
	var n [parts]int
	for i := range texts {
		n[dealparts.Hash(fmt.Sprint(i))%parts]++
	}
	assert.Greater(t, slices.Min(n[:]), texts/parts*8/10)
	assert.Less(t, slices.Max(n[:]), texts/parts*12/10)
}

func TestNoFolder(t *testing.T) {
	_, err := dealparts.New("/nothing/here", 2, 0)
	assert.ErrorContains(t, err, "temporary files")
}
