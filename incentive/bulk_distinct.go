package incentive

import (
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
)

// repeated finds transactions whose id comes more than once, all of each id: records cannot say which of them count.
//
// Ids that rise are distinct; only others are compared. They are parted by a hash, so that each part is looked through in
// the cache of one core.
func (q *bulkRun) repeated() {
	rising, climbing := true, true
	for _, w := range q.workers {
		rising, climbing = rising && w.ids.rising, climbing && w.ids.climbing
	}
	if rising || climbing {
		return
	}
	seed := maphash.MakeSeed()
	parts := make([][idParts][]hashed, len(q.workers))
	var wg sync.WaitGroup
	for i := range q.workers {
		from, until := q.part(i)
		wg.Go(func() {
			for row := from; row < until; row++ {
				h := maphash.String(seed, q.rows.id(row))
				part := &parts[i][h%idParts]
				*part = append(*part, hashed{h, row})
			}
		})
	}
	wg.Wait()
	var next atomic.Int64
	for i := range q.workers {
		w := q.workers[i]
		wg.Go(func() {
			var list []hashed
			for n := next.Add(1) - 1; n < idParts; n = next.Add(1) - 1 {
				list = list[:0]
				for i := range parts {
					list = append(list, parts[i][n]...)
				}
				if same := q.alike(list); len(same) > 0 {
					w.odd = append(w.odd, same...)
					q.mu.Lock()
					q.repeats = append(q.repeats, same...)
					q.mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
}

// idParts is into how many parts ids are parted.
const idParts = 256

// hashed is a transaction's place under the hash of its id.
type hashed struct {
	hash uint64
	row  uint32
}

// alike returns the transactions of a list whose ids come more than once.
func (q *bulkRun) alike(list []hashed) []uint32 {
	slices.SortFunc(list, func(a, b hashed) int {
		switch {
		case a.hash < b.hash:
			return -1
		case a.hash > b.hash:
			return 1
		default:
			return 0
		}
	})
	var out []uint32
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && list[j].hash == list[i].hash {
			j++
		}
		for a := i; a < j && j > i+1; a++ {
			for b := i; b < j; b++ {
				if a != b && q.rows.id(list[a].row) == q.rows.id(list[b].row) {
					out = append(out, list[a].row)
					break
				}
			}
		}
		i = j
	}
	return out
}
