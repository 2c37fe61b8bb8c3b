package schematest_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/jsontree"
)

// Every notation of the vocabulary, at its edges, is judged alike.
func TestNotations(t *testing.T) {
	plan, file := plans(t), scenarios(t)
	var days []any
	years := []string{"0000", "0001", "9999"}
	for year := range 100 { // of a century, and the centuries
		years = append(years, fmt.Sprintf("20%02d", year), fmt.Sprintf("%02d00", year))
	}
	for _, year := range years {
		days = append(days, year+"-02-29")
	}
	for _, year := range []string{"0000", "0001", "2023", "2024", "9999"} {
		for month := range 14 {
			for _, day := range []int{0, 1, 28, 29, 30, 31, 32} {
				days = append(days, fmt.Sprintf("%s-%02d-%02d", year, month, day))
			}
		}
	}
	var periods []any
	for i, day := range days {
		periods = append(periods, fmt.Sprint(day, "/.."), fmt.Sprint("2000-01-01/", days[(i*31)%len(days)]))
	}
	var decimals []any
	for _, whole := range []int{0, 1, 7, 8, 9, 10, 36, 37, 38, 39} {
		for _, places := range []int{0, 1, 28, 29, 30, 31} {
			for _, zeros := range []int{0, 1, 20} {
				for _, digit := range []string{"0", "7"} {
					text := strings.Repeat("0", zeros) + strings.Repeat("7", whole)
					if places > 0 {
						text += "." + strings.Repeat(digit, places)
					}
					decimals = append(decimals, text, "-"+text)
				}
			}
		}
	}
	var fractions []any
	for _, over := range []string{"", "0", "-0", "1", "007", "-3", "1000000000000", "1000000000001", "+1"} {
		for _, under := range []string{"", "/", "/0", "/00", "/1", "/007", "/1000000000000", "/1000000000001", "/-1", ".", ".0", ".5", ".000000000001", ".0000000000001", "/1/1", ".5/2"} {
			fractions = append(fractions, over+under)
		}
	}
	var wholes []any
	for _, edge := range []string{"0", "-0", "1", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "1.0", "1.5", "1e2"} {
		wholes = append(wholes, number(edge))
	}
	for _, c := range []struct {
		of     language
		text   string // with %s in the place of the value
		values []any
	}{
		{file, `{"given":{"people":[{"hired":%s}]}}`, days},
		{file, `{"given":{"payees":[{"period":%s}]}}`, periods},
		{plan, `{"effective":%s}`, periods},
		{plan, `{"payout":{"holdbacks":[{"parts":[{"date":%s}]}]}}`, days},
		{file, `{"given":{"payees":[{"quotas":{"x":%s}}]}}`, decimals},
		{file, `{"given":{"payees":[{"target":%s}]}}`, decimals},
		{plan, `{"credits":[{"share":%s}]}`, fractions},
		{plan, `{"rounding":{"places":%s}}`, wholes},
		{file, `{"given":{"transactions":[{"sequence":%s}]}}`, wholes},
		{file, `{"format":%s}`, wholes},
	} {
		var sum counts
		all := c.values
		for _, other := range others("12.5") {
			all = append(all, other.value)
		}
		for _, v := range all {
			c.of.check(t, &sum, fmt.Appendf(nil, c.text, jsontree.Write(v)))
		}
		t.Logf("%-50s %5d accepted by both, %5d refused by both, different: %v", c.text, sum.accepted, sum.refused, sum.named)
		require.Positive(t, sum.refused)
	}
	require.Equal(t, 64, strconv.IntSize, "int has the bounds that the schema states")
}
