package meetings

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// Standing is what tracking makes of a goal beside its plan and its actual, for people to read. Everything in it may be
// left out: the tables of an [Agenda] and of a [Report] have a column for what at least one of their goals states. The
// zero value states nothing. The package documentation says which figures of tracking go where.
type Standing struct {
	// Target is what is to be reached over the whole period of the goal, Forecast what is to be expected at its end;
	// in the unit of the goal, not valid when unknown.
	Target   decimal.NullDecimal `json:"target,omitzero"`
	Forecast decimal.NullDecimal `json:"forecast,omitzero"`
	// Pace is attainment of what was to be reached by now as a ratio, 1 being on plan; not valid when unknown.
	Pace decimal.NullDecimal `json:"pace,omitzero"`
	// Required is what has to come per unit of the time that is left, in the unit of the goal; Per names that unit of
	// time, such as a working day. Not valid when unknown.
	Required decimal.NullDecimal `json:"required,omitzero"`
	Per      kam.Text            `json:"per,omitzero"`
	// Status says how the goal is judged, such as "at risk".
	Status kam.Text `json:"status,omitzero"`
}

func (c *checker) standing(place string, s Standing) {
	c.number(place+".target", s.Target)
	c.number(place+".forecast", s.Forecast)
	c.number(place+".pace", s.Pace)
	c.number(place+".required", s.Required)
	for _, x := range []struct {
		name string
		text kam.Text
	}{{"per", s.Per}, {"status", s.Status}} {
		c.optionalText(place+"."+x.name+".en", x.text.EN)
		c.optionalText(place+"."+x.name+".zh", x.text.ZH)
	}
}

// goalRow is what one goal has to say of itself in a table.
type goalRow struct {
	Standing
	unit     string
	currency kam.Currency
}

// column is a column of a table of goals.
type column struct {
	title  kam.Text
	stated func(s Standing) bool
	cell   func(p *page, r goalRow) string
}

// columns returns those columns of what tracking says that at least one of the goals fills.
func columns(rows []goalRow) []column {
	all := []column{
		{
			say("Target ", "目标值 "), func(s Standing) bool { return s.Target.Valid },
			func(p *page, r goalRow) string { return p.value(r.Target, r.unit, r.currency) },
		},
		{say("Pace ", "进度 "), func(s Standing) bool { return s.Pace.Valid }, func(p *page, r goalRow) string { return p.ratio(r.Pace) }},
		{
			say("Forecast ", "预测 "), func(s Standing) bool { return s.Forecast.Valid },
			func(p *page, r goalRow) string { return p.value(r.Forecast, r.unit, r.currency) },
		},
		{say("Required ", "所需 "), func(s Standing) bool { return s.Required.Valid }, required},
		{
			say("Status", "状态"), func(s Standing) bool { return s.Status != kam.Text{} },
			func(p *page, r goalRow) string { return p.text(r.Status) },
		},
	}
	var used []column
	for _, c := range all {
		for _, r := range rows {
			if c.stated(r.Standing) {
				used = append(used, c)
				break
			}
		}
	}
	return used
}

// required returns a rate with the unit of time that it is for.
func required(p *page, r goalRow) string {
	value := p.value(r.Required, r.unit, r.currency)
	if !r.Required.Valid || r.Per == (kam.Text{}) {
		return value
	}
	return p.say("%s per %s", "每%[2]s %[1]s", value, markdown.Escape(r.Per.In(p.lang)))
}
