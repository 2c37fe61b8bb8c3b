package kpi

import (
	"slices"

	"github.com/kam-go/kam"
)

// Facts returns what [Book.Revenue], [Book.Deals], [Book.Activities] and [Book.Satisfaction] measure, together: what a
// scorecard is made from, say. Faults of the question are their [*kam.InvalidError].
func (b *Book) Facts(q Question) (Figures, error) {
	var out Figures
	for _, family := range []func(Question) (Figures, error){b.Revenue, b.Deals, b.Activities, func(q Question) (Figures, error) {
		r, err := b.Satisfaction(q)
		return r.Figures, err
	}} {
		figures, err := family(q)
		if err != nil {
			return Figures{}, err
		}
		out.Measures = append(out.Measures, figures.Measures...)
		out.Findings.Merge(figures.Findings)
	}
	slices.SortStableFunc(out.Measures, compareMeasures)
	return out, nil
}

// Over returns what a family of figures, such as [Book.Revenue], measures in each of several periods, in their order, with
// the other parts of q as they are: the history of a target, say. The first error ends it.
func Over(periods []kam.Period, q Question, family func(Question) (Figures, error)) ([]kam.Observation, error) {
	var out []kam.Observation
	for _, p := range periods {
		q.Period = p
		figures, err := family(q)
		if err != nil {
			return nil, err
		}
		out = append(out, figures.Observations()...)
	}
	return out, nil
}
