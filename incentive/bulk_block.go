package incentive

import (
	"math"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/bulk"
)

// block is what lanes ask of some deals that lie next to each other in the source. It is read in columns, by a loop for each:
// while one deal waits for its memory the processor reads the next ones, which it cannot in a loop that does everything.
type block struct {
	// plain says which deals are of the plainest kind: what stands here is all that they have. The other columns of any other
	// deal may have anything.
	plain  [blockSize]bool
	owners [blockSize]ownerLanes
	search search
	// amounts are in 10^-maxDecimals.
	amounts [blockSize]int64
	// currencies are those that are known.
	currencies [blockSize]int8
	// days are those of the deals' dates, counted from the run's first one; outside for those that the run does not look at.
	// Only the dates that lanes ask for are there.
	days [blockSize][dateNumbers]uint16
	// numbers are which of the known values each attribute has.
	numbers [blockSize][maxNumbers]int16
}

const (
	// blockSize is how many deals a block has.
	blockSize = 128
	// outside stands for a day that the run does not look at.
	outside = math.MaxUint16
	// maxNumbers is how many attributes rules of lanes weigh by at most.
	maxNumbers = 4
	// batchSize is about how many records are collected before they are written, see [bulk.Writer.Add]: 24 KiB.
	batchSize = 1024
)

// dayOf returns a day as it is counted from the first; outside when the run does not look at it, or it is not set.
func (r *bulkRoster) dayOf(d kam.Day) uint16 {
	n := uint32(d.Sub(r.first))
	if !d.IsSet() {
		n = outside
	}
	return uint16(min(n, outside))
}

// draft drafts the records of the first n deals of the block, of which the first one is at row: along the lanes of their
// owners, or else as those of any transaction.
func (w *stretch) draft(n int, row uint32) {
	for i := 0; i < n; {
		next, drafted := w.q.lanes.along(w.drafts[w.drafted:], &w.block, i, n, row)
		i, w.drafted = next, w.drafted+drafted
		if w.drafted >= batchSize {
			w.flush()
		} else if i < n {
			w.any(w.q.rows.at(row+uint32(i)), row+uint32(i))
			i++
		}
	}
}

// along drafts the records of the deals of a block from one on along the lanes of their owners, up to one whose lanes cannot
// say what it is credited to or credit nobody, up to the nth, or as long as there is room. It returns where it stopped, and
// how many records there are. It calls nothing, so that all it looks at stays in registers.
func (l *lanes) along(drafts []bulk.Draft, b *block, from, n int, row uint32) (next, drafted int) {
	shapes, kinds := l.shapes, l.kinds
	for i := from; i < n && drafted+maxLanes <= len(drafts); i++ {
		if !b.plain[i] {
			return i, drafted
		}
		own, amount, currency := &b.owners[i], b.amounts[i], b.currencies[i]
		shape, units := shapes[own.shape], own.units[:]
		if len(shape) > fewUnits {
			units = l.more[units[0]:]
		}
		credited, until := false, drafted
		for at := range shape {
			to := &shape[at]
			kind := &kinds[to.kind]
			if currency != kind.currency && currency != noCurrency {
				return i, drafted
			}
			day := b.days[i][kind.date%dateNumbers]
			if day < to.from || day >= to.until {
				continue
			}
			weight := kind.weight
			if kind.weights != nil {
				n := b.numbers[i][kind.attribute%maxNumbers]
				if n < 0 || kind.weights[n] == unweighed {
					return i, drafted
				}
				weight = kind.weights[n]
			}
			if amount > kind.most {
				return i, drafted
			}
			x := &drafts[until] // filled in place: a copy would wait for what was just written
			x.Q, x.Row, x.Unit, x.Key = amount*weight, row+uint32(i), units[at], kind.key|uint32(day)
			until++
			credited = credited || kind.own
		}
		if !credited {
			return i, drafted
		}
		drafted, next = until, i+1
	}
	return max(next, from), drafted
}

// plainCurrency is a currency of three letters as a number; 0 for any other text.
type plainCurrency uint32

func plainCurrencyOf(c kam.Currency) plainCurrency {
	if len(c) != 3 {
		return 0
	}
	return plainCurrency(c[0])<<16 | plainCurrency(c[1])<<8 | plainCurrency(c[2])
}
