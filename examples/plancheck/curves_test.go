package main

import (
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func replaced(s, old, with string) string { return strings.ReplaceAll(s, old, with) }

func TestGroups(t *testing.T) {
	for _, c := range []struct {
		number string
		places int
		want   string
	}{
		{"0", 2, "0"},
		{"1234567.5", 2, "1,234,567.5"},
		{"999", 0, "999"},
		{"1000", 0, "1,000"},
		{"-1000", 2, "-1,000"},
		{"1/3", 4, "≈0.3333"},
		{"-1/3", 2, "≈-0.33"},
		{"-1/3000", 2, "≈0"},
		{"2.345", 2, "≈2.35"},
	} {
		r, ok := new(big.Rat).SetString(c.number)
		assert.True(t, ok)
		assert.Equal(t, c.want, groups(r, c.places), c.number)
	}
}

// What the curves are drawn for, and how flags change it.
func TestCurves(t *testing.T) {
	const sales, plandoc = "../payroll/sample/", "../../incentive/plandoc/testdata/plan.json"
	plan := "sample/kam.plan.json"
	for name, c := range map[string]struct {
		args []string
		says []string
		not  string
	}{
		"assumed quota":       {[]string{plan}, []string{"A quota of 100,000 is assumed for sales", "100 %  100,000  2,400       2.4 %"}, "target incentive"},
		"stated quota":        {[]string{plan, "-quota", "sales=200000"}, []string{"The quota of sales is 200,000, as -quota says.", "100 %  200,000   4,800"}, "assumed"},
		"quota of a scenario": {[]string{"-lang", "en"}, []string{"The quota of sales is 500,000, that of the first payee in the scenarios", "100 %    500,000  12,000"}, "assumed"},
		"both profiles alike": {[]string{plan}, []string{"one deal or ten equal deals"}, "sales, ten equal deals"},
		"profiles that differ": {[]string{sales + "account-executive.json"}, []string{
			"attainment of sales, one deal (", "150 %  150,000  6,000", "attainment of sales, ten equal deals (", "150 %  150,000   8,500",
		}, "or ten"},
		"own deals": {[]string{plan, "-deal", "D1 60 customer=new", "-deal", "D2 40"}, []string{"sales, the deals given", "100 %  100,000  3,000         3 %"}, "ten equal"},
		"break-even": {[]string{plan, "-margin", "0.05", "-cost", "1000", "-quota", "sales=100000"}, []string{
			"From 0 % to 20 % a margin of 5 % does not cover commission and a cost of 1,000 CNY.", "From 20 % to 200 % a margin of 5 % covers",
		}, ""},
		"bounds of money, and where the curve ends": {[]string{"../internal/yamlfile/testdata/json/ae.plan.json"}, []string{"Pay over revenue in CNY", "200,000  5,000"}, "quota"},
		"until":         {[]string{"../internal/yamlfile/testdata/json/ae.plan.json", "-until", "revenue=80000"}, []string{"80,000  1,600"}, "200,000  "},
		"team":          {[]string{"-with", sales + "account-executive.json", "-with", sales + "key-account-manager.json", sales + "sales-manager.json"}, []string{"Left out of the curves, since it is paid by what others reach: override.", "120 %  120,000  240"}, "no curve"},
		"what is asked": {[]string{plandoc}, []string{"A target incentive of 10,000 CNY", "(give it with -score nps=NUMBER)", `(give it with -deal "D1 1 ATTRIBUTE=VALUE")`}, "holds the payee"},
		"what is given": {[]string{plandoc, "-target", "20000", "-score", "nps=60", "-deal", "D1 50000 product=new units=5 margin=10000 #discount=0.1 invoiced=2026-01-05 cash-date=2026-01-20"}, []string{
			"The target incentive is 20,000 CNY each commission period, as -target says.", "nps stands at 60, as -score says.", "Pay over attainment of margin, the deals given", "Pay over satisfaction as a score", "no curve of help: the deals of the profile do not move",
		}, "nps=NUMBER"},
	} {
		t.Run(name, func(t *testing.T) {
			a := known(t, c.args...)
			assert.Empty(t, a.stderr)
			for _, s := range c.says {
				assert.Contains(t, a.stdout, s)
			}
			if c.not != "" {
				assert.NotContains(t, a.stdout, c.not)
			}
			assert.NotEmpty(t, a.page)
		})
	}
}

// What there is to be given has its flag in Chinese as well.
func TestCurvesInChinese(t *testing.T) {
	a := call(t, "-lang", "zh", "../../incentive/plandoc/testdata/plan.json")
	assert.Contains(t, a.stdout, "（请用 -score nps=数值 给出）")
	assert.Contains(t, a.stdout, `（请用 -deal "D1 1 属性=值" 给出）`)
}
