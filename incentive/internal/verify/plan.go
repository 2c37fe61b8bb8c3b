package verify

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
)

// plan is the embedded plan, with every key that format 1 has.
type plan struct {
	Format     int             `json:"format"`
	ID         string          `json:"id"`
	Version    int             `json:"version"`
	Title      kam.Text        `json:"title"`
	Currency   kam.Currency    `json:"currency"`
	Readings   string          `json:"readings"`
	Effective  kam.Period      `json:"effective"`
	Period     kam.PeriodKind  `json:"period"`
	Rounding   rounding        `json:"rounding"`
	CreditDate string          `json:"creditDate"`
	Order      string          `json:"order"`
	Refunds    refunds         `json:"refunds"`
	Credits    []rule          `json:"credits"`
	Measures   []planMeasure   `json:"measures"`
	Components []planComponent `json:"components"`
	Caps       []planCap       `json:"caps"`
	Conversion *planConversion `json:"conversion"`
	Proration  *proration      `json:"proration"`
	// Payout comes after what a statement recomputes, and is here for the plan's hash alone.
	Payout *payout.Terms `json:"payout"`
}

type rounding struct {
	Step   string `json:"step"`
	Places *int   `json:"places"`
	Mode   string `json:"mode"`
}

type refunds struct {
	Method string `json:"method"`
	Period string `json:"period"`
	Below  string `json:"below"`
}

type rule struct {
	Name    string       `json:"name"`
	To      string       `json:"to"`
	Role    string       `json:"role"`
	Level   int          `json:"level"`
	Vacancy string       `json:"vacancy"`
	Base    string       `json:"base"`
	Of      []string     `json:"of"`
	Share   kam.Fraction `json:"share"`
	Split   string       `json:"split"`
	When    *condition   `json:"when"`
	Factor  *factor      `json:"factor"`
	Retires *bool        `json:"retires"`
	Pays    *bool        `json:"pays"`
}

func (r *rule) retires() bool { return r.Retires != nil && *r.Retires }
func (r *rule) pays() bool    { return r.Pays != nil && *r.Pays }

// commission reports whether the rule credits what others have earned.
func (r *rule) commission() bool { return len(r.Of) > 0 }

type factor struct {
	By     string                     `json:"by"`
	Values map[string]decimal.Decimal `json:"values"`
	Other  string                     `json:"other"`
}

type condition struct {
	All       []condition         `json:"all"`
	Any       []condition         `json:"any"`
	Not       *condition          `json:"not"`
	Attribute string              `json:"attribute"`
	In        []string            `json:"in"`
	Number    string              `json:"number"`
	AtLeast   decimal.NullDecimal `json:"atLeast"`
	MoreThan  decimal.NullDecimal `json:"moreThan"`
	AtMost    decimal.NullDecimal `json:"atMost"`
	Below     decimal.NullDecimal `json:"below"`
	Date      string              `json:"date"`
	From      kam.Day             `json:"from"`
	Until     kam.Day             `json:"until"`
}

type planMeasure struct {
	Name        string              `json:"name"`
	Label       kam.Text            `json:"label"` // for the plan's hash alone
	Base        string              `json:"base"`
	Metric      string              `json:"metric"`
	Credits     []string            `json:"credits"`
	Window      string              `json:"window"`
	Denominator string              `json:"denominator"`
	ZeroQuota   decimal.NullDecimal `json:"zeroQuota"`
}

type planComponent struct {
	Name        string              `json:"name"`
	Label       kam.Text            `json:"label"` // for the plan's hash alone
	Measure     string              `json:"measure"`
	When        *condition          `json:"when"`
	Rate        decimal.NullDecimal `json:"rate"`
	Tiers       *tiers              `json:"tiers"`
	Table       *table              `json:"table"`
	Curve       *curve              `json:"curve"`
	Every       *every              `json:"every"`
	Contest     *planContest        `json:"contest"`
	Pool        *planPool           `json:"pool"`
	Gates       []gate              `json:"gates"`
	Multipliers []multiplier        `json:"multipliers"`
	Caps        []planCap           `json:"caps"`
	Floors      []floor             `json:"floors"`
}

type tiers struct {
	Mode  string `json:"mode"`
	Basis string `json:"basis"`
	On    string `json:"on"`
	Bands []band `json:"bands"`
	Lost  string `json:"lost"`
}

type band struct {
	From   decimal.Decimal     `json:"from"`
	Until  decimal.NullDecimal `json:"until"`
	Rate   decimal.NullDecimal `json:"rate"`
	Amount decimal.NullDecimal `json:"amount"`
}

type table struct {
	Dimensions []dimension `json:"dimensions"`
	Cells      []cell      `json:"cells"`
}

type dimension struct {
	Attribute string            `json:"attribute"`
	Values    []string          `json:"values"`
	Other     string            `json:"other"`
	Number    string            `json:"number"`
	Days      *days             `json:"days"`
	On        string            `json:"on"`
	Basis     string            `json:"basis"`
	Bounds    []decimal.Decimal `json:"bounds"`
}

type days struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type cell struct {
	At   []string        `json:"at"`
	Rate decimal.Decimal `json:"rate"`
}

type gate struct {
	Measure          string          `json:"measure"`
	Basis            string          `json:"basis"`
	At               decimal.Decimal `json:"at"`
	Kind             string          `json:"kind"`
	Test             string          `json:"test"`
	FailedThenPassed string          `json:"failedThenPassed"`
	PassedThenLost   string          `json:"passedThenLost"`
	Base             string          `json:"base"`
}

type planCap struct {
	Per               string              `json:"per"`
	On                string              `json:"on"`
	Amount            decimal.NullDecimal `json:"amount"`
	OfTargetIncentive decimal.NullDecimal `json:"ofTargetIncentive"`
	Attainment        decimal.NullDecimal `json:"attainment"`
	Excess            string              `json:"excess"`
	Until             kam.Day             `json:"until"`
}

type floor struct {
	Per    string          `json:"per"`
	Amount decimal.Decimal `json:"amount"`
}
