package equivalence

import (
	"errors"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/wording"
)

// agree compares two curves; when they differ, at is where.
func agree(a, b *analysis.Curve) (at string, equal bool) {
	x, y := a.Pieces(), b.Pieces()
	for i := range min(len(x), len(y)) {
		if x[i].From.Cmp(y[i].From) != 0 || x[i].Until.Cmp(y[i].Until) != 0 || !x[i].Pay.Equal(y[i].Pay) || !parts(x[i], y[i]) {
			return x[i].From.String(), false
		}
	}
	if len(x) != len(y) {
		return x[len(x)-1].Until.String(), false
	}
	p, q := a.Breaks(), b.Breaks()
	for i := range min(len(p), len(q)) {
		if p[i].At.Cmp(q[i].At) != 0 || p[i].Pay.Cmp(q[i].Pay) != 0 {
			return p[i].At.String(), false
		}
	}
	return "", len(p) == len(q)
}

// parts compares what the components pay on two pieces.
func parts(a, b analysis.Piece) bool {
	if len(a.Components) != len(b.Components) {
		return false
	}
	for i := range a.Components {
		if !a.Components[i].Equal(b.Components[i]) {
			return false
		}
	}
	return true
}

// single tells whether all pay is that of one component everywhere.
func single(c *analysis.Curve) bool {
	for _, p := range c.Pieces() {
		if len(p.Components) != 1 || !p.Components[0].Equal(p.Pay) {
			return false
		}
	}
	return true
}

// still tells whether the only reason against a curve is that its deals do not move the axis.
func still(err error) bool {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	return ok && len(invalid.Findings) == 1 && invalid.Findings[0].Code == string(analysis.CodeStill)
}

// refused says why there is no curve.
func refused(q analysis.Question, err error) kam.Text {
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok && len(invalid.Findings) > 0 {
		f := invalid.Findings[0]
		return wording.Say("%s: no curve, %s", "%s：没有曲线，%s", axisOf(q), f.Message)
	}
	return wording.Say("%s: no curve", "%s：没有曲线", axisOf(q))
}
