package incentive

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Bounds on what an assignment may state.
const (
	maxRows   = 1_000
	maxReason = 1_000
)

// states reports the faults of an assignment's quotas, target, ramps, absences and reliefs; false when there is one.
func (o *people) states(a Assignment, at string) bool {
	n := len(o.found.list)
	who := clip(a.Payee)
	reliefs := 0
	for i, q := range a.Quotas {
		if q.Period.Check() != nil || !fits(q.Amount, maxDecimals) || q.Amount.IsNegative() {
			o.found.add(CodeRoster, fmt.Sprintf("%s.quotas[%d]", at, i), say("the quota %q of %q has no period, or is no amount of at most %d digits, zero or more", "%[2]q 的目标 %[1]q 缺少期间，或金额无效（最多 %[3]d 位，不得为负）", clip(q.Measure), who, maxDigits),
				say("state measure, period and amount", "请写明指标、期间与金额"))
		}
		reliefs += len(q.Relief)
	}
	for _, list := range []struct {
		key  string
		rows int
	}{{"ramps", len(a.Ramps)}, {"absences", len(a.Absences)}, {"target.changes", len(a.Target.Changes)}, {"quotas[].relief", reliefs}} {
		if list.rows > maxRows {
			o.found.add(CodeRoster, at+"."+list.key, say("%d rows of %q are too many", "%[2]q 的行数 %[1]d 过多", list.rows, who), say("use at most %d", "最多 %d 行", maxRows))
			return false
		}
	}
	o.target(a.Target, at, who)
	o.ramps(a.Ramps, at, who)
	o.absences(a.Absences, at, who)
	for i, q := range a.Quotas {
		for j, r := range q.Relief {
			o.relief(r, fmt.Sprintf("%s.quotas[%d].relief[%d]", at, i, j), who)
		}
	}
	return len(o.found.list) == n
}

// target checks a target incentive and its changes.
func (o *people) target(t Target, at, who string) {
	if t.Amount.Valid && (!fits(t.Amount.Decimal, maxDecimals) || t.Amount.Decimal.IsNegative() || months(t.Per) == 0) {
		o.found.add(CodeRoster, at, say("the target incentive of %q is no amount per month, quarter, half-year or year", "%q 的目标奖金须为每月、每季、每半年或每年的金额", who),
			say(`write {"amount": "60000", "per": "year"}`, `请写 {"amount": "60000", "per": "year"}`))
	}
	if len(t.Changes) > 0 && !t.Amount.Valid {
		o.found.add(CodeRoster, at+".target.changes", say("the target incentive of %q changes and is not stated", "%q 的目标奖金有变更但未写明原金额", who),
			say("state the amount before the first change", "请写明首次变更前的金额"))
	}
	for i, change := range t.Changes {
		where := fmt.Sprintf("%s.target.changes[%d]", at, i)
		if !change.From.IsSet() || i > 0 && !t.Changes[i-1].From.Before(change.From) {
			o.found.add(CodeRoster, where+".from", say("the change of the target incentive of %q has no day after the one before", "%q 的目标奖金变更缺少日期，或未晚于前一变更", who),
				say("list changes in order of their first days", "请按生效日期先后列出变更"))
		}
		if !fits(change.Amount, maxDecimals) || change.Amount.IsNegative() {
			o.found.add(CodeRoster, where+".amount", say("the new target incentive of %q is no amount of at most %d digits, zero or more", "%q 的新目标奖金无效（最多 %d 位，不得为负）", who, maxDigits),
				say("state the amount for the stretch that \"per\" names", "请填写 per 所指区间的金额"))
		}
	}
}

// ramps checks ramps.
func (o *people) ramps(rows []Ramp, at, who string) {
	periods := make([]kam.Period, len(rows))
	for i, r := range rows {
		periods[i] = r.Period
		where := fmt.Sprintf("%s.ramps[%d]", at, i)
		if r.Period.Check() != nil {
			o.found.add(CodeRoster, where+".period", say("the ramp of %q has no period", "%q 的爬坡期缺少期间", who), say(`write a half-open period: "2026-01-01/2026-04-01"`, `请写半开区间："2026-01-01/2026-04-01"`))
		}
		if !isShare(r.Share) {
			o.found.add(CodeRoster, where+".share", say("the ramp of %q is no share from 0 to 1 with at most %d decimals", "%q 的爬坡比例须为 0 至 1，最多 %d 位小数", who, maxRateDecimals),
				say("write the part of the quota that counts: 0.5 for one half", "请写计入目标的比例：0.5 表示一半"))
		}
	}
	o.apart(periods, at+".ramps", func(a, b kam.Period) kam.Text {
		return say("two ramps of %q overlap: %s and %s", "%q 的两个爬坡期重叠：%s 与 %s", who, a, b)
	})
}

