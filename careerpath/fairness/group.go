package fairness

import (
	"errors"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of what is read. All are inclusive.
const (
	// MaxGroups is the number of groups that one comparison takes.
	MaxGroups = 50
	// MaxPool is the number of people in the largest group.
	MaxPool = 1_000_000
	// MaxTable is the number of people in both groups together that [Fisher] takes.
	MaxTable = 20_000
	// MaxRanked is the number of values in both groups together that [RankSum] takes.
	MaxRanked = 120
)

// What a [Rule] says where it says nothing.
const (
	// DefaultMinPool is the size of the smallest group that is judged.
	DefaultMinPool = 5
	// DefaultPrintFrom is the smallest number of people that Markdown shows.
	DefaultPrintFrom = 5
)

// Sentinel errors of the statistics; the text after them names the group.
var (
	// ErrCount says that a group has fewer than 0 people, or fewer of them than were selected.
	ErrCount = errors.New("fairness: impossible count")
	// ErrSize says that there are more people or values than a statistic takes.
	ErrSize = errors.New("fairness: too many to count exactly")
)

// Group is how many people of a group were considered, and how many of them were selected. The zero value is a group
// of nobody.
type Group struct {
	Name string `json:"name"`
	// Selected is how many of Pool were chosen, from 0 to Pool.
	Selected int `json:"selected"`
	// Pool is how many were considered, at most [MaxPool].
	Pool int `json:"pool"`
}

// Rate returns the part of the pool that was selected, as a new ratio; false, when there is nobody in the pool: a rate of
// nothing is unknown, not 0.
func (g Group) Rate() (*big.Rat, bool) {
	if g.Pool <= 0 {
		return nil, false
	}
	return ratio(g.Selected, g.Pool), true
}

// left returns how many were not selected.
func (g Group) left() int { return g.Pool - g.Selected }

// possible tells whether the counts of g can be.
func (g Group) possible() bool { return g.Selected >= 0 && g.Selected <= g.Pool }

// Rule says whom to compare with and when a difference counts. The zero value compares with the group that has the highest
// rate, at the defaults that the fields name.
type Rule struct {
	// Reference names the group that the others are compared with. Defaults to the judged group with the highest rate;
	// of several, the one with the most people, then the first by name.
	Reference string `json:"reference,omitzero"`
	// MinShare is the part of all people that a group must have to be judged, 0 excluded, 1 included. Defaults to 1/50,
	// the two per cent of the Uniform Guidelines, section 4A.
	MinShare kam.Fraction `json:"minShare,omitzero"`
	// MinPool is how many people a group must have to be judged. Defaults to [DefaultMinPool].
	MinPool int `json:"minPool,omitzero"`
	// Level is the probability below which chance is no explanation, between 0 and 1, both excluded. Defaults to 1/20.
	Level kam.Fraction `json:"level,omitzero"`
	// Holm compares Level with the probability adjusted for the number of comparisons, see [Holm], and not with the one
	// of each. It makes no difference where there is one comparison.
	Holm bool `json:"holm,omitzero"`
	// PrintFrom is the smallest number of people that Markdown shows; 1 shows all. Defaults to [DefaultPrintFrom]. A selection
	// of fewer people than that shows no numbers of any group.
	PrintFrom int `json:"printFrom,omitzero"`
}

// filled returns r with its defaults.
func (r Rule) filled() Rule {
	if r.MinShare.IsZero() {
		r.MinShare = kam.Fraction{Num: 1, Den: 50}
	}
	if r.Level.IsZero() {
		r.Level = kam.Fraction{Num: 1, Den: 20}
	}
	if r.MinPool == 0 {
		r.MinPool = DefaultMinPool
	}
	if r.PrintFrom == 0 {
		r.PrintFrom = DefaultPrintFrom
	}
	return r
}

func (r Rule) check(f *wording.Faults, place string) {
	r = r.filled()
	if share := r.MinShare; share.Check() != nil || share.Num <= 0 || share.Cmp(kam.Whole()) > 0 {
		f.Add("share", place+".minShare", wording.Say("it is not a part of the people", "不是人数的一个比例"),
			wording.Say("state a fraction above 0 and at most 1, such as 1/50", "请填大于 0 且不超过 1 的分数，如 1/50"))
	}
	if level := r.Level; level.Check() != nil || level.Num <= 0 || level.Cmp(kam.Whole()) >= 0 {
		f.Add("level", place+".level", wording.Say("it is not a probability to decide by", "不能用作判定概率"),
			wording.Say("state a fraction above 0 and below 1, such as 1/20", "请填大于 0 且小于 1 的分数，如 1/20"))
	}
	for _, least := range []struct {
		key string
		n   int
	}{{"minPool", r.MinPool}, {"printFrom", r.PrintFrom}} {
		if least.n < 1 || least.n > MaxPool {
			f.Add("least", place+"."+least.key, wording.Say("%d is no smallest number of people", "最少人数不能为 %d", least.n),
				wording.Say("state 1 to %d, or 0 for the default", "请填 1 至 %d，或填 0 使用默认值", MaxPool))
		}
	}
}

func checkGroups(f *wording.Faults, groups []Group, rule Rule) {
	if !f.Count("$.groups", len(groups), 1, MaxGroups) {
		return
	}
	seen := make(map[string]bool, len(groups))
	for i, g := range groups {
		at := wording.At("$.groups", i)
		f.ID(at+".name", g.Name, seen)
		if g.Pool < 0 || g.Pool > MaxPool {
			f.Add("count", at+".pool", wording.Say("a group of %d people", "该组人数为 %d", g.Pool),
				wording.Say("state 0 to %d", "请填 0 至 %d", MaxPool))
			continue
		}
		if !g.possible() {
			f.Add("count", at+".selected", wording.Say("%d of %d people are selected", "%[2]d 人中入选 %[1]d 人", g.Selected, g.Pool),
				wording.Say("state 0 to %d", "请填 0 至 %d", g.Pool))
		}
	}
	if rule.Reference != "" && !seen[rule.Reference] {
		f.Add("reference", "$.rule.reference", wording.Say("no group is named %s", "没有名为 %s 的组", wording.Quote(rule.Reference)),
			wording.Say("name one of the groups, or none for the one with the highest rate", "请填已列出的组名，或留空以采用入选率最高的组"))
	}
}

// ratio returns a/b for b other than 0.
func ratio(a, b int) *big.Rat { return big.NewRat(int64(a), int64(b)) }
