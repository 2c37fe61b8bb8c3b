package svg

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Axis is a scale with ticks, and their labels, which are plain numbers. The zero value has nothing to show.
type Axis struct {
	Scale Scale
	Ticks []decimal.Decimal
	// Font is that of the labels.
	Font Font
}

// LabelWidth returns the width of the widest label.
func (a Axis) LabelWidth() Px {
	widest := Px(0)
	for _, t := range a.Ticks {
		widest = max(widest, a.Font.Width(label(t)))
	}
	return widest
}

// Across returns a horizontal axis: at each tick an upright line from top to bottom, and the label below it.
// No label reaches more than 12 pixels beyond an end of the scale, unless it is longer than the axis.
func (a Axis) Across(top, bottom Px) Group {
	const beyond = 12 * Pixel
	left, right := min(a.Scale.From, a.Scale.To)-beyond, max(a.Scale.From, a.Scale.To)+beyond
	var out Group
	for _, t := range a.Ticks {
		x := a.Scale.At(num.Rat(t))
		half := a.Font.Width(label(t)) / 2
		middle := max(min(x, right-half), left+half)
		out = append(
			out,
			Line{From: At(x, top), To: At(x, bottom), Stroke: Stroke{Colour: Grid}},
			Text{At: At(middle, bottom+a.Font.LineHeight()), Content: label(t), Font: a.Font, Anchor: Middle, Fill: Muted},
		)
	}
	return out
}

// Upright returns a vertical axis: at each tick a level line from left to right, and the label left of it.
func (a Axis) Upright(left, right Px) Group {
	var out Group
	for _, t := range a.Ticks {
		y := a.Scale.At(num.Rat(t))
		out = append(
			out,
			Line{From: At(left, y), To: At(right, y), Stroke: Stroke{Colour: Grid}},
			Text{At: At(left-6*Pixel, y+a.Font.size()*35/100), Content: label(t), Font: a.Font, Anchor: End, Fill: Muted},
		)
	}
	return out
}

// label writes a number with a true minus sign.
func label(d decimal.Decimal) string { return strings.Replace(num.Format(d), "-", "−", 1) }
