package strictjson_test

import (
	"errors"
	"regexp"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// spoken is a type whose error speaks both languages.
type spoken struct{}

type spokenError struct{}

func (spokenError) Error() string { return "not today" }

func (spokenError) In(lang kam.Lang) string {
	return kam.Text{EN: "not today", ZH: "今天不行"}.In(lang)
}

func (*spoken) UnmarshalText([]byte) error { return spokenError{} }

func TestChineseMessagesCarryNoEnglish(t *testing.T) {
	var into struct {
		Day      kam.Day         `json:"day"`
		Period   kam.Period      `json:"period"`
		Fraction kam.Fraction    `json:"fraction"`
		Number   decimal.Decimal `json:"number"`
		Spoken   spoken          `json:"spoken"`
	}
	found := strictjson.Decode([]byte(`{"day": "2026-02-30", "period": "1/2", "fraction": "1//2", "number": "NaN", "spoken": "", "zzzzzz": 1}`), &into, "box")
	assert.Len(t, found, 6)
	keys := regexp.MustCompile(`"[^"]*"|day|period|fraction|number|spoken`)
	for _, f := range found {
		assert.NotRegexp(t, `[A-Za-z]{2,}|, `, keys.ReplaceAllString(f.Message.ZH, ""), f.Code)
		assert.NotRegexp(t, `[A-Za-z]{2,}|, `, keys.ReplaceAllString(f.Remedy.ZH, ""), f.Code)
	}
	invalid, ok := errors.AsType[*kam.InvalidError](found.Err())
	require.True(t, ok)
	text := invalid.In(kam.Chinese)
	assert.Contains(t, text, "今天不行")
	assert.Contains(t, text, "2026-01-31")
	assert.Contains(t, text, "day、period、fraction、number、spoken")
}
