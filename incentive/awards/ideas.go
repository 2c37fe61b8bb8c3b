package awards

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// checkIdeas reports ideas and assessments that cannot be.
func (p *Program) checkIdeas(f *checker, in *facts) {
	if !f.Count("ideas", len(in.Ideas), 0, MaxIdeas) {
		return
	}
	if p.c.Innovation == nil {
		f.Count("ideas", len(in.Ideas), 0, 0)
		return
	}
	seen := map[string]bool{}
	for i := range in.Ideas {
		idea := &in.Ideas[i]
		at := wording.At("ideas", i)
		if f.ID(at+".id", idea.ID, seen) {
			in.ideas = append(in.ideas, idea)
		}
		if len(idea.Title) > MaxReason || strings.TrimSpace(idea.Title) == "" {
			f.Add("title", at+".title", wording.Say("a title of %d bytes is none", "%d 字节的标题无效", len(idea.Title)), wording.Say("state 1 to %d bytes", "请填写 1 至 %d 字节", MaxReason))
		}
		f.day(at+".submitted", idea.Submitted)
		if f.Period(at+".period", idea.Period, true) && in.Period.Until.Before(idea.Period.Until) {
			f.Add("period", at+".period", wording.Say("%s ends after the period that is decided", "%s 晚于本次评定期间", wording.Days(idea.Period)), wording.Say("decide it when its round is over", "请在该轮结束后评定"))
		}
		if idea.DuplicateOf != "" {
			f.ID(at+".duplicateOf", idea.DuplicateOf, nil)
			if idea.DuplicateOf == idea.ID || idea.Distinct {
				f.Add("duplicate", at+".duplicateOf", wording.Say("an idea cannot be its own duplicate, nor distinct and one", "提案不能与自身重复，也不能既独立又重复"), wording.Say("state one of both", "请只填写其一"))
			}
		}
		p.checkAuthors(f, at, idea, in)
		p.checkAssessments(f, at, idea)
	}
	slices.SortFunc(in.ideas, func(a, b *Idea) int { return cmp.Or(a.Submitted.Compare(b.Submitted), cmp.Compare(a.ID, b.ID)) })
}

func (p *Program) checkAuthors(f *checker, at string, idea *Idea, in *facts) {
	if !f.Count(at+".authors", len(idea.Authors), 1, MaxItems) {
		return
	}
	seen := map[string]bool{}
	total, usable := new(big.Rat), true
	for i, a := range idea.Authors {
		place := wording.At(at+".authors", i)
		f.ID(place+".payee", a.Payee, seen)
		f.known(place+".payee", a.Payee, in)
		if a.Share.Check() != nil || a.Share.Rat().Sign() <= 0 {
			f.Add("share", place+".share", wording.Say("the share is not above 0", "份额不大于 0"), wording.Say(`write it as "1/3" or "0.5"`, `请按 "1/3" 或 "0.5" 填写`))
			usable = false
			continue
		}
		total.Add(total, a.Share.Rat())
	}
	if usable && total.Cmp(big.NewRat(1, 1)) != 0 {
		f.Add("share", at+".authors", wording.Say("the shares sum to %s and not to 1", "份额合计为 %s，而不是 1", total), wording.Say(`state shares that sum to exactly 1, such as "1/3" three times`, `请使份额合计恰为 1，例如三个 "1/3"`))
	}
}

func (p *Program) checkAssessments(f *checker, at string, idea *Idea) {
	if !f.Count(at+".assessments", len(idea.Assessments), 0, MaxItems) {
		return
	}
	type key struct {
		assessor string
		revision int
	}
	seen := map[key]bool{}
	for i, a := range idea.Assessments {
		place := wording.At(at+".assessments", i)
		f.ID(place+".assessor", a.Assessor, nil)
		f.day(place+".on", a.On)
		f.atLeast(place+".revision", a.Revision, 0, MaxItems)
		if a.Revision > 0 {
			f.why(place+".reason", a.Reason)
		}
		if slices.ContainsFunc(idea.Authors, func(x Author) bool { return x.Payee == a.Assessor }) {
			f.Add("self", place+".assessor", wording.Say("%s assesses an idea of their own", "%s 评审了本人的提案", wording.Quote(a.Assessor)), wording.Say("let somebody else assess it", "请由他人评审"))
		}
		if k := (key{a.Assessor, a.Revision}); seen[k] {
			f.Add("twice", place, wording.Say("%s assessed it twice with one revision", "%s 在同一修订号下评审了两次", wording.Quote(a.Assessor)), wording.Say("raise the revision of the later one", "请提高较晚一次的修订号"))
		} else {
			seen[k] = true
		}
		p.checkPoints(f, place+".points", a.Points)
	}
}

