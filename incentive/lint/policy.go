package lint

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Policy says what counts as unwise. The zero value works: every limit has a default. It is plain data, in Go or in JSON.
//
// Limits are zero or more, with at most 15 digits and 4 decimals; figures for examples are above zero.
type Policy struct {
	// Off are codes that are not reported.
	Off []Code `json:"off,omitempty"`
	// Reach is the highest attainment that anybody is expected to come to; what starts above it is reported. Defaults to
	// 10, that is 1,000 %.
	Reach decimal.NullDecimal `json:"reach,omitzero"`
	// Highest are the highest positions that anybody is expected to come to, by the measure's name and in its own quantity.
	// Defaults to no limit for measures that are not named.
	Highest map[string]decimal.Decimal `json:"highest,omitempty"`
	// Cliff is the multiple of a deal by which that deal may raise pay; more is a cliff. Defaults to 1: pay rises by more
	// than the deal is worth.
	Cliff decimal.NullDecimal `json:"cliff,omitzero"`
	// Deal is the size of the deal that causes a jump, and of the deals in examples of rounding, as a part of the quota or
	// of the bound. Defaults to 0.01.
	Deal decimal.NullDecimal `json:"deal,omitzero"`
	// Loss is the part of pay that rounding may add or take. Defaults to 0.001.
	Loss decimal.NullDecimal `json:"loss,omitzero"`
	// Tolerance is the part of the target incentive by which the pay of a payee at 100 % may differ from it. Defaults to 0.01.
	Tolerance decimal.NullDecimal `json:"tolerance,omitzero"`
	// Metrics are the metrics that somebody supplies as observations. Absent: they are not checked.
	Metrics []string `json:"metrics,omitempty"`
	// Quota, Units and Target are the figures of examples: the quota of measures of money and of units or deals, and the
	// target incentive, for the measure's window. Default to 100,000, 100 and 10,000.
	Quota  decimal.NullDecimal `json:"quota,omitzero"`
	Units  decimal.NullDecimal `json:"units,omitzero"`
	Target decimal.NullDecimal `json:"target,omitzero"`
}

// Bounds of a policy.
const (
	maxListed   = 1000
	maxDigits   = 15
	maxDecimals = 4
)

// ParsePolicy reads a policy from JSON, strictly, and checks it. The error is a *kam.InvalidError with every fault; its
// codes are lint.policy and those of strict JSON, such as lint.unknown-key.
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	if err := strictjson.Decode(data, &p, "lint").Err(); err != nil {
		return Policy{}, err
	}
	if err := p.Check(); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// Check returns nil for a usable policy, else a *kam.InvalidError with every fault.
func (p Policy) Check() error { return p.faults().Err() }

func (p Policy) faults() kam.Findings {
	f := wording.Faults{Prefix: "lint"}
	known := Codes()
	for i, c := range p.Off {
		if !slices.Contains(known, c) || c == CodePolicy {
			f.Add("policy", wording.At("$.off", i), say("%s is no code that can be switched off", "%s 不是可关闭的代码", wording.Quote(string(c))),
				say("use one of %s", "请使用其一：%s", wording.Words(known[1:])))
		}
	}
	for _, x := range []struct {
		key   string
		value decimal.NullDecimal
		above bool
	}{
		{"reach", p.Reach, true},
		{"cliff", p.Cliff, false},
		{"deal", p.Deal, true},
		{"loss", p.Loss, false},
		{"tolerance", p.Tolerance, false},
		{"quota", p.Quota, true},
		{"units", p.Units, true},
		{"target", p.Target, true},
	} {
		if x.value.Valid {
			limit(&f, "$."+x.key, x.value.Decimal, x.above)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Highest)) {
		limit(&f, "$.highest."+name, p.Highest[name], false)
	}
	if n := max(len(p.Off), len(p.Metrics), len(p.Highest)); n > maxListed {
		f.Add("policy", "$", say("a list has %d entries", "列表有 %d 项", n), say("list at most %d", "最多列出 %d 项", maxListed))
	}
	if p.Units.Valid && num.Check(p.Units.Decimal) == nil && (!p.Units.Decimal.IsInteger() || p.Units.Decimal.GreaterThan(decimal.New(maxListed, 0))) {
		f.Add("policy", "$.units", say("%s is no whole number of at most %d", "%s 不是不超过 %d 的整数", p.Units.Decimal, maxListed), say(`write "units": "100"`, `请写 "units": "100"`))
	}
	return f.Findings()
}

// limit reports a number that is out of bounds.
func limit(f *wording.Faults, place string, d decimal.Decimal, above bool) {
	switch {
	case !fits(d):
		f.Add("policy", place, say("the number has too many digits", "数字位数过多"), say("use at most %d digits and %d decimals", "最多 %d 位数字、%d 位小数", maxDigits, maxDecimals))
	case d.IsNegative(), above && d.IsZero():
		f.Add("policy", place, say("%s is too low", "%s 过低", d), say("use a number above zero", "请使用大于零的数"))
	}
}

// fits reports whether a number has at most 15 digits and 4 decimals, as amounts of transactions have.
func fits(d decimal.Decimal) bool {
	if num.Check(d) != nil {
		return false
	}
	least := num.Round(d, maxDecimals, num.Down)
	return least.Equal(d) && num.Round(d.Abs(), 0, num.Down).LessThan(decimal.New(1, maxDigits-maxDecimals))
}

// settings are a policy with its defaults filled in.
type settings struct {
	off                                 map[Code]bool
	reach, cliff, deal, loss, tolerance decimal.Decimal
	quota, units, target                decimal.Decimal
	highest                             map[string]decimal.Decimal
	metrics                             map[string]bool
}

func (p Policy) settings() settings {
	or := func(d decimal.NullDecimal, usual decimal.Decimal) decimal.Decimal {
		if d.Valid {
			return d.Decimal
		}
		return usual
	}
	s := settings{
		off: map[Code]bool{}, highest: maps.Clone(p.Highest),
		reach: or(p.Reach, decimal.New(10, 0)), cliff: or(p.Cliff, decimal.New(1, 0)), deal: or(p.Deal, decimal.New(1, -2)),
		loss: or(p.Loss, decimal.New(1, -3)), tolerance: or(p.Tolerance, decimal.New(1, -2)),
		quota: or(p.Quota, decimal.New(100_000, 0)), units: or(p.Units, decimal.New(100, 0)), target: or(p.Target, decimal.New(10_000, 0)),
	}
	for _, c := range p.Off {
		s.off[c] = true
	}
	if p.Metrics != nil {
		s.metrics = map[string]bool{}
		for _, m := range p.Metrics {
			s.metrics[m] = true
		}
	}
	return s
}

// say builds a text in both languages.
func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// at is the place of an item of a list below another place.
func at(root, list string, i int) string { return fmt.Sprintf("%s.%s[%d]", root, list, i) }
