package feedback_test

import (
	"math/big"
	"math/bits"
	"slices"

	"github.com/kam-go/kam/scoring/feedback"
)

// variable is what of one rater's answer is told.
type variable struct {
	kind                            feedback.Kind
	subject, question, rater, group string
}

// matrix is aggregates by variables: the plainest reading of what was published.
type matrix struct {
	variables []variable
	rows      [][]int64
}

func matrixOf(aggregates []feedback.Aggregate) matrix {
	var m matrix
	for _, a := range aggregates {
		for _, p := range a.Parts {
			for _, r := range p.Raters {
				if v := (variable{a.Kind, p.Subject, p.Question, r, p.Group}); !slices.Contains(m.variables, v) {
					m.variables = append(m.variables, v)
				}
			}
		}
	}
	for _, a := range aggregates {
		row := make([]int64, len(m.variables))
		for _, p := range a.Parts {
			for _, r := range p.Raters {
				row[slices.Index(m.variables, variable{a.Kind, p.Subject, p.Question, r, p.Group})] = 1
			}
		}
		m.rows = append(m.rows, row)
	}
	return m
}

// rank returns the rank of some columns, by fraction-free elimination in integers (Bareiss).
func (m matrix) rank(columns []int) int {
	a := make([][]*big.Int, len(m.rows))
	for i, row := range m.rows {
		a[i] = make([]*big.Int, len(columns))
		for j, c := range columns {
			a[i][j] = big.NewInt(row[c])
		}
	}
	last, rank := big.NewInt(1), 0
	for c := 0; c < len(columns) && rank < len(a); c++ {
		pivot := -1
		for i := rank; i < len(a); i++ {
			if a[i][c].Sign() != 0 {
				pivot = i
				break
			}
		}
		if pivot < 0 {
			continue
		}
		a[rank], a[pivot] = a[pivot], a[rank]
		for i := rank + 1; i < len(a); i++ {
			for j := c + 1; j < len(columns); j++ {
				x := new(big.Int).Mul(a[i][j], a[rank][c])
				x.Sub(x, new(big.Int).Mul(a[i][c], a[rank][j]))
				a[i][j] = x.Quo(x, last)
			}
			a[i][c] = new(big.Int)
		}
		last = a[rank][c]
		rank++
	}
	return rank
}

// determines tells whether a linear form that is not zero on the columns hot, and zero on all columns but hot and free,
// is a combination of the rows: then leaving hot out of the columns that must vanish lowers the rank.
func (m matrix) determines(vanishing, hot []int) bool {
	return m.rank(slices.Concat(vanishing, hot)) > m.rank(vanishing)
}

// exposes returns the raters, less than a threshold, on whom alone some combination of aggregates depends, and nil when
// there are none. It tries every set of raters.
func exposes(t feedback.Thresholds, aggregates []feedback.Aggregate) []string {
	m := matrixOf(aggregates)
	need := func(v variable) int {
		k := t[v.group]
		if v.kind == feedback.KindSquares && k > 1 {
			k = max(k, feedback.SpreadFrom)
		}
		return k
	}
	var raters []string
	levels := map[int]bool{}
	for _, v := range m.variables {
		if need(v) == 1 {
			continue
		}
		levels[need(v)] = true
		if !slices.Contains(raters, v.rater) {
			raters = append(raters, v.rater)
		}
	}
	for k := range levels {
		for set := 1; set < 1<<len(raters); set++ {
			if bits.OnesCount(uint(set)) >= k {
				continue
			}
			var vanishing, hot []int
			for i, v := range m.variables {
				switch {
				case need(v) == 1: // known, whatever its coefficient
				case set&(1<<slices.Index(raters, v.rater)) == 0:
					vanishing = append(vanishing, i)
				case need(v) >= k:
					hot = append(hot, i)
				}
			}
			if m.determines(vanishing, hot) {
				var who []string
				for i, r := range raters {
					if set&(1<<i) != 0 {
						who = append(who, r)
					}
				}
				return who
			}
		}
	}
	return nil
}

func allOf(ledger []feedback.Publication) []feedback.Aggregate {
	var all []feedback.Aggregate
	for _, p := range ledger {
		all = append(all, p.Aggregates...)
	}
	return all
}
