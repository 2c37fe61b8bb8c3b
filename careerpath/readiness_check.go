package careerpath

import (
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wording"
)

// checkWords reports a format that is not read, and every kind, state and answer that there is none of.
func (r Readiness) checkWords() error {
	f := &wording.Faults{Prefix: "readiness"}
	checkFormat(f, "$.format", r.Format, Format)
	if r.Why != "" {
		wording.Choice(f, "why", "$.why", r.Why, NoPosition, OffLadder, TwoStages)
	}
	if (r.Why == "") == (r.Stage == "") {
		f.Add("why", "$.why", wording.Say("there is either a stage or a reason why it is not known", "应有职级，或说明职级未知的原因，二者必居其一"),
			wording.Say("state one of stage and why", "请填写 stage 或 why 之一"))
	}
	for i, m := range r.Moves {
		at := wording.At("$.moves", i)
		wording.Choice(f, "kind", at+".kind", m.Kind, Promotion, Lateral, CrossDepartment, Return)
		m.checkWords(f, at)
	}
	for i, m := range r.Standing {
		at := wording.At("$.standing", i)
		wording.Choice(f, "kind", at+".kind", m.Kind, Demotion, Probation)
		m.checkWords(f, at)
	}
	return f.Findings().Err()
}

func checkFormat(f *wording.Faults, at string, format, known int) {
	if format != known {
		f.Add("format", at, wording.Say("format %d is not known", "格式 %d 未知", format), wording.Say("use %d", "请填 %d", known))
	}
}

func (m MoveReadiness) checkWords(f *wording.Faults, at string) {
	checkFormat(f, at+".result.format", m.Result.Format, criteria.Format)
	checkState(f, at+".result.state", m.Result.State)
	checkNode(f, at+".result.root", m.Result.Root)
	checkWhen(f, at+".outlook.whole.when", m.Outlook.Whole.When)
	for i, p := range m.Outlook.Criteria {
		checkWhen(f, wording.At(at+".outlook.criteria", i)+".when", p.When)
	}
	for i, s := range m.Skills {
		wording.Choice(f, "state", wording.At(at+".skills", i)+".gap.state", s.Gap.State, skills.Met, skills.NotMet, skills.Unknown)
	}
}

// checkNode reports the words of a tree; reading has bounded its depth.
func checkNode(f *wording.Faults, at string, n criteria.Node) {
	groups := []criteria.Kind{criteria.KindAll, criteria.KindAny, criteria.KindAtLeast, criteria.KindNot}
	kinds := []criteria.Kind{
		criteria.KindMetric, criteria.KindStreak, criteria.KindTenure, criteria.KindSkill, criteria.KindCertificate, criteria.KindReview, criteria.KindFlag,
	}
	if n.Criterion == nil {
		kinds = groups
	}
	wording.Choice(f, "kind", at+".kind", n.Kind, kinds...)
	checkState(f, at+".state", n.State)
	for i, child := range n.Children {
		checkNode(f, wording.At(at+".children", i), child)
	}
}

func checkState(f *wording.Faults, at string, s criteria.State) {
	wording.Choice(f, "state", at, s, criteria.Met, criteria.NotMet, criteria.Unknown)
}

func checkWhen(f *wording.Faults, at string, w criteria.When) {
	wording.Choice(f, "when", at, w, criteria.MetNow, criteria.OnDay, criteria.NotWithin, criteria.WhenUnknown)
}
