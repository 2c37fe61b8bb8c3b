package crmfile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/crmfile"
)

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "12.50": "12.5", "-12.5": "-12.5", "007": "7", "0.0001": "0.0001", "999999999999999.9999": "999999999999999.9999",
		"": "", "-": "", "12,50": "", "1e3": "", "NaN": "", ".5": "", "5.": "", "+5": "", "--5": "", "1.00001": "", "1234567890123456": "", "１２": "", "1 2": "", "1.2.3": "",
	} {
		t.Run(text, func(t *testing.T) {
			d, ok := crmfile.ParseNumber(text)
			require.Equal(t, want != "", ok)
			if ok {
				assert.Equal(t, want, d.String())
			}
		})
	}
}

func TestParseDay(t *testing.T) {
	for name, c := range map[string]struct{ text, pattern, want string }{
		"ISO":                    {"2026-02-28", "YYYY-MM-DD", "2026-02-28"},
		"day first":              {"28.02.2026", "DD.MM.YYYY", "2026-02-28"},
		"without anything":       {"20260228", "YYYYMMDD", "2026-02-28"},
		"leap day":               {"29-02-2016", "DD-MM-YYYY", "2016-02-29"},
		"leap day of other year": {"29-02-2017", "DD-MM-YYYY", ""},
		"month and day swapped":  {"02-28-2026", "DD-MM-YYYY", ""},
		"other separator":        {"28/02/2026", "DD-MM-YYYY", ""},
		"with a time":            {"2026-02-28T00:00", "YYYY-MM-DD", ""},
		"two digits of a year":   {"28-02-26", "DD-MM-YYYY", ""},
		"letters":                {"2026-0a-28", "YYYY-MM-DD", ""},
	} {
		t.Run(name, func(t *testing.T) {
			day, ok := crmfile.ParseDay(c.text, c.pattern)
			assert.Equal(t, c.want != "", ok)
			assert.Equal(t, c.want, day.String())
		})
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, text := range []string{"12.50", "-0", "1e999999", "NaN", "12,50", ".5", "5."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, ok := crmfile.ParseNumber(text); ok {
			again, ok := crmfile.ParseNumber(d.String())
			require.True(t, ok, text)
			require.True(t, d.Equal(again))
		}
	})
}

func FuzzParseDay(f *testing.F) {
	f.Add("31-02-2017")
	f.Add("29-02-2016")
	f.Fuzz(func(t *testing.T, text string) {
		if day, ok := crmfile.ParseDay(text, "DD-MM-YYYY"); ok {
			iso := day.String()
			require.Equal(t, text, iso[8:]+"-"+iso[5:7]+"-"+iso[:4])
		}
	})
}
