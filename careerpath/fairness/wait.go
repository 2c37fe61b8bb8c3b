package fairness

import (
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of [Waits], inclusive.
const (
	// MaxWaits is the number of people.
	MaxWaits = 20_000
	// MaxDays is the longest wait, a hundred years.
	MaxDays = 36_600
)

// Wait is how long one person, of whom only the group is told, was in a stage before leaving it upwards. The zero value is
// refused: it has no group.
type Wait struct {
	Group string `json:"group"`
	// Days is the number of civil days, from 0 to [MaxDays].
	Days int `json:"days"`
}

// WaitLine is what was found of the waits of one group.
type WaitLine struct {
	Group  string `json:"group"`
	People int    `json:"people"`
	// Median is the median of days, exact: the mean of the middle two of an even number.
	Median decimal.Decimal `json:"median"`
	// Others is the median of all others; unknown when there are none.
	Others decimal.NullDecimal `json:"others,omitzero"`
	// Probability is the two-sided one that the group and all others wait alike, by [RankSum], for more than [MaxRanked] people
	// by [Fisher] on how many wait less than the common median; Adjusted is the same by [Holm] for all groups. Both are
	// unknown for groups that are not judged.
	Probability decimal.NullDecimal `json:"probability,omitzero"`
	Adjusted    decimal.NullDecimal `json:"adjusted,omitzero"`
}

// WaitReport compares how long groups wait. It holds numbers of groups only. The zero value is of no groups.
type WaitReport struct {
	// Rule is the rule with its defaults filled in; it decides by Adjusted, and its Reference is not used.
	Rule Rule `json:"rule"`
	// Lines has one entry per group, by name.
	Lines []WaitLine `json:"lines"`
	// Findings has a warning for each group whose waits differ from those of all others.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Waits returns how long groups wait before they are promoted: the median of each, and an exact test against all others. The
// order of the list changes nothing.
//
// All faults come at once in a [*kam.InvalidError], with the codes fairness.id, .days, .too-few, .too-many, .share, .level and
// .least.
func Waits(list []Wait, rule Rule) (WaitReport, error) {
	f := wording.Faults{Prefix: "fairness"}
	rule.check(&f, "$.rule")
	byGroup := map[string][]*big.Rat{}
	if f.Count("$.waits", len(list), 1, MaxWaits) {
		for i, w := range list {
			at := wording.At("$.waits", i)
			f.ID(at+".group", w.Group, nil)
			if w.Days < 0 || w.Days > MaxDays {
				f.Add("days", at+".days", wording.Say("a wait of %d days", "时长为 %d 天", w.Days), wording.Say("state 0 to %d days", "请填 0 至 %d 天", MaxDays))
			}
			byGroup[w.Group] = append(byGroup[w.Group], ratio(w.Days, 1))
		}
		f.Count("$.waits", len(byGroup), 1, MaxGroups)
	}
	if err := f.Err(); err != nil {
		return WaitReport{}, err
	}
	return waits(byGroup, len(list), rule.filled()), nil
}

func waits(byGroup map[string][]*big.Rat, people int, rule Rule) WaitReport {
	r := WaitReport{Rule: rule}
	size := Report{Rule: rule, Total: Group{Pool: people}}
	var ps []*big.Rat
	var at []int
	for _, name := range slices.Sorted(maps.Keys(byGroup)) {
		own := byGroup[name]
		var rest []*big.Rat
		for other, values := range byGroup {
			if other != name {
				rest = append(rest, values...)
			}
		}
		l := WaitLine{Group: name, People: len(own), Median: halves(median(own))}
		if len(rest) > 0 {
			l.Others = decimal.NewNullDecimal(halves(median(rest)))
		}
		if size.judged(Group{Pool: len(own)}) && len(rest) >= rule.MinPool {
			if p, _ := compareLayers([]layer{{own, rest}}); p != nil {
				l.Probability = rounded(p, true)
				ps, at = append(ps, p), append(at, len(r.Lines))
			}
		} else {
			r.Findings.Add(finding(kam.Info, "too-small", placeOf("group", name),
				wording.Say("the sample is too small to say anything of %s: %d people, %d others", "%s样本过小，无法得出结论：本组 %d 人，其他 %d 人", nameOf(name), len(own), len(rest)),
				wording.Say("join the data of several years", "合并多年数据后再比较"), fact("people", strconv.Itoa(len(own)))))
		}
		r.Lines = append(r.Lines, l)
	}
	adjusted := Holm(ps)
	if len(r.Lines) == 2 && len(ps) == 2 {
		adjusted = ps // of two groups both tests are the same one
	}
	for i, p := range adjusted {
		l := &r.Lines[at[i]]
		l.Adjusted = rounded(p, true)
		if below(p, rule.Level) && l.Median.GreaterThan(l.Others.Decimal) {
			r.Findings.Add(l.find())
		}
	}
	return r
}

func (l WaitLine) find() kam.Finding {
	return finding(kam.Warning, "wait", placeOf("group", l.Group),
		wording.Say("%s waits longer: a median of %s days for %d people, %s days for all others; by chance alone, what is as unlikely has a probability of %s (adjusted)",
			"%s在级时间更长：%[3]d 人的中位数为 %[2]s 天，其他人为 %[4]s 天；若纯属偶然，出现同样不可能的结果的概率为 %[5]s（已校正）",
			nameOf(l.Group), l.Median, l.People, l.Others.Decimal, probability(l.Adjusted)),
		wording.Say("find who is put forward late, and by whom", "查明哪些人被推荐得较晚，以及由谁推荐"),
		fact("median", num.Format(l.Median)), fact("others", number(l.Others)), fact("probability", number(l.Probability)))
}

// halves writes a median of whole numbers, which is whole or a half.
func halves(r *big.Rat) decimal.Decimal { return num.RoundRat(r, 1, num.HalfUp) }
