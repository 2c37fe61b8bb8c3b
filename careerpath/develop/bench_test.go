package develop_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

// five are the skills of the larger puzzles.
var five = []string{"k0", "k1", "k2", "k3", "k4"}

// hard makes up a catalogue in which all offerings matter: fifteen lead one skill up by one level, so that all can be
// reached, each of the others one to three skills; costs are hardly ever equal, and a tenth of the others require another
// one. All five skills are wanted at level 3, from 0.
func hard(seed uint64, offerings int, sessions bool) ([]training.Offering, develop.Request) {
	r := rand.New(rand.NewPCG(seed, uint64(offerings)))
	request := ask(skills.Levels{})
	for _, k := range five {
		request.Levels[k] = 0
		request.Requirements = append(request.Requirements, need(k, 3))
	}
	var list []training.Offering
	for i := range offerings {
		o := course("o"+strconv.Itoa(i), strconv.Itoa(200+r.IntN(800)), strconv.Itoa(1+r.IntN(20)))
		if i < 15 {
			o.Teaches = append(o.Teaches, lift(five[i%5], i/5, i/5+1))
		} else {
			for _, k := range r.Perm(len(five))[:1+r.IntN(3)] {
				from := r.IntN(3)
				o.Teaches = append(o.Teaches, lift(five[k], from, from+1))
			}
			if r.IntN(10) == 0 {
				o.Requires = []string{"o" + strconv.Itoa(r.IntN(i))}
			}
		}
		if sessions {
			for range 3 {
				from := day("2026-01-01").AddDays(r.IntN(350))
				o = held(o, kam.Period{From: from, Until: from.AddDays(1 + r.IntN(5))}.String())
			}
		}
		list = append(list, o)
	}
	return list, request
}

func BenchmarkNewPlan(b *testing.B) {
	for _, c := range []struct {
		offerings int
		sessions  bool
		hours     int64
	}{{20, false, 0}, {30, false, 0}, {60, false, 0}, {120, false, 0}, {30, false, 60}, {60, false, 60}, {30, true, 0}, {60, true, 0}} {
		b.Run(fmt.Sprintf("%d offerings, sessions %t, hours %d", c.offerings, c.sessions, c.hours), func(b *testing.B) {
			var programs []*training.Program
			var requests []develop.Request
			for seed := range uint64(20) {
				list, request := hard(seed, c.offerings, c.sessions)
				if c.hours > 0 {
					request.Hours = decimal.NewNullDecimal(decimal.New(c.hours, 0))
				}
				programs, requests = append(programs, compile(b, vocabulary(five...), list...)), append(requests, request)
			}
			b.ReportAllocs()
			unproven, covered := 0, 0
			n := 0
			for b.Loop() {
				plan, err := develop.NewPlan(programs[n%len(programs)], nil, requests[n%len(programs)])
				if err != nil {
					b.Fatal(err)
				}
				n++
				if !plan.Bound.Proven {
					unproven++
				}
				if plan.Outcome == develop.Covered {
					covered++
				}
			}
			b.ReportMetric(float64(100*unproven/n), "%unproven")
			b.ReportMetric(float64(100*covered/n), "%covered")
		})
	}
}