// absences checks absences.
func (o *people) absences(rows []Absence, at, who string) {
	seen := map[string]bool{}
	periods := make([]kam.Period, len(rows))
	for i, a := range rows {
		periods[i] = a.Period
		where := fmt.Sprintf("%s.absences[%d]", at, i)
		switch {
		case !validID(a.ID):
			o.found.add(CodeRoster, where+".id", say("the absence's id %q of %q is empty, too long or has control characters", "%[2]q 的缺勤编号 %[1]q 为空、过长或含控制字符", clip(a.ID), who), say("use 1 to %d bytes of text", "请使用 1 至 %d 字节文本", maxID))
		case seen[a.ID]:
			o.found.add(CodeRoster, where+".id", say("the absence %q of %q is there twice", "%[2]q 的缺勤 %[1]q 重复", clip(a.ID), who), say("give each absence an id of its own", "每次缺勤请使用不同编号"))
		}
		seen[a.ID] = true
		if a.Period.Check() != nil {
			o.found.add(CodeRoster, where+".period", say("the absence %q of %q has no period", "%[2]q 的缺勤 %[1]q 缺少期间", clip(a.ID), who), say(`write a half-open period: "2026-01-01/2026-02-01"`, `请写半开区间："2026-01-01/2026-02-01"`))
		}
		if !isReason(a.Reason) {
			o.found.add(CodeRoster, where+".reason", say("the reason of the absence %q of %q is too long or no text", "%[2]q 的缺勤 %[1]q 的原因过长或不是文本", clip(a.ID), who), reasonRemedy())
		}
	}
	o.apart(periods, at+".absences", func(a, b kam.Period) kam.Text {
		return say("two absences of %q overlap: %s and %s", "%q 的两次缺勤重叠：%s 与 %s", who, a, b)
	})
}

// relief checks one relief of a quota.
func (o *people) relief(r Relief, at, who string) {
	amount := r.Amount.Valid && fits(r.Amount.Decimal, maxDecimals) && !r.Amount.Decimal.IsNegative()
	share := r.Share.Valid && isShare(r.Share.Decimal) && !r.Share.Decimal.IsZero()
	if r.Amount.Valid == r.Share.Valid || !amount && !share {
		o.found.add(CodeRoster, at, say("the relief of %q is neither an amount, zero or more, nor a share above 0 and at most 1", "%q 的减免须为不小于零的金额，或大于 0 且不超过 1 的比例", who),
			say(`write {"amount": "1000"} or {"share": "0.25"}`, `请写 {"amount": "1000"} 或 {"share": "0.25"}`))
	}
	if r.For != "" && !validID(r.For) {
		o.found.add(CodeRoster, at+".for", say("%q is no absence's id", "%q 不是缺勤编号", clip(r.For)), say("name an absence of the assignment, or leave it out", "请引用该分配的缺勤编号，或省略"))
	}
	if strings.TrimSpace(r.Reason) == "" || !isReason(r.Reason) {
		o.found.add(CodeRoster, at+".reason", say("the relief of %q has no reason", "%q 的减免缺少原因", who), reasonRemedy())
	}
	if strings.TrimSpace(r.ApprovedBy) == "" || !validID(r.ApprovedBy) {
		o.found.add(CodeRoster, at+".approvedBy", say("the relief of %q does not say who approved it", "%q 的减免未写明批准人", who), say("name the approver in 1 to %d bytes", "请填写批准人，1 至 %d 字节", maxID))
	}
}

func reasonRemedy() kam.Text {
	return say("state it in at most %d bytes of text", "请填写原因，最多 %d 字节文本", maxReason)
}

// apart reports the first two periods that overlap; those that are none are left out.
func (o *people) apart(periods []kam.Period, at string, message func(a, b kam.Period) kam.Text) {
	sorted := slices.DeleteFunc(slices.Clone(periods), func(p kam.Period) bool { return p.Check() != nil })
	slices.SortFunc(sorted, kam.Period.Compare)
	for i := 1; i < len(sorted); i++ {
		if a, b := sorted[i-1], sorted[i]; a.Overlaps(b) {
			o.found.add(CodeRoster, at, message(a, b),
				say("end the first where the second starts", "请让前一段在后一段开始时结束"))
			return
		}
	}
}

// isShare reports whether d is a share from 0 to 1 with at most 6 decimals.
func isShare(d decimal.Decimal) bool {
	return fits(d, maxRateDecimals) && !d.IsNegative() && d.Cmp(decimal.NewFromInt(1)) <= 0
}

func isReason(s string) bool { return len(s) <= maxReason && utf8.ValidString(s) }
