package payout

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds on what a case may hold.
const (
	maxRows        = 100_000
	maxPosted      = 1_000_000
	maxAdjustments = 1_000
	maxWhole       = 15 // digits before the point
	rateDigits     = 15
	ratePlaces     = 12
)

// leftMark ends the reference of what somebody who left does not get.
const leftMark = "#left"

// check reports every fault of the case.
func (s *settlement) check() {
	c := s.c
	if s.r.terms.Recovery == nil {
		s.Add("missing", "$", wording.Say("the rules are not compiled", "规则未经编译"), wording.Say("use those of Compile", "请使用 Compile 返回的规则"))
	}
	s.ID("$.payee", c.Payee, nil)
	s.ID("$.plan", c.Plan, nil)
	if c.Version < 1 {
		s.Add("version", "$.version", wording.Say("version %d is not positive", "版本号 %d 不是正数", c.Version), wording.Say("count versions from 1", "版本号从 1 开始"))
	}
	settles := s.Period("$.period", c.Period, true)
	if !c.Year.IsZero() && s.Period("$.year", c.Year, true) && settles && !c.Year.ContainsPeriod(c.Period) {
		s.Add("year", "$.year", wording.Say("the fiscal year does not hold the open period", "财年未包含当前结算期"), wording.Say("state the year that holds %s", "请填写包含 %s 的财年", c.Period))
	}
	if c.Year.IsZero() && s.needsYear() {
		s.Add("year", "$.year", wording.Say("a part is released at the end of the fiscal year, and the year is not stated", "有部分金额于财年末释放，但没有写明财年"),
			wording.Say("state the fiscal year that holds %s", "请填写包含 %s 的财年", c.Period))
	}
	s.checkCurrency()
	s.checkEarned("$.earned", c.Earned, false)
	s.checkEarned("$.restated", c.Restated, true)
	s.Count("$.posted", len(c.Posted), 0, maxPosted)
	s.checkRates()
	s.checkEvents()
	s.checkDeals()
	s.checkAdjustments()
	s.checkPerson()
}

func (s *settlement) needsYear() bool {
	for _, r := range s.versions() {
		for _, h := range r.terms.Holdbacks {
			for _, p := range h.Parts {
				if p.On == OnYearEnd {
					return true
				}
			}
		}
	}
	return false
}

func (s *settlement) checkCurrency() {
	if s.c.Currency == "" {
		return
	}
	if _, err := kam.ParseCurrency(string(s.c.Currency)); err != nil {
		s.Add("currency", "$.currency", wording.Say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 货币代码", wording.Quote(string(s.c.Currency))),
			wording.Say("use a code such as CNY", "请使用 CNY 这样的代码"))
		return
	}
	if s.converting && s.r.terms.Convert == nil {
		s.Add("currency", "$.currency", wording.Say("the payee is paid in %s, the plan pays %s, and its terms do not convert", "该人员以 %s 发放，方案以 %s 计提，条款没有约定换算", s.c.Currency, s.r.money.Currency),
			wording.Say(`pay in the plan's currency, or add "convert" to the terms`, `请以方案货币发放，或在条款中加入 "convert"`))
	}
}

// checkMoney reports an amount that is out of bounds or finer than the places.
func (s *settlement) checkMoney(place string, d decimal.Decimal, places int32) {
	if !s.Number(place, d) {
		return
	}
	if len(num.Format(num.Round(d.Abs(), 0, num.Down))) > maxWhole {
		s.Add("number", place, wording.Say("the amount is too large", "金额过大"), wording.Say("use at most %d digits before the point", "整数部分最多 %d 位", maxWhole))
	}
	if !num.Round(d, places, num.Down).Equal(d) {
		s.Add("places", place, wording.Say("%s has more than %d decimal places", "%s 的小数超过 %d 位", d, places),
			wording.Say("round it where the plan rounds, before it is settled", "请先按方案的舍入步骤取整"))
	}
}

