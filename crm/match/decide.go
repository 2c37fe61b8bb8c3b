package match

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// pair is two parties by their places, the smaller first.
type pair struct{ a, b int32 }

func pairOf(a, b int32) pair { return pair{min(a, b), max(a, b)} }

// inForce returns the decisions that count, by pair, and what is wrong with the others. Withdrawn ones are left out.
func inForce(decisions []Decision, place map[crm.Ref]int32) (map[pair]Decision, kam.Findings) {
	sorted := slices.Clone(decisions)
	for i := range sorted {
		if d := &sorted[i]; d.B.Compare(d.A) < 0 {
			d.A, d.B = d.B, d.A
		}
	}
	slices.SortFunc(sorted, func(x, y Decision) int {
		return cmp.Or(x.A.Compare(y.A), x.B.Compare(y.B), x.At.Compare(y.At), cmp.Compare(x.Answer, y.Answer), cmp.Compare(x.By, y.By), cmp.Compare(x.Why, y.Why))
	})
	out := map[pair]Decision{}
	var found kam.Findings
	for i, d := range sorted {
		if !d.fit() {
			found.Add(unfit(d))
			continue
		}
		last := i+1 == len(sorted) || sorted[i+1].A != d.A || sorted[i+1].B != d.B
		a, okA := place[d.A]
		b, okB := place[d.B]
		if !okA || !okB {
			if last {
				found.Add(unknown(d, okA))
			}
			continue
		}
		key := pairOf(a, b)
		before, had := out[key]
		out[key] = d
		if had && before.At.Equal(d.At) && before.Answer != d.Answer {
			found.Add(tie(before, d))
			d.Answer = Withdrawn
			out[key] = d
		}
	}
	for key, d := range out {
		if d.Answer == Withdrawn {
			delete(out, key)
		}
	}
	return out, found
}

// fit reports whether a decision says what it has to.
func (d Decision) fit() bool {
	return d.A != d.B && wording.IsName(d.By) && !d.At.IsZero() && (d.Answer == Same || d.Answer == Different || d.Answer == Withdrawn)
}

func placeOf(d Decision) string { return wording.Clip(d.A.String() + " " + d.B.String()) }

func unfit(d Decision) kam.Finding {
	return kam.Finding{
		Code: prefix + ".decision", Severity: kam.Warning, Place: placeOf(d),
		Message: wording.Say("the decision is left out: it is about one record, has no answer, or does not say who decided and when", "该决定未采用：两条记录为同一条、没有结论，或未注明决定人与时间"),
		Remedy:  wording.Say("state two records, one of %s, by and at", "请填写两条记录、%s 之一、决定人与时间", wording.Words([]Answer{Same, Different, Withdrawn})),
	}
}

func unknown(d Decision, hasA bool) kam.Finding {
	ref := d.A
	if hasA {
		ref = d.B
	}
	return kam.Finding{
		Code: prefix + ".unknown", Severity: kam.Info, Place: placeOf(d),
		Message: wording.Say("%s decided about %s, which is not among the records", "%s 的决定涉及的 %s 不在记录中", wording.Quote(d.By), wording.Clip(ref.String())),
		Remedy:  wording.Say("keep the decision: it counts when the record is there again", "可保留该决定，记录再次出现时生效"),
	}
}

func tie(x, y Decision) kam.Finding {
	return kam.Finding{
		Code: prefix + ".contradiction", Severity: kam.Warning, Place: placeOf(y),
		Message: wording.Say("%s and %s decided otherwise at the same time: neither counts", "%s 与 %s 在同一时刻的决定相反，均不采用", wording.Quote(x.By), wording.Quote(y.By)),
		Remedy:  wording.Say("decide again", "请重新决定"),
	}
}
