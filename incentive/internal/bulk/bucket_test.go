package bulk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// More records than a writer was made for are all there, each with what lies beside it, in the order in which they came within
// a unit and day; so are those of the next use of its memory.
func TestWriterGrows(t *testing.T) {
	const units, days, records = 4, 11, 20_000
	var w bulk.Writer
	var s bulk.Sorter
	var bucket bulk.Bucket
	auxOf := func(row uint32, more bool) bulk.Aux {
		if more && row%7 == 0 {
			return bulk.AuxOf(int(row%5), 1, 0, 0, int(row))
		}
		return bulk.AuxOf(int(row%5), 0, 0, 0, 0)
	}
	for _, use := range []struct {
		more bool
		// batch is how many records are added at once.
		batch int
	}{{true, 1}, {false, 1}, {true, 700}, {false, 1300}, {true, 3}} {
		w.Reset(bulk.Buckets{Count: 2, Shift: 1}, 1)
		var drafts []bulk.Draft
		var auxes []bulk.Aux
		for row := range uint32(records) {
			aux := auxOf(row, use.more)
			drafts = append(drafts, bulk.Draft{Q: int64(row) * 3, Row: row, Unit: row % units, Key: bulk.DraftKey(aux, row%days)})
			if auxes = append(auxes, aux); len(drafts) == use.batch || row+1 == records {
				w.Add(drafts, auxes)
				drafts, auxes = drafts[:0], auxes[:0]
			}
		}
		seen := 0
		for b := range 2 {
			require.Equal(t, records/2, w.Count(b))
			bucket.Gather([]*bulk.Writer{&w}, b)
			sorted, ends := s.Sort(&bucket, 2, days)
			require.Equal(t, []uint32{records / 4, records / 2}, ends)
			for i, r := range sorted {
				unit := r.Row % units
				require.Equal(t, uint32(b), unit/2)
				require.Equal(t, bulk.Key(unit%2, r.Row%days), r.Key)
				require.Equal(t, int64(r.Row)*3, r.Q)
				require.Equal(t, auxOf(r.Row, use.more), r.Aux)
				if i > 0 {
					before := sorted[i-1]
					require.True(t, before.Key < r.Key || before.Key == r.Key && before.Row < r.Row)
				}
				seen++
			}
		}
		require.Equal(t, records, seen)
	}
}