func (s *settlement) checkEarned(at string, rows []Earned, restated bool) {
	s.Count(at, len(rows), 0, maxRows)
	for i, e := range rows {
		place := wording.At(at, i)
		s.ID(place+".component", e.Component, nil)
		s.checkTransaction(place, e.Transaction, true)
		s.checkMoney(place+".amount", e.Amount, s.r.money.Places)
		version := s.versionOf(e)
		switch {
		case version < 1:
			s.Add("version", place+".version", wording.Say("version %d is not positive", "版本号 %d 不是正数", e.Version), wording.Say("count versions from 1", "版本号从 1 开始"))
		case s.rulesOf(version) == nil:
			s.Add("other-version", place+".version", wording.Say("the rules of version %d are not handed in", "未提供第 %d 版的规则", version), wording.Say("hand them in as Earlier", "请通过 Earlier 提供"))
		}
		if conv := s.r.terms.Convert; s.converting && conv != nil && conv.Refunds == RefundsOriginal && e.Transaction != "" && e.Amount.IsNegative() && !e.CreditDate.IsSet() {
			s.Add("credit-date", place+".creditDate", wording.Say("a refund of %s is converted at the rate of its own period, and its credit date is not stated", "%s 的退款按原交易所属结算期的汇率换算，但没有写明计入日期", wording.Quote(e.Transaction)),
				wording.Say("state the credit date of what is refunded", "请写明所退交易的计入日期"))
		}
		if !s.checkOrigin(place, e.Origin) {
			continue
		}
		current := s.originOf(e) == s.c.Period
		if restated && current {
			s.Add("origin", place+".origin", wording.Say("the open period is never restated", "当前结算期不能作为重述期间"), wording.Say("put its earnings into earned", "请放入 earned"))
		}
		if restated && s.changed[s.originOf(e)] {
			s.Add("origin", place+".origin", wording.Say("%s is both changed and restated", "%s 既列为变动又列为重述", e.Origin), wording.Say("state changes, or the whole", "请只列变动或只列全额"))
		}
		if !restated && !current {
			s.changed[e.Origin] = true
		}
	}
}

// checkOrigin reports a period of origin that is neither the open one nor before it.
func (s *settlement) checkOrigin(place string, origin kam.Period) bool {
	if origin.IsZero() || origin == s.c.Period {
		return true
	}
	if !s.Period(place+".origin", origin, true) {
		return false
	}
	if !origin.Until.After(s.c.Period.From) {
		return true
	}
	s.Add("origin", place+".origin", wording.Say("%s is neither the open period nor before it", "%s 既非当前结算期，也不在其之前", origin), wording.Say("use a commission period", "请使用结算期"))
	return false
}

func (s *settlement) checkTransaction(place, id string, none bool) {
	if none && id == "" {
		return
	}
	if s.ID(place+".transaction", id, nil) && strings.HasSuffix(id, leftMark) {
		s.Add("id", place+".transaction", wording.Say("%s ends like a mark of the ledger", "%s 的结尾与账簿标记相同", wording.Quote(id)), wording.Say("use an ID that does not end in %s", "请勿以 %s 结尾", leftMark))
	}
}

func (s *settlement) checkRates() {
	s.Count("$.rates", len(s.c.Rates), 0, maxRows)
	for i, rate := range s.c.Rates {
		place := wording.At("$.rates", i)
		if rate.Component != "" {
			s.ID(place+".component", rate.Component, nil)
		}
		if !rate.Origin.IsZero() {
			s.Period(place+".origin", rate.Origin, true)
		}
		key := rateKey{rate.Component, rate.Origin}
		if _, twice := s.rates[key]; twice {
			s.Add("twice", place, wording.Say("the rate stands twice", "汇率重复"), wording.Say("state it once", "请只保留一个"))
		}
		s.rates[key] = rate.Rate
		if !s.Number(place+".rate", rate.Rate) {
			continue
		}
		text := num.Format(rate.Rate)
		whole, part, _ := strings.Cut(text, ".")
		if !rate.Rate.IsPositive() || len(part) > ratePlaces || len(whole)+len(part) > rateDigits {
			s.Add("rate", place+".rate", wording.Say("%s is no usable rate", "%s 不是可用的汇率", text), wording.Say("use a rate above zero with at most %d decimals and %d digits", "请使用大于零、小数不超过 %d 位、总位数不超过 %d 位的汇率", ratePlaces, rateDigits))
		}
	}
}

