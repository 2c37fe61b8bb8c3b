package meetings

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Report is a check-in: what a person reached in a week, a month or another period, what went well, what stood in the
// way, and what is needed. The zero value is no report. [Report.Markdown] writes it for people.
type Report struct {
	// ID is the host's own name of the report.
	ID string `json:"id"`
	// Person is who reports.
	Person string `json:"person"`
	// Name is the person's name as people read it; empty reads as Person.
	Name string `json:"name,omitempty"`
	// Every says what kind of period is reported on, such as a week or a month; empty is any. The period must be about as
	// long: a week at most 7 days, a month 8 to 35, a quarter 36 to 98, half a year 99 to 189, a year 190 to 371, so that
	// those of 4, 5, 52 and 53 weeks and those that were begun late are in.
	Every kam.PeriodKind `json:"every,omitempty"`
	// Period is what the report is about. It has an end.
	Period kam.Period `json:"period"`
	// On is the day on which the report was given, not before the period begins.
	On kam.Day `json:"on"`
	// Figures are the person's goals with where they stand, in the order of reading.
	Figures []Figure `json:"figures,omitempty"`
	// Successes, Obstacles and Requests are as they stood on that day.
	Successes []Success  `json:"successes,omitempty"`
	Obstacles []Obstacle `json:"obstacles,omitempty"`
	Requests  []Request  `json:"requests,omitempty"`
	// Next says what the person is going to do next, one line each.
	Next []string `json:"next,omitempty"`
}

// Figure is where one goal stands. The zero value is none.
type Figure struct {
	// Goal is the ID of the goal, Title its name as people read it.
	Goal  string   `json:"goal"`
	Title kam.Text `json:"title"`
	// Plan is what was to be reached by the end of the period of the report, Actual what was; not valid when unknown.
	Plan   decimal.NullDecimal `json:"plan,omitzero"`
	Actual decimal.NullDecimal `json:"actual,omitzero"`
	// Unit is what they count; empty for money, whose Currency is stated instead.
	Unit     string       `json:"unit,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
	// Attainment is as the goal's own tracking has it, which knows baseline and direction; the zero value is unknown.
	Attainment Attainment `json:"attainment,omitzero"`
	// Standing is what else its tracking has to say; the report shows it.
	Standing Standing `json:"standing,omitzero"`
}

// Obstacle is what stands in the way of a goal. The zero value is none.
type Obstacle struct {
	// Text says what it is, in the person's own words.
	Text string `json:"text"`
	// Goal and Account name what it holds up; either may be empty.
	Goal    string `json:"goal,omitempty"`
	Account string `json:"account,omitempty"`
}

// Check returns nil for a report that can be kept, else an [*kam.InvalidError] with every fault. Facts that are
// unknown are no faults; a report of nothing but figures is none either.
func (r Report) Check() error {
	c := checker{}
	c.report("$", r)
	return c.found.Err()
}

func (c *checker) report(place string, r Report) {
	c.id(place+".id", r.ID)
	c.id(place+".person", r.Person)
	c.optionalID(place+".name", r.Name)
	if r.Every != "" && !r.Every.Valid() {
		c.kind(place+".every", string(r.Every), string(kam.Week), string(kam.Month), string(kam.Quarter), string(kam.HalfYear), string(kam.Year))
	}
	if c.period(place+".period", r.Period) {
		c.length(place+".every", r.Every, r.Period)
	}
	c.day(place+".on", r.On)
	c.notBefore(place+".on", r.On, r.Period.From, say("when the period begins", "期间开始日"))
	if c.list(place+".figures", len(r.Figures)) {
		seen := map[string]bool{}
		for i, f := range r.Figures {
			c.figure(at(place+".figures", i), f)
			c.unique(at(place+".figures", i)+".goal", f.Goal, seen)
		}
	}
	if c.list(place+".successes", len(r.Successes)) {
		seen := map[string]bool{}
		for i, s := range r.Successes {
			c.success(at(place+".successes", i), s)
			c.unique(at(place+".successes", i)+".id", s.ID, seen)
		}
	}
	if c.list(place+".obstacles", len(r.Obstacles)) {
		for i, o := range r.Obstacles {
			spot := at(place+".obstacles", i)
			c.text(spot+".text", o.Text)
			c.optionalID(spot+".goal", o.Goal)
			c.optionalID(spot+".account", o.Account)
		}
	}
	if c.list(place+".requests", len(r.Requests)) {
		seen := map[string]bool{}
		for i, q := range r.Requests {
			c.request(at(place+".requests", i), q)
			c.unique(at(place+".requests", i)+".id", q.ID, seen)
		}
	}
	if c.list(place+".next", len(r.Next)) {
		for i, line := range r.Next {
			c.text(at(place+".next", i), line)
		}
	}
}

func (c *checker) figure(place string, f Figure) {
	c.id(place+".goal", f.Goal)
	c.title(place+".title", f.Title)
	c.number(place+".plan", f.Plan)
	c.number(place+".actual", f.Actual)
	c.unit(place, f.Unit, f.Currency)
	c.attainment(place+".attainment", f.Attainment)
	c.standing(place+".standing", f.Standing)
}

// length checks that a period is about as long as its kind says.
func (c *checker) length(place string, every kam.PeriodKind, period kam.Period) {
	least, most := 1, 0
	switch every {
	case kam.Week:
		most = 7
	case kam.Month:
		least, most = 8, 35
	case kam.Quarter:
		least, most = 36, 98
	case kam.HalfYear:
		least, most = 99, 189
	case kam.Year:
		least, most = 190, 371
	default:
		return
	}
	if days := period.Until.Sub(period.From); days < least || days > most {
		c.add("period", place,
			say("the period has %d days and is called %s", "期间有 %d 天，却填为 %s", days, quote(string(every))),
			say("name the kind of the period, or leave it out", "请填写相符的期间类型，或不填"))
	}
}
