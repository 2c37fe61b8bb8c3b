package criteria

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Warnings returns what [Compile] found allowed, but seldom meant, sorted by place: criteria.currency, a plain metric
// without a unit that is read without a currency; criteria.scale, a metric in percent of which plain values are read, or a
// threshold that looks as if it were written on the other scale.
func (p *Program) Warnings() kam.Findings { return slices.Clone(p.warnings) }

// checkMetrics reports what is wrong with the metrics in use, at their place in the vocabulary.
func (k *compiler) checkMetrics(metrics []kam.Metric) {
	for i, m := range metrics {
		if k.badMetrics[m.Key] {
			k.found.Merge(fmt.Sprintf("vocabulary.metrics[%d]", i), m.Check())
			delete(k.badMetrics, m.Key) // of metrics with one key, the first counts
		}
	}
}

// warn tells what is seldom meant of a criterion on a metric; ratio says that it reads numerators and denominators.
func (k *compiler) warn(place string, s Series, m kam.Metric, t Test, ratio bool) {
	switch {
	case ratio:
	case isShare(m.Unit):
		k.warned.Warn("scale", place+".be.scale", wording.Say("the metric is in %s, but plain values are read: ratios with a numerator and a denominator are passed over", "该指标的单位为 %s，但只读取普通数值，不读取带分子与分母的比率", wording.Quote(m.Unit)),
			wording.Say("state scale, unless the values are plain numbers", "请填写 \"scale\"；若确为普通数值则不填"))
	case m.Unit == "" && s.Currency == "":
		k.warned.Warn("currency", place+".of.currency", wording.Say("no currency is stated, so that amounts of money are passed over", "未填币种，因此不读取任何币种的金额"),
			wording.Say("state the currency, or give the metric a unit if it is no money", "请填写币种；若非金额，请为该指标填写单位"))
	}
	if t.Scale == "" || !usable(t.Threshold) {
		return
	}
	size := new(big.Rat).Abs(t.Threshold.Decimal.Rat())
	switch {
	case t.Scale == AsPercent && m.Direction == kam.HigherIsBetter && size.Sign() > 0 && size.Cmp(big.NewRat(1, 1)) <= 0:
		k.warned.Warn("scale", place+".be.threshold", wording.Say("the threshold is %s %%", "门槛为 %s %%", wording.Decimal(t.Threshold.Decimal)),
			wording.Say("write 92 for 92 %%, or choose the scale ratio for 0.92", "92 %% 请写作 92；写作 0.92 请选用 ratio"))
	case t.Scale == AsRatio && size.Cmp(big.NewRat(10, 1)) >= 0:
		k.warned.Warn("scale", place+".be.threshold", wording.Say("the threshold is the ratio %s", "门槛为比率 %s", wording.Decimal(t.Threshold.Decimal)),
			wording.Say("write 0.92 for 92 %%, or choose the scale percent for 92", "92 %% 请写作 0.92；写作 92 请选用 percent"))
	}
}

// isShare reports whether a unit is that of a part of a whole.
func isShare(unit string) bool {
	return slices.Contains([]string{"ratio", "percent", "%", "pct", "比率", "百分比", "百分点"}, strings.ToLower(unit))
}
