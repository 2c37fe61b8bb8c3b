package plandoc_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestDiff(t *testing.T) {
	before, after := full(t), full(t)
	after.Version = 3
	after.Title.EN = "Key accounts"
	after.Components[0].Tiers.Bands[1].Rate = decimal.NewNullDecimal(dec("0.045"))
	after.Components[0].Caps = after.Components[0].Caps[:1]
	after.Components = append(after.Components[:2], after.Components[3:]...)
	after.Components = append(after.Components, incentive.Component{Name: "extra", Measure: "margin", Rate: decimal.NewNullDecimal(dec("0.001"))})
	after.Components[1], after.Components[2] = after.Components[2], after.Components[1]
	after.Payout.Clawback = nil
	list, err := plandoc.Diff(before, after)
	require.NoError(t, err)
	var got []string
	for _, d := range list {
		got = append(got, string(d.Kind)+" "+d.Path+" "+d.Before+" "+d.After)
		assert.Equal(t, d.Path != "$.version" && d.Path != "$.title.en", d.Pays, d.Path)
		wordtest.Formatted(t, d.Message.EN+d.Message.ZH)
	}
	assert.Equal(t, []string{
		"changed $.version 2 3",
		`changed $.title.en "Key accounts | 2026" "Key accounts"`,
		`changed $.components[0].tiers.bands[1].rate "0.04" "0.045"`,
		`removed $.components[0].caps[1] {"excess":"forfeit","ofTargetIncentive":"3","on":"pay","per":"component"} `,
		`added $.components[8]  {"measure":"margin","name":"extra","rate":"0.001"}`,
		`removed $.components[2] {"measure":"help","name":"expertise","rate":"0.01"} `,
		`changed $.components ["commission","quality","override","matrix","bonus","spiff","race","team-pool"] ["commission","override","quality","matrix","bonus","spiff","race","team-pool"]`,
		`removed $.payout.clawback {"base":"earned","days":180,"held":"first","method":"prorated-days","position":"after-draw","sums":"spread"} `,
	}, got)
	assert.Equal(t, "component / commission / tiers / band / from 0.5 / rate changes from 0.04 to 0.045", list[2].Message.EN)
	assert.Equal(t, "组成部分 / commission / 分档 / 档次 / 自 0.5 起 / 提成比例 由 0.04 改为 0.045", list[2].Message.ZH)
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		text, err := plandoc.DiffMarkdown(before, after, l)
		require.NoError(t, err)
		golden(t, "diff."+string(l)+".md", text)
	}
}

func TestPlansThatSayTheSame(t *testing.T) {
	short := one(t, 1)
	list, err := plandoc.Diff(short, incentive.Expand(short))
	require.NoError(t, err)
	assert.Empty(t, list)
	text, err := plandoc.DiffMarkdown(short, short, kam.English)
	require.NoError(t, err)
	assert.Contains(t, text, "The two say the same.")
}

// Every key of a plan has a name in both languages, so that a difference reads in either.
func TestEveryKeyHasAName(t *testing.T) {
	keys := map[string]bool{}
	var walk func(reflect.Type)
	seen := map[reflect.Type]bool{}
	walk = func(x reflect.Type) {
		for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || seen[x] {
			return
		}
		seen[x] = true
		for i := range x.NumField() {
			f := x.Field(i)
			if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag != "" && tag != "-" && f.IsExported() {
				keys[tag] = true
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[incentive.Plan]())
	assert.Greater(t, len(keys), 80)
	han := regexp.MustCompile(`\p{Han}`)
	for key := range keys {
		w := plandoc.KeyWord(key)
		assert.Regexp(t, han, w.ZH, key)
		assert.NotRegexp(t, han, w.EN, key)
	}
}
