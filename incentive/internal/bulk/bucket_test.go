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
	for _, more := range []bool{true, false, true} {
		w.Reset(bulk.Buckets{Count: 2, Shift: 1}, 1)
		for row := range uint32(records) {
			aux := auxOf(row, more)
			w.Add([]bulk.Draft{{Q: int64(row) * 3, Row: row, Unit: row % units, Key: bulk.DraftKey(aux, row%days)}}, []bulk.Aux{aux})
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
				require.Equal(t, auxOf(r.Row, more), r.Aux)
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
