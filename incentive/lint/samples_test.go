package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
)

// sample is a book of the project with everything that is found in it beside other words of its readings, and why that
// is true.
type sample struct {
	files string
	found []trueFinding
}

type trueFinding struct{ found, why string }

func TestSamplesGiveNoFalseAlarm(t *testing.T) {
	for _, s := range []sample{
		{"../../examples/payroll/sample", []trueFinding{
			{"info lint.debt $.plans[0].components[1]", "account executives have no payout terms, and a service deal that is refunded a quarter later takes back 1.5 %"},
			{"warning lint.cliff $.plans[1].components[0].gates[0]", "2 % of all sales, 1,700, are paid from 85 % of a quota of 100,000 on and nothing below: the last 1 % decides"},
			{"info lint.debt $.plans[2].components[1]", "managers have no payout terms, and commission of their people that is taken back takes back 10 % of it"},
		}},
		{"../../examples/payroll/realset", []trueFinding{
			{"info lint.decelerator $.plans[0].components[0].tiers.bands[3]", "the rate falls from 8 % to 3 % above 150 %"},
			{"info lint.debt $.plans[0].components[1]", "there are no payout terms, and the refund of a deal that the component paid takes back what it earned"},
			{"warning lint.cliff $.plans[1].components[0].gates[0]", "3.25 % of all sales, 1,950, are paid from 60 % of a quota of 100,000 on and nothing below"},
			{"warning lint.cliff $.plans[1].components[0].tiers.bands[2]", "5.25 % instead of 4.15 % on all sales from 120 % on: 6,300 after 4,938.50, for 1,000"},
			{"info lint.debt $.plans[2].components[1]", "managers have no payout terms, and commission of their people that is taken back takes back a part of it"},
		}},
		{"../plandoc/testdata/plan.json", []trueFinding{
			{"info lint.cap-for-life $.caps[1]", "the second cap is per lifetime"},
			{"warning lint.fund-below-prizes $.components[7].contest.fund", "3,000 + 2,000 + 1,000 is more than 5,000"},
			{"warning lint.zero-quota $.measures[0].zeroQuota", "marginal tiers on attainment cannot be placed in a quota of zero, so that the engine holds the payee"},
		}},
		{"../plandoc/testdata/other.json", nil},
		{"../testdata/golden/standard-1.json", []trueFinding{
			{"info lint.debt $.components[0]", "there are no payout terms"},
		}},
	} {
		t.Run(s.files, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(s.files, "*.json"))
			require.NoError(t, err)
			if filepath.Ext(s.files) == ".json" {
				files = []string{s.files}
			}
			var b incentive.Book
			for _, name := range files {
				data, err := os.ReadFile(name)
				require.NoError(t, err)
				if p, err := incentive.ParsePlan(data); err == nil { // others are calendars and mappings
					b.Plans = append(b.Plans, p)
				}
			}
			if len(b.Plans) == 0 {
				t.Skip("the examples are a module of their own and are not here")
			}
			want := []string{}
			for _, f := range s.found {
				assert.NotEmpty(t, f.why)
				want = append(want, f.found)
			}
			assert.Equal(t, want, brief(t, lint.Check(b, lint.Policy{Off: []lint.Code{lint.CodeReading}})))
		})
	}
}
