package visits

import (
	"encoding/json"

	"github.com/kam-go/kam"
)

// Data is a whole plan as plain data, for templates, exports and JSON: what the methods of [WeeklyPlan] return one by
// one. Exact ratios are written as "3/2" in JSON. The zero value is an empty plan.
type Data struct {
	Period     kam.Period   `json:"period,omitzero"`
	Currency   kam.Currency `json:"currency,omitempty"`
	Weeks      []Week       `json:"weeks"`
	Activities []Activity   `json:"activities"`
	Lines      []Line       `json:"lines"`
	// Ladders has one entry for each segment, Segments their names.
	Segments []string `json:"segments"`
	Ladders  []Ladder `json:"ladders"`
	Late     []Late   `json:"late"`
	Revenue  Revenue  `json:"revenue"`
	// Capacity is nil without people.
	Capacity *Capacity    `json:"capacity,omitempty"`
	Findings kam.Findings `json:"findings"`
	Summary  kam.Text     `json:"summary"`
}

// Data returns the plan as plain data, which shares no memory with it.
func (p *WeeklyPlan) Data() Data {
	d := Data{
		Period: p.Period(), Currency: p.spec.Currency, Weeks: p.Weeks(), Activities: p.Activities(), Lines: p.Lines(),
		Ladders: p.Ladders(), Late: p.Late(), Revenue: p.Revenue(), Findings: p.Findings(), Summary: p.Summary(),
	}
	for _, g := range p.spec.Segments {
		d.Segments = append(d.Segments, g.Name)
	}
	if c, checked := p.Capacity(); checked {
		d.Capacity = &c
	}
	return d
}

// MarshalJSON returns [WeeklyPlan.Data] as JSON.
func (p *WeeklyPlan) MarshalJSON() ([]byte, error) { return json.Marshal(p.Data()) }
