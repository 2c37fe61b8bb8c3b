package training

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Keys of the metrics that a report yields.
const (
	MetricHours         = "training.hours"
	MetricHoursPerHead  = "training.hours-per-head"
	MetricCost          = "training.cost"
	MetricAcceptance    = "training.acceptance"
	MetricParticipation = "training.participation"
	MetricCompletion    = "training.completion"
	MetricCoverage      = "training.coverage"
	MetricIdeas         = "innovation.ideas"
	MetricAdopted       = "innovation.adopted"
	MetricAdoption      = "innovation.adoption"
)

// Metrics returns the metrics of [Report.Observations], for the vocabulary of whoever reads them.
func Metrics() []kam.Metric {
	return []kam.Metric{
		{Key: MetricHours, Name: wording.Say("Training hours", "培训学时"), Unit: "hours", Direction: kam.HigherIsBetter},
		{Key: MetricHoursPerHead, Name: wording.Say("Training hours per head", "人均培训学时"), Unit: "hours", Direction: kam.HigherIsBetter},
		{Key: MetricCost, Name: wording.Say("Training cost", "培训费用"), Direction: kam.LowerIsBetter},
		{Key: MetricAcceptance, Name: wording.Say("Invitations accepted", "邀请接受率"), Unit: "ratio", Direction: kam.HigherIsBetter},
		{Key: MetricParticipation, Name: wording.Say("Participation", "培训参与率"), Unit: "ratio", Direction: kam.HigherIsBetter},
		{Key: MetricCompletion, Name: wording.Say("Completion", "培训完成率"), Unit: "ratio", Direction: kam.HigherIsBetter},
		{Key: MetricCoverage, Name: wording.Say("Training coverage", "培训覆盖率"), Unit: "ratio", Direction: kam.HigherIsBetter},
		{Key: MetricIdeas, Name: wording.Say("Ideas", "创意数"), Unit: "ideas", Direction: kam.HigherIsBetter},
		{Key: MetricAdopted, Name: wording.Say("Ideas adopted", "创意采纳数"), Unit: "ideas", Direction: kam.HigherIsBetter},
		{Key: MetricAdoption, Name: wording.Say("Adoption of ideas", "创意采纳率"), Unit: "ratio", Direction: kam.HigherIsBetter},
	}
}

// source is whom observations name as theirs.
const source = "careerpath/training"

// Observations returns the report as facts for goals and scores: of the whole first, then of each team, a subject of the
// kind "team" with the ID of the team; each in the order of [Metrics]. Rates are ratios, so that they combine; a rate of
// nothing by nothing, ideas that nobody counted, and coverage while it is unclear who came are unknown. Teams have no facts of ideas, which are of sessions.
func (r *Report) Observations() []kam.Observation {
	list := r.observe(r.About, r.Total, r.Heads, r.unclear())
	n := r.Innovation
	ideas, adopted := r.observation(r.About, MetricIdeas, "ideas"), r.observation(r.About, MetricAdopted, "ideas")
	adoption := r.ratio(r.About, MetricAdoption, "ratio", whole(n.Adopted), n.Ideas)
	if n.Counted > 0 {
		ideas.Value, adopted.Value = decimal.NewNullDecimal(whole(n.Ideas)), decimal.NewNullDecimal(whole(n.Adopted))
		ideas.Count, adopted.Count = int64(n.Counted), int64(n.Counted)
	} else {
		adoption.Numerator, adoption.Denominator = decimal.NullDecimal{}, decimal.NullDecimal{}
	}
	list = append(list, ideas, adopted, adoption)
	for _, t := range r.Teams {
		list = append(list, r.observe(teamSubject(t.ID), t.Figures, t.Heads, len(t.Unclear))...)
	}
	return list
}

func (r *Report) observe(who kam.Subject, f Figures, heads, unclear int) []kam.Observation {
	hours, cost := r.observation(who, MetricHours, "hours"), r.observation(who, MetricCost, "")
	hours.Value, hours.Count = decimal.NewNullDecimal(f.Hours), int64(f.Attended)
	cost.Value, cost.Count, cost.Currency = decimal.NewNullDecimal(f.Cost), int64(f.Attended), r.Currency
	covered := r.ratio(who, MetricCoverage, "ratio", whole(f.People), heads)
	if unclear > 0 {
		covered.Numerator, covered.Denominator = decimal.NullDecimal{}, decimal.NullDecimal{}
	}
	return []kam.Observation{
		hours,
		r.ratio(who, MetricHoursPerHead, "hours", f.Hours, heads),
		cost,
		r.ratio(who, MetricAcceptance, "ratio", whole(f.Accepted), f.Accepted+f.Declined),
		r.ratio(who, MetricParticipation, "ratio", whole(f.Attended), f.settled()),
		r.ratio(who, MetricCompletion, "ratio", whole(f.Completed), f.Completed+f.Failed),
		covered,
	}
}

func (r *Report) observation(who kam.Subject, metric, unit string) kam.Observation {
	return kam.Observation{Subject: who, Metric: metric, Period: r.Period, Unit: unit, Source: source, AsOf: r.AsOf}
}

func (r *Report) ratio(who kam.Subject, metric, unit string, top decimal.Decimal, bottom int) kam.Observation {
	o := r.observation(who, metric, unit)
	o.Numerator, o.Denominator, o.Count = decimal.NewNullDecimal(top), decimal.NewNullDecimal(whole(bottom)), int64(bottom)
	return o
}

func whole(n int) decimal.Decimal { return decimal.New(int64(n), 0) }

func teamSubject(id string) kam.Subject { return kam.Subject{Kind: "team", ID: id} }
