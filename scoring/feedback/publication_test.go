package feedback_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/scoring/feedback"
)

func TestPublicationsThatTellTheSame(t *testing.T) {
	one := func() feedback.Publication {
		p := ledgerOf("ann peers q p1 p2 p3; bob peers q p1 p2 p3")[0]
		p.Aggregates[0].Sum = known("12")
		return p
	}
	for _, c := range []struct {
		name   string
		change func(p *feedback.Publication)
		want   bool
	}{
		{"nothing", func(*feedback.Publication) {}, true},
		{"number", func(p *feedback.Publication) { p.Sequence = 9 }, true},
		{"day", func(p *feedback.Publication) { p.On = day("2026-03-09") }, true},
		{"digits of a sum", func(p *feedback.Publication) { p.Aggregates[0].Sum = known("12.00") }, true},
		{"sum", func(p *feedback.Publication) { p.Aggregates[0].Sum = known("13") }, false},
		{"round", func(p *feedback.Publication) { p.Round = "round-2" }, false},
		{"report", func(p *feedback.Publication) { p.Report = "r9" }, false},
		{"less", func(p *feedback.Publication) { p.Aggregates = nil }, false},
		{"one rater less", func(p *feedback.Publication) {
			p.Aggregates[0].Parts[1].Raters = p.Aggregates[0].Parts[1].Raters[:2]
		}, false},
		{"another kind", func(p *feedback.Publication) { p.Aggregates[0].Kind = feedback.KindSquares }, false},
		{"what cannot be written", func(p *feedback.Publication) {
			p.Aggregates[0].Sum = decimal.NewNullDecimal(decimal.New(1, 1<<30))
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := one(), one()
			c.change(&b)
			assert.Equal(t, c.want, a.Same(b))
			assert.Equal(t, c.want, b.Same(a))
		})
	}
	broken := one()
	broken.Aggregates[0].Sum = decimal.NewNullDecimal(decimal.New(1, 1<<30))
	assert.False(t, broken.Same(broken))
}
