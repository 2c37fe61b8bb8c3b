package breakdown

import "github.com/kam-go/kam"

// Reason says why a cell got what it got. The zero value is no reason.
type Reason string

// Reasons of a cell.
const (
	// Spread: by weight, as no limit of its own bound it.
	Spread Reason = "spread"
	// Held: its value was stated.
	Held Reason = "held"
	// AtMinimum: it stands at the least it may have, or at the least that limits below it leave.
	AtMinimum Reason = "at-minimum"
	// AtMaximum: it stands at the most it may have, or at the most that limits below it leave.
	AtMaximum Reason = "at-maximum"
	// Odd: by weight, and it took what a total has beyond whole grains.
	Odd Reason = "odd"
	// Total: it is what was to be broken down.
	Total Reason = "total"
)

// Text returns the reason in words. For what is no reason it is empty.
func (r Reason) Text() kam.Text {
	switch r {
	case Spread:
		return say("by weight", "按权重分解")
	case Held:
		return say("held", "锁定")
	case AtMinimum:
		return say("at its minimum", "取下限")
	case AtMaximum:
		return say("at its maximum", "取上限")
	case Odd:
		return say("by weight, with the odd rest of the total", "按权重分解，并承担总额的零头")
	case Total:
		return say("the total", "总额")
	default:
		return kam.Text{}
	}
}