func (p *Program) checkPoints(f *checker, at string, points map[string]decimal.Decimal) {
	known := map[string]bool{}
	for _, aspect := range p.c.Innovation.Aspects {
		known[aspect.ID] = true
		got, ok := points[aspect.ID]
		switch {
		case !ok:
			f.Add("points", at, wording.Say("there are no points for %s", "缺少 %s 的得分", wording.Quote(aspect.ID)), wording.Say("give points for every aspect, 0 included", "请为每个方面打分，0 分也须填写"))
		case f.Number(at+"."+wording.Clip(aspect.ID), got) && (got.Sign() < 0 || got.Cmp(aspect.Most) > 0):
			f.Add("points", at+"."+wording.Clip(aspect.ID), wording.Say("%s points are not from 0 to %s", "得分 %s 不在 0 至 %s 之间", got, aspect.Most), wording.Say("give points within the bounds", "请在范围内打分"))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(points)) {
		if !known[id] {
			f.Add("points", at, wording.Say("there is no aspect %s", "没有方面 %s", wording.Quote(id)), wording.Say("leave it out", "请删除该项"))
		}
	}
}

// judged is an idea while it is decided.
type judged struct {
	idea   *Idea
	out    IdeaResult
	points *big.Rat // nil: not known
	tier   *Tier
}

// innovation decides about the ideas.
func (d *decision) innovation(n Innovation) {
	state := d.budget(n.Budget, itemKey{kind: OfInnovation})
	list := make([]*judged, len(d.in.ideas))
	titles := map[string]string{}
	for i, idea := range d.in.ideas {
		j := &judged{idea: idea, out: IdeaResult{Idea: idea.ID, Title: idea.Title}}
		list[i] = j
		j.judge(n)
		title := strings.ToLower(strings.Join(strings.Fields(idea.Title), " "))
		same := idea.DuplicateOf
		if same == "" && !idea.Distinct {
			same = titles[title]
		}
		if same != "" {
			j.tier = nil
			j.out.Outcome, j.out.Reason = Duplicate, wording.Say("it says what %s says", "与提案 %s 重复", wording.Clip(same))
			continue
		}
		if titles[title] == "" {
			titles[title] = idea.ID
		}
	}
	slices.SortStableFunc(list, func(a, b *judged) int {
		switch {
		case a.points == nil && b.points == nil:
			return 0
		case a.points == nil:
			return 1
		case b.points == nil:
			return -1
		}
		return b.points.Cmp(a.points)
	})
	short := false
	for _, j := range list {
		d.award(n, j, &state, &short)
		d.out.Ideas = append(d.out.Ideas, j.out)
	}
	if len(list) > 0 || !n.Budget.Unlimited {
		d.out.IdeaBudget = &state
	}
}

// judge works out the points of an idea and its tier.
func (j *judged) judge(n Innovation) {
	latest := map[string]Assessment{}
	for _, a := range j.idea.Assessments {
		if was, ok := latest[a.Assessor]; !ok || a.Revision > was.Revision {
			latest[a.Assessor] = a
		}
	}
	weights := decimal.Zero
	for _, aspect := range n.Aspects {
		weights = weights.Add(aspect.Weight)
	}
	for _, assessor := range slices.Sorted(maps.Keys(latest)) {
		sum := decimal.Zero
		for _, aspect := range n.Aspects {
			sum = sum.Add(aspect.Weight.Mul(latest[assessor].Points[aspect.ID]))
		}
		j.out.Scores = append(j.out.Scores, Score{Assessor: assessor, Revision: latest[assessor].Revision, Sum: sum})
	}
	if len(j.out.Scores) < n.Assessors {
		j.out.Outcome = Undecided
		j.out.Reason = wording.Say("%d of at least %d assessments are there", "已有 %d 份评审，至少需要 %d 份", len(j.out.Scores), n.Assessors)
		return
	}
	j.out.Points, j.out.Divisor = combine(n.Combine, j.out.Scores, weights)
	j.points = num.Rat(j.out.Points)
	j.points.Quo(j.points, num.Rat(j.out.Divisor))
	for i := range n.Tiers {
		order := j.points.Cmp(num.Rat(n.Tiers[i].From.Decimal))
		if order > 0 || order == 0 && n.Bound == Inclusive {
			j.tier = &n.Tiers[i]
		}
	}
	if j.tier == nil {
		j.out.Outcome, j.out.Reason = NotEligible, wording.Say("%s points reach no tier", "%s 分，未达到任何等级", j.points)
	}
}

// combine returns the points of all assessors together as a sum and what it is divided by.
func combine(how Combine, scores []Score, weights decimal.Decimal) (sum, divisor decimal.Decimal) {
	sums := make([]decimal.Decimal, len(scores))
	for i, s := range scores {
		sums[i] = s.Sum
	}
	if how == Median {
		slices.SortFunc(sums, decimal.Decimal.Cmp)
		sums = sums[(len(sums)-1)/2 : len(sums)/2+1]
	}
	for _, s := range sums {
		sum = sum.Add(s)
	}
	return sum, weights.Mul(decimal.NewFromInt(int64(len(sums))))
}

// award shares the award of an idea among its authors. What they got for it before is made up to what is right now, up or
// down; what was revoked stays so.
func (d *decision) award(n Innovation, j *judged, budget *BudgetState, short *bool) {
	priors, had, heads := make([]Award, len(j.idea.Authors)), false, 1
	shares := make([]*big.Rat, len(j.idea.Authors))
	for i, author := range j.idea.Authors {
		shares[i] = author.Share.Rat()
		if a, ok := d.prior(AwardID(d.p.c.ID, OfInnovation, j.idea.ID, "", author.Payee, j.idea.Period)); ok {
			priors[i], had = a, true
			if a.Value.Sign() > 0 {
				heads = 0
			}
		}
	}
	if j.out.Outcome == Undecided || j.tier == nil && !had {
		return
	}
	amount, taxable := decimal.Zero, Taxable{Rule: TaxNone}
	if j.tier != nil {
		amount, taxable = j.tier.Prize.Amount.Decimal, j.tier.Prize.Taxable
	}
	parts, err := num.Split(amount, shares, d.p.c.Currency.MinorUnits())
	if err != nil {
		return // shares and amounts were checked
	}
	more := decimal.Zero
	for i, was := range priors {
		if was.Revoked == nil {
			more = more.Add(parts[i]).Sub(was.Value)
		}
	}
	if more.Sign() <= 0 {
		heads = 0
	}
	if j.tier != nil {
		j.out.Outcome, j.out.Tier = Granted, j.tier.ID
		j.out.Reason = wording.Say("%s points reach %s", "%s 分，达到 %s", j.points, clipName(j.tier.Name))
		if more.Sign() > 0 && (*short || !budget.lasts(more, heads)) {
			*short = n.Short == Stop
			j.out.Outcome = NoBudget
			j.out.Reason = wording.Say("%s points reach %s, but the budget does not last for %s", "%s 分，达到 %s，但预算不足以支付 %s", j.points, clipName(j.tier.Name), more)
			return
		}
	}
	budget.take(more, heads)
	j.out.Amount = amount
	for i, author := range j.idea.Authors {
		j.out.Awards = append(j.out.Awards, d.revise(priors[i], Award{
			Kind: OfInnovation, Item: j.idea.ID, Payee: author.Payee, Period: j.idea.Period, Tier: j.out.Tier, Value: parts[i], Cash: true,
		}, taxable))
	}
}

// revise gives an award, or changes the one that was given before where something of it is different.
func (d *decision) revise(was, a Award, t Taxable) string {
	if was.ID == "" {
		return d.give(a, t)
	}
	if was.Revoked != nil || was.Value.Equal(a.Value) && was.Tier == a.Tier {
		return was.ID
	}
	key := d.exempt(was)
	d.year[key] = d.year[key].Sub(was.Value)
	a.Revision, a.Before = was.Revision+1, was.Value
	if was.On == d.in.last {
		a.Before = was.Before
	}
	return d.give(a, t)
}

// lasts reports whether a budget lasts for an amount and heads.
func (s *BudgetState) lasts(amount decimal.Decimal, heads int) bool {
	return (!s.After.Valid || amount.Cmp(s.After.Decimal) <= 0) && (s.HeadsAfter == nil || heads <= *s.HeadsAfter)
}

// clipName clips a name for a sentence.
func clipName(t kam.Text) kam.Text {
	return kam.Text{EN: wording.Clip(t.In(kam.English)), ZH: wording.Clip(t.In(kam.Chinese))}
}
