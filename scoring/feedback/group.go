package feedback

import (
	"github.com/kam-go/kam"
)

// IDs of groups that have a meaning or a default threshold of their own. Others are free.
const (
	// Self is the group of the subjects themselves. Their answers are compared with those of everybody else.
	Self = "self"
	// Boss is the group of those the subject reports to.
	Boss = "boss"
	// Peers, Reports and Customers are groups of colleagues, of those who report to the subject, and of customers.
	Peers     = "peers"
	Reports   = "reports"
	Customers = "customers"
)

// Thresholds by published practice: the Center for Creative Leadership shows a boss alone, peers and reports from three
// raters on, and figures over all from four; no vendor that publishes its rule goes below three for an anonymous group.
const (
	// DefaultThreshold is that of every group but [Self] and [Boss], which have 1.
	DefaultThreshold = 3
	// LeastThreshold is the least threshold of an anonymous group: of a total of two, each of the two can work out
	// the other's answer.
	LeastThreshold = 3
	// MaxThreshold is the largest threshold, inclusive.
	MaxThreshold = 100
	// DefaultLeastOverall is from how many raters on totals over groups are shown.
	DefaultLeastOverall = 4
)

// Group is a kind of raters. The zero value is none.
type Group struct {
	// ID is unique among groups and merges; see [Self], [Boss] and the like.
	ID string `json:"id"`
	// Name is what people read. Defaults to the usual name of a known ID, else to the ID.
	Name kam.Text `json:"name,omitzero"`
	// Weight is the group's part of the total over groups, 0 to 1. The weights of all groups sum to 1 exactly; that of
	// [Self] is usually 0.
	Weight kam.Fraction `json:"weight"`
	// Threshold is from how many raters on the group is shown: 1 for a group whose answers are not anonymous, else
	// [LeastThreshold] to [MaxThreshold]. Defaults to 1 for Self and Boss, and to [DefaultThreshold].
	Threshold int `json:"threshold,omitempty"`
}

// threshold returns the threshold, stated or not.
func (g Group) threshold() int {
	switch {
	case g.Threshold != 0:
		return g.Threshold
	case g.ID == Self || g.ID == Boss:
		return 1
	default:
		return DefaultThreshold
	}
}

// name returns the name, stated or not.
func (g Group) name() kam.Text {
	if g.Name != (kam.Text{}) {
		return g.Name
	}
	switch g.ID {
	case Self:
		return say("Self", "本人")
	case Boss:
		return say("Boss", "上级")
	case Peers:
		return say("Peers", "同级")
	case Reports:
		return say("Reports", "下属")
	case Customers:
		return say("Customers", "客户")
	default:
		return kam.Text{EN: g.ID, ZH: g.ID}
	}
}

// Merge says that groups are told together, as one, in a report in which one of them has raters but too few. The zero
// value is none. What belongs together, such as peers and reports, is the round's decision: nothing is merged unless a
// merge says so.
type Merge struct {
	// ID is unique among groups and merges.
	ID string `json:"id"`
	// Name is what people read. Defaults to the names of the groups.
	Name kam.Text `json:"name,omitzero"`
	// Groups are the IDs of two or more anonymous groups, each in one merge only.
	Groups []string `json:"groups"`
}

// Thresholds are from how many raters on the groups are shown, by the ID of the group. See [Group.Threshold].
type Thresholds map[string]int
