package scoring

import (
	"slices"
)

// point is a value and its score.
type point struct{ x, y Exact }

// end says what happens beyond one end of a line: the score of the end, the line going on, another score, or none.
type end struct {
	mode  endMode
	score Exact
}

type endMode uint8

const (
	endFlat endMode = iota
	endExtrapolate
	endScore
	endRefused
)

// lineRule is straight lines through points, 2 and more, with rising values.
type lineRule struct {
	name        string
	points      []point
	slopes      []Exact // between the points
	below, over end
}

// newLine returns the line through points in strictly rising or falling order. First says what happens before the
// first of them, last what happens beyond the last.
func newLine(name string, points []point, first, last end) lineRule {
	points = slices.Clone(points)
	if points[len(points)-1].x.less(points[0].x) {
		slices.Reverse(points)
		first, last = last, first
	}
	slopes := make([]Exact, len(points)-1)
	for i := range slopes {
		slopes[i] = points[i+1].y.sub(points[i].y).quo(points[i+1].x.sub(points[i].x))
	}
	return lineRule{name: name, points: points, slopes: slopes, below: first, over: last}
}

func (r lineRule) key() string { return r.name }

func (r lineRule) apply(in reading) outcome {
	last := len(r.points) - 1
	switch {
	case in.value.less(r.points[0].x):
		return r.beyond(in.value, r.below, 0, 0)
	case r.points[last].x.less(in.value):
		return r.beyond(in.value, r.over, last, last-1)
	}
	i, exact := slices.BinarySearchFunc(r.points, in.value, func(p point, x Exact) int { return p.x.cmp(x) })
	if exact {
		return outcome{raw: r.points[i].y}
	}
	return outcome{raw: r.at(in.value, i-1, i-1)}
}

// beyond is the score of a value beyond point i, next to which the line has a slope.
func (r lineRule) beyond(x Exact, e end, i, slope int) outcome {
	switch e.mode {
	case endExtrapolate:
		return outcome{raw: r.at(x, i, slope)}
	case endScore:
		return outcome{raw: e.score}
	case endRefused:
		return outcome{problem: outsideBands}
	default:
		return outcome{raw: r.points[i].y}
	}
}

// at is the score at x of the line through point i with a slope.
func (r lineRule) at(x Exact, i, slope int) Exact {
	return r.points[i].y.add(x.sub(r.points[i].x).mul(r.slopes[slope]))
}

// bandsRule is the score of the band a value falls into: the one from starts[i], which is not known for a first band
// without a beginning.
type bandsRule struct {
	starts, scores []Exact
	last           Exact // the end of the last band; not known without one
}

func (bandsRule) key() string { return "bands" }

func (r bandsRule) apply(in reading) outcome {
	if r.last.Known() && r.last.less(in.value) {
		return outcome{problem: outsideBands}
	}
	for i := len(r.starts) - 1; i >= 0; i-- {
		if !r.starts[i].Known() || !in.value.less(r.starts[i]) {
			return outcome{raw: r.scores[i], against: r.starts[i]}
		}
	}
	return outcome{problem: outsideBands}
}
