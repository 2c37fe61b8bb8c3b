package dealcsv

import (
	"bytes"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// The bounds of values.
const (
	maxDigits = 15
	maxPlaces = 4
	maxID     = 128
	maxText   = 1 << 10
)

// parseAmount reads plain notation: an optional minus sign, digits, and after a point at most 4 more; at most 15 in all,
// zeros before them not counted.
func parseAmount(b []byte) (coefficient int64, places int32, ok bool) {
	i, negative := 0, false
	if len(b) > 0 && b[0] == '-' {
		i, negative = 1, true
	}
	from, significant, point := i, 0, -1
	for ; i < len(b); i++ {
		c := b[i] - '0'
		if c > 9 {
			if b[i] != '.' || point >= 0 || i == from {
				return 0, 0, false
			}
			point = i
			continue
		}
		if coefficient != 0 || c != 0 {
			if significant++; significant > maxDigits {
				return 0, 0, false
			}
		}
		coefficient = coefficient*10 + int64(c)
	}
	if point >= 0 {
		places = int32(len(b) - point - 1)
	}
	if len(b) == from || point >= 0 && places == 0 || places > maxPlaces || len(b) > maxAmount {
		return 0, 0, false
	}
	if negative {
		coefficient = -coefficient
	}
	return coefficient, places, true
}

// maxAmount is the longest amount that is read, zeros before it included.
const maxAmount = 32

// parseCount reads a whole number of at most 18 digits.
func parseCount(b []byte) (int64, bool) {
	digits := bytes.TrimPrefix(b, []byte("-"))
	if len(digits) == 0 || len(digits) > 18 {
		return 0, false
	}
	n := int64(0)
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if len(digits) < len(b) {
		n = -n
	}
	return n, true
}

// months remembers first days of months, so that a day takes an addition.
type months struct {
	key   [128]int32
	first [128]kam.Day
	days  [128]int32
}

// parse reads YYYY-MM-DD; what it does not know it leaves to [kam.ParseDay].
func (m *months) parse(b []byte) (kam.Day, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return kam.Day{}, false
	}
	month, ok := int32(0), true
	for _, i := range [...]int{0, 1, 2, 3, 5, 6} {
		c := b[i] - '0'
		ok = ok && c <= 9
		month = month*10 + int32(c)
	}
	tens, ones := b[8]-'0', b[9]-'0'
	if !ok || tens > 9 || ones > 9 {
		return kam.Day{}, false
	}
	slot := month & 127
	if m.key[slot] != month {
		first, err := kam.ParseDay(string(b[:8]) + "01")
		if err != nil {
			return kam.Day{}, false
		}
		days := int32(31) // of the last month of all
		if until := first.AddMonths(1); until.IsSet() {
			days = int32(until.Sub(first))
		}
		m.key[slot], m.first[slot], m.days[slot] = month, first, days
	}
	day := int32(tens)*10 + int32(ones)
	if day < 1 || day > m.days[slot] {
		return kam.Day{}, false
	}
	return m.first[slot].AddDays(int(day) - 1), true
}

// clean reports whether a text is UTF-8 without control characters, and without blanks at its ends.
func clean(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	if !utf8.Valid(b) || len(bytes.TrimSpace(b)) != len(b) {
		return false
	}
	for i, c := range b {
		if c < ' ' || c == 0x7f || c == 0xc2 && b[i+1] < 0xa0 {
			return false
		}
	}
	return true
}
