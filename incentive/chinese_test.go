package incentive_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

var (
	// quoted is what a text quotes: names, values and lines to paste.
	quoted = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|“[^”]*”|\\{[^{}]*\\}")
	// worded is a run of letters with what belongs to a name; places, ids and codes have digits or points in them.
	worded = regexp.MustCompile(`[A-Za-z][A-Za-z0-9_.\-\[\]]*`)
)

// vocabulary is the words that texts of either language use as they are: keys of plans and inputs, their words, and units.
var vocabulary = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{"ISO": true, "UTF": true, "JSON": true, "true": true, "false": true}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(x reflect.Type) {
		for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || seen[x] {
			return
		}
		seen[x] = true
		for f := range x.Fields() {
			if !f.IsExported() {
				continue
			}
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			words[key], words[strings.ToLower(f.Name)] = true, true
			walk(f.Type)
		}
	}
	for _, x := range []any{incentive.Plan{}, incentive.Roster{}, incentive.Transaction{}, incentive.Inputs{}, incentive.ExchangeRate{}} {
		walk(reflect.TypeOf(x))
	}
	for _, word := range append(ids, planWords...) {
		words[word] = true
	}
	return words
})

// planWords are words of the plan language that texts name without quotes.
var planWords = []string{
	"amount", "margin", "units", "cash", "count", "score", "observation", "attainment", "period", "transaction",
	"marginal", "whole", "interpolated-amount", "interpolated-rate", "cliff", "deadband", "running", "period-end",
	"refuse", "exclude", "nothing", "current", "origin", "recalculate", "mirror", "payout", "position", "linear", "step", "extend", "calendar-days",
}

// ids are names that tests give, and that texts list without quotes.
var ids = []string{"commission", "override", "bo", "product", "discount", "plan-cap", "period-cap", "lifetime-cap"}

// english returns the English words of a Chinese text: runs of letters that are no part of what it quotes, no word of the
// plan language, no code, place or id, and no currency.
func english(zh string) []string {
	var found []string
	for _, word := range worded.FindAllString(quoted.ReplaceAllString(zh, ""), -1) {
		word = strings.Trim(word, ".-[]")
		_, err := kam.ParseCurrency(word)
		if err != nil && !vocabulary()[word] && !strings.ContainsAny(word, ".0123456789_[") {
			found = append(found, word)
		}
	}
	return found
}

// inBoth panics for a finding whose Chinese is missing or has English in it. What tests list findings with asks it, so that
// every code that a test raises is looked at.
func inBoth(f kam.Finding) {
	for _, text := range []kam.Text{f.Message, f.Remedy} {
		switch words := english(text.ZH); {
		case (text.EN == "") != (text.ZH == ""):
			panic(fmt.Sprintf("%s at %s has a text in one language: %q, %q", f.Code, f.Place, text.EN, text.ZH))
		case len(words) > 0:
			panic(fmt.Sprintf("%s at %s has English in its Chinese text, %q: %s", f.Code, f.Place, words, text.ZH))
		}
	}
}

func TestEnglishInChineseIsFound(t *testing.T) {
	assert.Equal(t, []string{"there", "is", "none"}, english("目标未能覆盖 2026-01-01/2026-04-01：there is none"))
	assert.Empty(t, english(`交易 "there is none" 缺少 margin，请写 "to": "owner"，货币 CNY，见 opening.ledger[3]`))
	assert.True(t, slices.Contains(english("请写 Foo"), "Foo"))
}
