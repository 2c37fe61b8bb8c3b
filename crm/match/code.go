package match

import (
	"errors"
	"fmt"
	"strings"
)

// ErrCode is wrapped by every error of [CreditCode].
var ErrCode = errors.New("match: no unified social credit code")

// codeLetters are the characters of a code in the order of their values (GB 32100-2015, table 2): no I, O, S, V and Z.
const codeLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CreditCode returns a unified social credit code (统一社会信用代码) in capital letters and half width, without blanks and
// dashes. An error wraps [ErrCode]: a code has 18 characters, the last of which follows from the others as GB 32100-2015
// says. Codes that some regions gave out before 2016 do not follow that rule, although they are in use.
func CreditCode(s string) (string, error) {
	code := number(s)
	if len(code) != 18 {
		return "", fmt.Errorf("%w: it has %d characters, not 18", ErrCode, len([]rune(code)))
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexByte(codeLetters, code[i])
		if value < 0 {
			return "", fmt.Errorf("%w: character %d is none of a code", ErrCode, i+1)
		}
		if i >= 2 && i < 8 && value > 9 {
			return "", fmt.Errorf("%w: characters 3 to 8 are figures", ErrCode)
		}
		sum += value * weight
		weight = weight * 3 % 31
	}
	if want := codeLetters[(31-sum%31)%31]; code[17] != want {
		return "", fmt.Errorf("%w: the last character should be %q", ErrCode, want)
	}
	return code, nil
}

// number is a registration number in capital letters and half width, without blanks and signs.
func number(s string) string {
	if len(s) > 128 {
		s = s[:128]
	}
	var b strings.Builder
	for _, r := range fold(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return strings.ToUpper(b.String())
}

// registration is what a record says about its registration.
type registration struct {
	// code is a valid unified social credit code, other any other number; at most one of them is not empty.
	code, other string
}

func registrationOf(s string) registration {
	if code, err := CreditCode(s); err == nil {
		return registration{code: code}
	}
	if n := number(s); len(n) >= 6 {
		return registration{other: n}
	}
	return registration{}
}

// alike reports whether two registrations may be one number: the same text, or an organisation's or taxpayer's number of
// old that is part of a code.
func (r registration) alike(o registration) bool {
	switch {
	case r.other != "" && o.other != "":
		return r.other == o.other
	case r.code != "" && o.other != "":
		return partOf(r.code, o.other)
	case r.other != "" && o.code != "":
		return partOf(o.code, r.other)
	default:
		return false
	}
}

// partOf reports whether an old number of 9 or 15 characters is part of a code.
func partOf(code, old string) bool { return code[8:17] == old || code[2:17] == old }
