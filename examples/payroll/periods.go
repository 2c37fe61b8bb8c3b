package main

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// maxPeriods is how many periods one call calculates: ten years of quarters. A date that is centuries off is a slip.
const maxPeriods = 40

// choosePeriods returns the commission periods to calculate, in order of time: the one named, in steps of the
// plans' period, or every one from the first won deal to the last.
func choosePeriods(label string, calendar *kam.Calendar, plans []incentive.Plan, d deals, found *kam.Findings) []kam.Period {
	const place = "-period"
	remedy := findings.Say("write a period of the calendar, such as 2017-Q4 or 2017", "请填写日历中的期间，例如 2017-Q4 或 2017")
	kind := plans[0].Period
	var stretch kam.Period
	if label != "" {
		period, err := calendar.Parse(label)
		if err != nil || period.IsOpen() {
			found.Add(findings.Fault("payroll.period", place, findings.Say("%s is no period", "%s 不是有效期间", findings.Quote(label)), remedy))
			return nil
		}
		stretch = period
	} else {
		if !d.first.IsSet() {
			found.Add(findings.Fault("payroll.period", place, findings.Say("there is no won deal to take a period from", "没有赢单，无法确定期间"), remedy))
			return nil
		}
		first, err := calendar.Containing(kind, d.first)
		if err == nil {
			var last kam.Period
			last, err = calendar.Containing(kind, d.last)
			stretch = kam.Period{From: first.From, Until: last.Until}
		}
		if err != nil {
			found.Merge(findings.Of(err, "payroll.unreadable", place))
			return nil
		}
	}
	periods, err := calendar.Split(stretch, kind)
	if err != nil {
		found.Add(findings.Fault("payroll.period", place, findings.Say("%s is not made of whole periods of the kind %s", "%s 不是由完整的 %s 组成", calendar.Label(stretch), string(kind)), remedy))
		return nil
	}
	if len(periods) > maxPeriods {
		found.Add(findings.Fault("payroll.period", place,
			findings.Say("from %s to %s there are %d periods; more than %d are not calculated at once", "%s 至 %s 共有 %d 个期间，一次最多计算 %d 个",
				stretch.From, stretch.Until.AddDays(-1), len(periods), maxPeriods), remedy))
	}
	return periods
}
