package main

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// saidLang is the language that the arguments ask for, also where they cannot be read to their end.
func saidLang(args []string) kam.Lang {
	out := kam.English
	for i, a := range args {
		name, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(a, "-"), "-"), "=")
		if name != "lang" || !strings.HasPrefix(a, "-") {
			continue
		}
		if !ok && i+1 < len(args) {
			value = args[i+1]
		}
		if lang, err := kam.ParseLang(value); err == nil {
			out = lang
		}
	}
	return out
}

// known reports names in flags that the plan does not have.
func (in *inputs) known(o options, found *kam.Findings) {
	var measures, metrics []string
	for _, m := range in.plan.Measures {
		measures = append(measures, m.Name)
		if m.Base == incentive.BaseObservation && m.Metric != "" && !slices.Contains(metrics, m.Metric) {
			metrics = append(metrics, m.Metric)
		}
	}
	for _, f := range []struct {
		flag  string
		given map[string]decimal.Decimal
		names []string
		what  kam.Text
	}{
		{"quota", o.quotas, measures, kam.Text{EN: "measure", ZH: "指标"}},
		{"until", o.until, measures, kam.Text{EN: "measure", ZH: "指标"}},
		{"score", o.scores, metrics, kam.Text{EN: "metric of observations", ZH: "观测指标"}},
	} {
		for _, name := range names(f.given) {
			if slices.Contains(f.names, name) {
				continue
			}
			remedy := say("a %s of it is one of: %s", "方案的%s有：%s", f.what, joined(texts(f.names), ", ", "、"))
			if len(f.names) == 0 {
				remedy = kam.Text{EN: "leave the flag out: the plan has none at all", ZH: "请省略该参数：方案中没有此类名称"}
			}
			found.Add(findings.Fault("plancheck.unknown-name", "-"+f.flag, say("the plan has no %[2]s %[1]s", "方案没有名为 %s 的%s", findings.Quote(name), f.what), remedy))
		}
	}
}