func (s *settlement) checkAdjustments() {
	s.Count("$.adjustments", len(s.c.Adjustments), 0, maxAdjustments)
	seen := map[string]bool{}
	for i, a := range s.c.Adjustments {
		place := wording.At("$.adjustments", i)
		s.ID(place+".id", a.ID, seen)
		if a.Component != "" {
			s.ID(place+".component", a.Component, nil)
		}
		s.checkMoney(place+".amount", a.Amount, s.places)
		if a.Amount.IsZero() {
			s.Add("zero", place+".amount", wording.Say("the adjustment is zero", "调整金额为零"), wording.Say("remove it", "请删除"))
		}
		if strings.TrimSpace(a.Reason) == "" || len(a.Reason) > maxReason {
			s.Add("reason", place+".reason", wording.Say("the reason is missing or too long", "原因缺失或过长"), wording.Say("say why in at most %d bytes", "请说明原因，不超过 %d 字节", maxReason))
		}
		if s.ID(place+".approvedBy", a.ApprovedBy, nil) && (a.ApprovedBy == a.RequestedBy || a.ApprovedBy == s.c.Payee) {
			s.Add("approval", place+".approvedBy", wording.Say("%s approves an own request or own pay", "%s 审批了本人的申请或本人的薪酬", wording.Quote(a.ApprovedBy)),
				wording.Say("let another person approve it", "请由他人审批"))
		}
		if a.RequestedBy != "" {
			s.ID(place+".requestedBy", a.RequestedBy, nil)
		}
	}
}

// maxReason is the longest reason of an adjustment, in bytes.
const maxReason = 1_000

func (s *settlement) checkPerson() {
	e := s.c.Employment
	if e.Hired.IsSet() && e.Left.IsSet() && e.Left.Before(e.Hired) {
		s.Add("employment", "$.employment.left", wording.Say("the last day %s is before the first, %s", "最后在职日 %s 早于入职日 %s", e.Left, e.Hired), wording.Say("correct the days", "请更正日期"))
	}
	s.checkEntitlement("$.draw", s.c.Draw)
	s.checkEntitlement("$.guarantee", s.c.Guarantee)
	if p := s.c.ProtectedMinimum; p.Valid {
		s.checkMoney("$.protectedMinimum", p.Decimal, s.places)
		s.negative("$.protectedMinimum", p.Decimal)
	}
}

func (s *settlement) checkEntitlement(at string, e *Entitlement) {
	if e == nil {
		return
	}
	s.checkMoney(at+".amount", e.Amount, s.places)
	s.negative(at+".amount", e.Amount)
	if !e.Period.IsZero() {
		s.Period(at+".period", e.Period, false)
	}
}

func (s *settlement) negative(place string, d decimal.Decimal) {
	if d.IsNegative() {
		s.Add("range", place, wording.Say("the amount is below zero", "金额小于零"), wording.Say("use 0 or more", "请使用不小于 0 的金额"))
	}
}

// owned are the kinds of entries that a settlement posts and may take back.
func owned(k ledger.Kind) bool {
	switch k {
	case ledger.TopUp, ledger.DrawAdvance, ledger.DrawRecovery, ledger.Forgiveness, ledger.Holdback, ledger.Release,
		ledger.Clawback, ledger.Shortfall, ledger.Recovery, ledger.Conversion, ledger.Manual:
		return true
	default: // others post it
		return false
	}
}
