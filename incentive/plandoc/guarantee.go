package plandoc

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// ErrCompare says that two amounts cannot be compared: another payee, period or currency.
var ErrCompare = errors.New("plandoc: the amounts cannot be compared")

// Guarantee promises those who are moved to a new plan, or a new version, a
// part of what the old one would have paid, for some commission periods. The
// zero value promises nothing.
type Guarantee struct {
	// ID names the guarantee; 1 to 128 bytes.
	ID string `json:"id"`
	// Shares are the part that is promised in the first commission period after the move, the second, and so on; each
	// from 0 to 1, 1 to 120 of them. 1, 0.75, 0.5 declines.
	Shares []kam.Fraction `json:"shares"`
	// Mode rounds what is promised to the minor units of the currency, in the words of a plan's rounding.
	Mode string `json:"mode"`
}

// Check returns nil for a guarantee that can be used, else a *kam.InvalidError with every fault.
func (g Guarantee) Check() error {
	f := wording.Faults{Prefix: prefix}
	f.ID("$.id", g.ID, nil)
	f.Count("$.shares", len(g.Shares), 1, 120)
	for i, s := range g.Shares {
		if s.Check() != nil || s.Rat().Sign() < 0 || s.Rat().Cmp(big.NewRat(1, 1)) > 0 {
			f.Add("share", wording.At("$.shares", i), say("%s is no share", "%s 不是有效份额", wording.Quote(s.String())), say("use a share from 0 to 1", "请使用 0 至 1 之间的份额"))
		}
	}
	wording.Choice(&f, "mode", "$.mode", num.Mode(g.Mode), num.HalfUp, num.HalfEven, num.HalfDown, num.Up, num.Down, num.Ceil, num.Floor)
	return f.Err()
}

// Earned is what one plan gives one payee in one commission period.
type Earned struct {
	Payee    string
	Plan     string
	Version  int
	Period   kam.Period
	Currency kam.Currency
	// Amount is what the period adds, before holdback and draw.
	Amount decimal.Decimal
}

// EarnedOf returns what a statement gives.
func EarnedOf(s incentive.Statement) Earned {
	return Earned{s.Payee().ID, s.PlanID(), s.PlanVersion(), s.Period(), s.Currency(), s.Earned()}
}

// TopUp is what a [Guarantee] adds in one commission period.
type TopUp struct {
	// ID is the same for the same guarantee, payee, plan and commission period: what is posted under it is posted once.
	ID string
	// Amount is zero or more, at the minor units of the currency.
	Amount decimal.Decimal
	// Share is the part that is promised, and Promised what it comes to.
	Share    kam.Fraction
	Promised decimal.Decimal
	// Old is what the old plan would have paid, and New what the new one pays.
	Old, New Earned
	// Because says it in words, with every figure.
	Because kam.Text
}

// TopUp returns what the guarantee adds in the n-th commission period after
// the move, counted from 1: the promised share of what the old plan would have
// paid, rounded once, less what the new one pays; never below zero. Where the
// old plan would have taken back more than it paid nothing is promised, and
// after the last share nothing is added. Old comes from a run of the old plan
// over the same inputs, whose batch is never posted.
//
// The error is that of [Guarantee.Check], or wraps [ErrCompare] for two payees,
// commission periods or currencies, for amounts beyond the bounds of numbers,
// and for an n below 1.
func (g Guarantee) TopUp(n int, old, now Earned) (TopUp, error) {
	if err := g.Check(); err != nil {
		return TopUp{}, err
	}
	switch {
	case n < 1:
		return TopUp{}, fmt.Errorf("%w: period %d; count from 1", ErrCompare, n)
	case old.Payee != now.Payee:
		return TopUp{}, fmt.Errorf("%w: payees %s and %s", ErrCompare, wording.Quote(old.Payee), wording.Quote(now.Payee))
	case old.Period != now.Period || old.Period.Check() != nil:
		return TopUp{}, fmt.Errorf("%w: periods %s and %s", ErrCompare, old.Period, now.Period)
	case old.Currency != now.Currency:
		return TopUp{}, fmt.Errorf("%w: currencies %s and %s", ErrCompare, wording.Quote(string(old.Currency)), wording.Quote(string(now.Currency)))
	case num.Check(old.Amount) != nil || num.Check(now.Amount) != nil:
		return TopUp{}, fmt.Errorf("%w: %w", ErrCompare, kam.ErrNumber)
	}
	places := now.Currency.MinorUnits()
	t := TopUp{ID: g.reference(now), Amount: decimal.Zero, Promised: decimal.Zero, Old: old, New: now}
	money := func(d decimal.Decimal) string {
		return string(now.Currency) + " " + wording.Amount(d, places)
	}
	if n > len(g.Shares) {
		t.Because = say("The guarantee %s ended after %d periods; this is period %d.", "保障 %s 共 %d 期，已结束；本期为第 %d 期。", wording.Clip(g.ID), len(g.Shares), n)
		return t, nil
	}
	t.Share = g.Shares[n-1]
	if old.Amount.IsPositive() {
		t.Promised = num.RoundRat(new(big.Rat).Mul(num.Rat(old.Amount), t.Share.Rat()), places, num.Mode(g.Mode))
	}
	if lack := t.Promised.Sub(now.Amount); lack.IsPositive() && t.Promised.IsPositive() {
		t.Amount = lack
	}
	t.Because = say("Period %d of %d: %s version %d would have paid %s, of which %s is promised: %s. %s version %d pays %s; the guarantee adds %s.",
		"第 %d 期，共 %d 期：%s 第 %d 版本应支付 %s，保障其 %s，即 %s；%s 第 %d 版支付 %s，保障补足 %s。",
		n, len(g.Shares), wording.Clip(old.Plan), old.Version, money(old.Amount), t.Share, money(t.Promised), wording.Clip(now.Plan), now.Version, money(now.Amount), money(t.Amount))
	return t, nil
}

// reference names a top-up.
func (g Guarantee) reference(now Earned) string {
	var b strings.Builder
	for _, s := range []string{g.ID, now.Payee, now.Plan, now.Period.String()} {
		fmt.Fprintf(&b, "%d:%s", len(s), s)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return "guarantee-" + hex.EncodeToString(sum[:16])
}
