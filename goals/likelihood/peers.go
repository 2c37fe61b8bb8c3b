package likelihood

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Standing says where a target stands among the results of peers. The zero value is a target without peers.
type Standing struct {
	// Worse, Equal and Better count the peers whose result is not as good as the target, equal to it, and better.
	Worse  int `json:"worse"`
	Equal  int `json:"equal"`
	Better int `json:"better"`
	// Percentile is the share of peers that the target is above, those equal to it counted half (the mid-rank rule):
	// (Worse + Equal/2) / N, in lowest terms. It is 0 without peers: see Known.
	Percentile kam.Fraction `json:"percentile"`
	// Reached is the share of peers that reached the target: (Equal + Better) / N, in lowest terms.
	Reached kam.Fraction `json:"reached"`
	// Text is the standing in one sentence.
	Text kam.Text `json:"text"`
}

// N returns the number of peers.
func (s Standing) N() int { return s.Worse + s.Equal + s.Better }

// Known reports whether there is any peer.
func (s Standing) Known() bool { return s.N() > 0 }

// AmongPeers returns where target stands among the results of peers in the same period. Results of unlike sizes are
// made comparable before, for example as growth. Faults are findings in one [*kam.InvalidError]: likelihood.number,
// likelihood.too-many, likelihood.direction.
func AmongPeers(results []decimal.Decimal, target decimal.Decimal, direction kam.Direction) (Standing, error) {
	var found kam.Findings
	checkNumbers(&found, "$.results", results)
	checkNumber(&found, "$.target", target)
	checkDirection(&found, "$.direction", direction)
	if err := found.Err(); err != nil {
		return Standing{}, err
	}
	var s Standing
	for _, r := range results {
		switch {
		case r.Equal(target):
			s.Equal++
		case reaches(r, target, direction):
			s.Better++
		default:
			s.Worse++
		}
	}
	n := s.N()
	if n == 0 {
		s.Text = say("not known: there are no peers", "未知：没有可比对象")
		return s, nil
	}
	s.Percentile, s.Reached = lowest(2*s.Worse+s.Equal, 2*n), lowest(s.Equal+s.Better, n)
	s.Text = say("%d of %d peers reached %s", "%[2]d 名可比对象中有 %[1]d 名达到 %[3]s", s.Equal+s.Better, n, num.Format(target))
	return s, nil
}

// lowest returns a/b in lowest terms, for 0 <= a and 0 < b.
func lowest(a, b int) kam.Fraction {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	if a == 0 {
		return kam.Fraction{}
	}
	return kam.Fraction{Num: int64(a / x), Den: int64(b / x)}
}
