package kpi

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Rating is how the answers of one subject came out.
type Rating struct {
	Subject kam.Subject `json:"subject"`
	// Scale is that of satisfaction, such as "1-5"; empty for the Net Promoter Score.
	Scale string `json:"scale,omitempty"`
	// Satisfaction is of a scale, Promoters of the Net Promoter Score.
	Satisfaction Satisfaction `json:"satisfaction,omitzero"`
	Promoters    Promoters    `json:"promoters,omitzero"`
}

// Ratings are figures of satisfaction, with what confidence can be stated from.
type Ratings struct {
	Figures
	// Ratings are in the order of subject and scale.
	Ratings []Rating `json:"ratings"`
}

// rated is the answers of one subject on one scale, or to the question of promoters.
type rated struct {
	basis
	satisfaction Satisfaction
	promoters    Promoters
}

// Satisfaction returns what customers answered in the period: the share of top answers over all scales of the policy, the
// mean on each scale, and the Net Promoter Score. Every answer counts, also several of one person. An answer counts for the
// owner of its account. Answers without a score are none. Scores off their scale, scales that the policy does not name, and
// ratings of promoters that are no whole number from 0 to 10 are told in a finding and counted in Left.
func (b *Book) Satisfaction(q Question) (Ratings, error) {
	if err := q.check(false); err != nil {
		return Ratings{}, err
	}
	scales, all, promoters := table[rated]{}, table[rated]{}, table[rated]{}
	all.begin(q)
	promoters.begin(q)
	var findings kam.Findings
	var subjects []kam.Subject
	for i := range b.answers {
		a := &b.answers[i]
		s := a.data
		if !s.Score.Valid || !q.Period.Contains(a.on) || s.Method != crm.CSAT && s.Method != crm.NPS {
			continue
		}
		scale, ok := b.rules.scaleOf(s)
		if s.Method == crm.NPS {
			ok = new(Promoters).add(s.Score.Decimal)
		}
		if !ok {
			findings.Add(kam.Finding{
				Code: prefix + ".score", Severity: kam.Warning, Place: a.ref.String(),
				Message: say("the score %s is on none of the scales", "得分 %s 不属于任何量表", s.Score.Decimal),
				Remedy:  say("state the scale in the policy; ratings of promoters are whole numbers from 0 to 10", "请在口径中填写量表；推荐意愿为 0 至 10 的整数"),
			})
		}
		subjects = b.subjects(subjects, q, b.ownerOf(a.account), a.account)
		for _, subject := range subjects {
			if s.Method == crm.NPS {
				cell := promoters.at(key{subject: subject})
				cell.take(a.ref, ok)
				cell.promoters.add(s.Score.Decimal)
				continue
			}
			all.at(key{subject: subject}).rate(a.ref, s.Score.Decimal, scale, ok)
			if ok {
				scales.at(key{subject: subject, scope: scale.name()}).rate(a.ref, s.Score.Decimal, scale, true)
			}
		}
	}
	w := b.writer(q, q.Period, q.over(q.Period))
	var ratings []Rating
	for _, k := range all.keys() {
		w.ratio(k, MetricCSAT, "", all[k].basis, all[k].satisfaction.CSAT())
	}
	for _, k := range scales.keys() {
		w.ratio(k, MetricCSATMean, k.scope, scales[k].basis, scales[k].satisfaction.Mean())
	}
	for _, k := range promoters.keys() {
		w.ratio(k, MetricNPS, "", promoters[k].basis, promoters[k].promoters.NPS())
		scales[k] = promoters[k] // the empty scale
	}
	for _, k := range scales.keys() {
		ratings = append(ratings, Rating{Subject: k.subject, Scale: k.scope, Satisfaction: scales[k].satisfaction, Promoters: scales[k].promoters})
	}
	return Ratings{Figures: w.figures(findings), Ratings: ratings}, nil
}

// scaleOf returns the scale of a survey: that of its bounds, or the only one when it states none.
func (r *Rules) scaleOf(s *crm.Survey) (Scale, bool) {
	if !usable(s.Score.Decimal) {
		return Scale{}, false
	}
	for _, scale := range r.policy.CSAT {
		fits := s.Low.Valid && s.High.Valid && usable(s.Low.Decimal, s.High.Decimal) && s.Low.Decimal.Equal(scale.Low) && s.High.Decimal.Equal(scale.High)
		if !s.Low.Valid && !s.High.Valid {
			fits = len(r.policy.CSAT) == 1
		}
		if fits {
			return scale, !s.Score.Decimal.LessThan(scale.Low) && !s.Score.Decimal.GreaterThan(scale.High)
		}
	}
	return Scale{}, false
}

func (c *rated) rate(ref crm.Ref, score decimal.Decimal, scale Scale, ok bool) {
	c.take(ref, ok)
	if !ok {
		return
	}
	c.satisfaction.Answers++
	c.satisfaction.Sum = c.satisfaction.Sum.Add(score)
	if !score.LessThan(scale.Top) {
		c.satisfaction.Top++
	}
}

// Why tells how the answers came out and how sure that is at a confidence such as 0.95.
func (r Rating) Why(confidence decimal.Decimal) kam.Text {
	if r.Scale == "" {
		return r.Promoters.Statement(confidence)
	}
	s := r.Satisfaction
	share, ok := s.CSAT().Rat()
	if !ok {
		return say("no answers, so satisfaction is unknown", "没有答卷，满意度未知")
	}
	told := say("top answers: %[1]s %% of %[2]s", "%[3]d 份答卷中 %[1]s%% 满意", wording.Percent(share), counted(s.Answers, "answer", "answers"), s.Answers)
	at, ok := s.Interval(confidence)
	if !ok {
		return told
	}
	hundred := decimal.New(100, 0)
	return wording.Clauses([]kam.Text{told, say("from %s %% to %s %% at %s %% confidence", "置信水平 %[3]s%% 的区间为 %[1]s%% 至 %[2]s%%", at.Low.Mul(hundred), at.High.Mul(hundred), confidence.Mul(hundred))})
}
