package kam

// MustDay returns the day that s writes, as [ParseDay] reads it, and panics when s is none.
// It is for literals in source and tests, never for input.
func MustDay(s string) Day { return must(ParseDay(s)) }

// MustPeriod returns the period that s writes, as [ParsePeriod] reads it, and panics when s is none.
// It is for literals in source and tests, never for input.
func MustPeriod(s string) Period { return must(ParsePeriod(s)) }

// MustFraction returns the fraction that s writes, as [ParseFraction] reads it, and panics when s is none.
// It is for literals in source and tests, never for input.
func MustFraction(s string) Fraction { return must(ParseFraction(s)) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
