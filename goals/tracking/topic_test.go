package tracking_test

import (
	"fmt"
	"log"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

func TestGap(t *testing.T) {
	pace := func(r *big.Rat) tracking.Progress { return tracking.Progress{Pace: tracking.ExactOf(r)} }
	far := new(big.Rat).SetFrac(new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil), big.NewInt(3))
	cases := []struct {
		name, want string
		p          tracking.Progress
	}{
		{"behind from a baseline", "0.4", track(t, june(nps(), "2026-06-15", read(nps(), "2026-06-01/2026-06-16", "56")))},
		{"on plan", "0", pace(big.NewRat(1, 1))},
		{"ahead", "0", pace(big.NewRat(7, 5))},
		{"behind the beginning", "2", pace(big.NewRat(-1, 1))},
		{"a third", "1/3", pace(big.NewRat(2, 3))},
		{"terms beyond a fraction", "0.333333", pace(new(big.Rat).SetFrac64(2_000_000_000_001, 3_000_000_000_001))},
		{"beyond all bounds", "", pace(far.Neg(far))},
		{"not known", "", tracking.Progress{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			gap, known := c.p.Gap()
			assert.Equal(t, c.want != "", known)
			if known {
				assert.Equal(t, c.want, gap.String())
			}
		})
	}
}

func TestPer(t *testing.T) {
	assert.Equal(t, kam.Text{EN: "day", ZH: "天"}, track(t, june(calls(), "2026-06-10")).Per())
	in := with(june(calls(), "2026-06-10"), func(in *tracking.Input) { in.Basis, in.Calendar = tracking.WorkingDays, worked(t) })
	assert.Equal(t, kam.Text{EN: "working day", ZH: "个工作日"}, track(t, in).Per())
	assert.Equal(t, kam.Text{}, track(t, spring("18", "33")).Per())
	level := with(nps(), func(g *goals.Goal) { g.Period = quarter().Period })
	in = with(june(level, "2026-04-15"), func(in *tracking.Input) { in.Plan, in.Basis = months("54", "60", "70"), tracking.Seasonal })
	assert.Equal(t, kam.Text{EN: "day", ZH: "天"}, track(t, in).Per())
	assert.Equal(t, kam.Text{}, tracking.Progress{}.Per())
}

// What a meeting is to know of a goal, as decimals and texts.
func ExampleProgress_Gap() {
	in := visits()
	in.AsOf = kam.MustDay("2026-04-15") // 24 visits of the 30 that were expected by then
	in.Observations[0].Period = kam.MustPeriod("2026-04-01/2026-04-16")
	p, err := tracking.Track(in)
	if err != nil {
		log.Fatal(err)
	}
	gap, known := p.Gap()
	fmt.Println("plan", p.Expected.Decimal().Decimal, "actual", p.Actual.Decimal().Decimal, "gap", gap, known)
	fmt.Println("required", p.Required.Decimal().Decimal, "per", p.Per().EN)
	// Output:
	// plan 30 actual 24 gap 0.2 true
	// required 2.4 per day
}
