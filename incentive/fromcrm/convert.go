package fromcrm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Transactions returns the transactions and reversals of all the revisions, by
// opportunity id and, within one, in the order in which they came about, with
// findings in the same order. The order of revs never matters, and nothing is
// changed in it or shared with it. No revisions give no transactions.
//
// An opportunity with a finding of severity error yields none of its
// transactions; [kam.Findings.Err] tells whether there is one. All revisions of
// an opportunity must be handed over every time, from its first one on.
func (c *Converter) Transactions(revs []Revision) ([]incentive.Transaction, kam.Findings) {
	order := make([]int, len(revs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return strings.Compare(revs[a].Opportunity, revs[b].Opportunity)
	})
	var (
		out   []incentive.Transaction
		found kam.Findings
		group []Revision
	)
	for start := 0; start < len(order); {
		group = group[:0]
		end := start
		for ; end < len(order) && revs[order[end]].Opportunity == revs[order[start]].Opportunity; end++ {
			group = append(group, revs[order[end]])
		}
		start = end
		transactions, findings := c.opportunity(group)
		out = append(out, transactions...)
		for _, f := range findings {
			found.Add(f)
		}
	}
	return out, found
}

// opportunity converts the revisions of one opportunity, in any order.
func (c *Converter) opportunity(revs []Revision) ([]incentive.Transaction, []kam.Finding) {
	log, findings, ok := arrange(revs)
	if !ok {
		return nil, findings
	}
	if c.policy.Deleted == DeletedKeep {
		log = slices.DeleteFunc(log, func(r Revision) bool { return r.Deleted })
	}
	h := history{policy: c.policy}
	failed, warned := false, false
	for i, r := range log {
		won := !r.Deleted && c.won[r.Stage]
		if near, similar := c.folded[fold(r.Stage)]; similar && !r.Deleted && !won && !warned {
			warned = true
			h.remarks = append(h.remarks, note(kam.Warning, CodeStage, r.place(),
				say("stage %q does not count as won and differs from %q in case or blanks alone", "阶段 %q 不算赢单，但与 %q 仅大小写或空格不同", show(r.Stage), show(near)),
				say("list it in the policy's won stages, or correct the CRM", "请将其列入政策的赢单阶段，或更正 CRM")))
		}
		faults := h.apply(r, won)
		switch {
		case len(faults) == 0:
		case i == len(log)-1 || c.policy.Faulty != PassOver:
			failed = true
			h.remarks = append(h.remarks, faults...)
		default:
			h.remarks = append(h.remarks, passedOver(r, faults))
		}
	}
	findings = append(findings, h.remarks...)
	if failed {
		return nil, findings
	}
	return h.out, findings
}

// passedOver is the warning about a faulty revision that a later one has replaced.
func passedOver(r Revision, faults []kam.Finding) kam.Finding {
	var en, zh []string
	for _, f := range faults {
		en, zh = append(en, f.Message.EN), append(zh, f.Message.ZH)
	}
	return note(kam.Warning, CodePassedOver, r.place(),
		say("the revision was passed over, since a later one has replaced it: %s", "该版本有错误且已被后续版本取代，未予采用：%s",
			kam.Text{EN: strings.Join(en, "; "), ZH: strings.Join(zh, "；")}),
		say(`nothing to do; "faulty": "hold" would hold the opportunity`, `无需处理；若政策为 "faulty": "hold"，则会冻结该商机`))
}

// arrange returns the revisions of one opportunity normalised, by number and each once.
func arrange(revs []Revision) (log []Revision, findings []kam.Finding, ok bool) {
	place := revs[0].place()
	for _, r := range revs {
		place = min(place, r.place())
	}
	if f, bad := badID(revs[0].Opportunity, place); bad {
		return nil, []kam.Finding{f}, false
	}
	if len(revs) > maxRevisions {
		return nil, []kam.Finding{fault(CodeTooMany, place,
			say("the opportunity has more than %d revisions", "商机的版本超过 %d 个", maxRevisions),
			say("check that opportunity ids are not shared", "请检查商机编号是否被多个商机共用"))}, false
	}
	sorted := make([]Revision, len(revs))
	for i, r := range revs {
		sorted[i] = r.normal()
	}
	slices.SortFunc(sorted, func(a, b Revision) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.Place, b.Place))
	})
	ok = true
	add := func(f kam.Finding) {
		findings = append(findings, f)
		ok = ok && f.Severity != kam.Error
	}
	if sorted[0].Number < 0 {
		add(fault(CodeNumber, sorted[0].place(),
			say("revision number %d is negative", "版本号 %d 为负", sorted[0].Number),
			say("number the revisions of an opportunity upwards from 0 or 1", "请从 0 或 1 起为商机的版本编号")))
	}
	var day kam.Day
	for start := 0; start < len(sorted); {
		first, end := sorted[start], start+1
		for end < len(sorted) && sorted[end].Number == first.Number {
			end++
		}
		run := sorted[start:end]
		start = end
		if len(run) > 1 {
			for _, f := range repeated(run) {
				add(f)
			}
		}
		if first.On.IsSet() && day.IsSet() && first.On.Before(day) && ok {
			add(fault(CodeOrder, first.place(),
				say("revision %d was made on %s, before a revision of a lower number (%s)", "版本 %d 的日期 %s 早于编号更小的版本（%s）", first.Number, first.On.String(), day.String()),
				say("number the revisions in the order they were made", "请按变更先后为版本编号")))
		}
		if first.On.IsSet() {
			day = first.On
		}
		log = append(log, first)
	}
	return log, findings, ok
}

// repeated returns the findings about several revisions of one number: that they agree, or one that they do not.
func repeated(run []Revision) []kam.Finding {
	var agree []kam.Finding
	for _, r := range run[1:] {
		if !run[0].same(r) {
			return []kam.Finding{fault(CodeConflict, run[1].place(),
				say("revision %d came %d times with different content (first: %s)", "版本 %d 出现 %d 次且内容不同（首处：%s）", r.Number, len(run), run[0].place()),
				say("give each revision a number of its own, or remove the wrong one", "请为每个版本使用不同的编号，或删除错误的一条"))}
		}
		agree = append(agree, note(kam.Info, CodeRepeated, r.place(),
			say("revision %d came more than once with the same content; it counts once", "版本 %d 重复出现且内容相同，只计一次", r.Number),
			say("nothing to do", "无需处理")))
	}
	return agree
}
