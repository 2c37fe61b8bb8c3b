package kam

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrPeriod is wrapped by every error about a text or two days that are no period, and about a period that does not
// fit where it is used.
var ErrPeriod = errors.New("kam: invalid period")

// openEnd is how the end of an open period is written.
const openEnd = ".."

// Period is the half-open stretch of days [From, Until): From belongs to it, Until is the first day after it.
// A period whose Until is unset has an open end. The zero value is no period: it contains no day.
// As text and in JSON a period is an ISO 8601 interval of days, "2026-01-01/2027-01-01" or "2026-01-01/..".
//
// Periods are comparable with == and usable as map keys. A literal whose Until is not after its From, or whose From
// is unset, is no period either; [Period.Check] tells, and no method panics on it.
type Period struct {
	From, Until Day
}

// NewPeriod returns [from, until); an unset until leaves the end open. An unset from, and an until that is not after
// from, are errors that wrap [ErrPeriod].
func NewPeriod(from, until Day) (Period, error) {
	p := Period{From: from, Until: until}
	if err := p.Check(); err != nil {
		return Period{}, err
	}
	return p, nil
}

// Check returns nil when p has a From, and an Until that is unset or after From. Otherwise the error wraps [ErrPeriod];
// so it does for the zero value.
func (p Period) Check() error {
	switch {
	case !p.From.IsSet() && p.Until.IsSet():
		return fmt.Errorf("%w: no first day before %s", ErrPeriod, p.Until)
	case !p.From.IsSet():
		return fmt.Errorf("%w: no first day", ErrPeriod)
	case p.Until == p.From:
		return fmt.Errorf("%w: %s/%s is empty; the second day is the first one after the period", ErrPeriod, p.From, p.Until)
	case p.Until.IsSet() && p.Until.Before(p.From):
		return fmt.Errorf("%w: %s/%s ends before it begins", ErrPeriod, p.From, p.Until)
	}
	return nil
}

// ParsePeriod returns the period that s writes as "2026-01-01/2027-01-01", the second day being the first one after
// the period, or "2026-01-01/.." for an open end. Everything else is an error that wraps [ErrPeriod], and [ErrDay] too
// when one of the days is at fault.
func ParsePeriod(s string) (Period, error) {
	first, second, found := strings.Cut(s, "/")
	if !found || len(s) > len("2026-01-01/2027-01-01") {
		return Period{}, fmt.Errorf("%w: %s is not written as YYYY-MM-DD/YYYY-MM-DD, or YYYY-MM-DD/.. with an open end", ErrPeriod, quote(s))
	}
	from, err := ParseDay(first)
	if err != nil {
		return Period{}, fmt.Errorf("%w: %q: %w", ErrPeriod, s, err)
	}
	if second == openEnd {
		return Period{From: from}, nil
	}
	until, err := ParseDay(second)
	if err != nil {
		return Period{}, fmt.Errorf("%w: %q: %w", ErrPeriod, s, err)
	}
	return NewPeriod(from, until)
}

// String returns "2026-01-01/2027-01-01", "2026-01-01/.." for an open end, and "" for the zero value.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	if p.IsOpen() {
		return p.From.String() + "/" + openEnd
	}
	return p.From.String() + "/" + p.Until.String()
}

// IsZero reports whether p is the zero value.
func (p Period) IsZero() bool { return p == Period{} }

// IsOpen reports whether p has a first day and no end.
func (p Period) IsOpen() bool { return p.From.IsSet() && !p.Until.IsSet() }

// Contains reports whether d belongs to p. The unset day belongs to no period.
func (p Period) Contains(d Day) bool {
	return d.IsSet() && p.Check() == nil && !d.Before(p.From) && (p.IsOpen() || d.Before(p.Until))
}

// ContainsPeriod reports whether every day of o belongs to p. It is false when either is no period.
func (p Period) ContainsPeriod(o Period) bool {
	if p.Check() != nil || o.Check() != nil || o.From.Before(p.From) {
		return false
	}
	return p.IsOpen() || !o.IsOpen() && !o.Until.After(p.Until)
}

// Overlaps reports whether some day belongs to both p and o. Periods that only touch do not overlap.
func (p Period) Overlaps(o Period) bool {
	_, ok := p.Intersect(o)
	return ok
}

// Intersect returns the days that belong to both p and o, and whether there are any.
func (p Period) Intersect(o Period) (Period, bool) {
	if p.Check() != nil || o.Check() != nil {
		return Period{}, false
	}
	both := p
	if o.From.After(both.From) {
		both.From = o.From
	}
	if both.IsOpen() || !o.IsOpen() && o.Until.Before(both.Until) {
		both.Until = o.Until
	}
	if both.Check() != nil {
		return Period{}, false
	}
	return both, true
}

// Days returns the number of days of a closed period. It is 0 for an open one, and for what is no period.
func (p Period) Days() int {
	if p.IsOpen() || p.Check() != nil {
		return 0
	}
	return p.Until.Sub(p.From)
}

// Compare returns -1, 0 or +1 in the order of From, then Until, an open end being the last.
func (p Period) Compare(o Period) int {
	if c := p.From.Compare(o.From); c != 0 {
		return c
	}
	switch {
	case p.Until == o.Until:
		return 0
	case !p.Until.IsSet():
		return 1
	case !o.Until.IsSet():
		return -1
	}
	return p.Until.Compare(o.Until)
}

// MarshalText returns the text of [Period.String]. For what is neither a period nor the zero value it is an error
// that wraps [ErrPeriod].
func (p Period) MarshalText() ([]byte, error) {
	if p.IsZero() {
		return []byte{}, nil
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	return []byte(p.String()), nil
}

// UnmarshalText sets p to the period that text writes as [ParsePeriod] reads it, and to the zero value when text is
// empty. On an error, which wraps [ErrPeriod], p stays as it was.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	parsed, err := ParsePeriod(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// UnmarshalJSON sets p from a JSON string as [Period.UnmarshalText] does. JSON null is refused with [ErrPeriod],
// because it would leave an old value standing: leave the key out, or write "".
func (p *Period) UnmarshalJSON(data []byte) error {
	text, err := jsonText(data, ErrPeriod)
	if err != nil {
		return err
	}
	return p.UnmarshalText(text)
}

// SplitMonths returns p cut every n months, in order. Cut number k is From and k*n months, clamped to the end of a
// short month, so that cuts never drift: from 31 January they are 28 February and 31 March. The last part ends at
// Until and may be shorter. An open period and an n below 1 are errors that wrap [ErrPeriod].
func (p Period) SplitMonths(n int) ([]Period, error) {
	return p.split(n, func(k int) Day { return p.From.AddMonths(k * n) })
}

// SplitDays returns p cut every n days, in order; the last part may be shorter. An open period and an n below 1 are
// errors that wrap [ErrPeriod].
func (p Period) SplitDays(n int) ([]Period, error) {
	return p.split(n, func(k int) Day { return p.From.AddDays(k * n) })
}

// split cuts p at cut(1), cut(2) and so on; an unset cut lies beyond every day. Cut k+1 is asked for only when cut k
// lies inside p, so that k*n stays small.
func (p Period) split(n int, cut func(k int) Day) ([]Period, error) {
	if err := p.closed(); err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, fmt.Errorf("%w: %s cannot be cut into steps of %d; at least 1 is needed", ErrPeriod, p, n)
	}
	var parts []Period
	for from, k := p.From, 1; ; k++ {
		next := cut(k)
		if !next.IsSet() || !next.Before(p.Until) {
			return append(parts, Period{From: from, Until: p.Until}), nil
		}
		parts = append(parts, Period{From: from, Until: next})
		from = next
	}
}

// closed returns nil when p is a period with an end.
func (p Period) closed() error {
	if err := p.Check(); err != nil {
		return err
	}
	if p.IsOpen() {
		return fmt.Errorf("%w: %s has no end", ErrPeriod, p)
	}
	return nil
}

// Tiles returns nil when every day of p belongs to exactly one of parts and no part reaches outside p. Parts may come
// in any order and are not changed. Otherwise the error wraps [ErrPeriod] and names the first gap or overlap in the
// order of days, or the first part that is no period.
func (p Period) Tiles(parts []Period) error {
	if err := p.Check(); err != nil {
		return err
	}
	for i, part := range parts {
		if err := part.Check(); err != nil {
			return fmt.Errorf("part %d: %w", i, err)
		}
	}
	sorted := slices.Clone(parts)
	slices.SortFunc(sorted, Period.Compare)
	reached, open := p.From, false
	for _, part := range sorted {
		switch {
		case part.From.Before(p.From):
			return fmt.Errorf("%w: %s begins before %s", ErrPeriod, part, p)
		case open || part.From.Before(reached):
			return fmt.Errorf("%w: %s overlaps the part before it", ErrPeriod, part)
		case part.From.After(reached):
			return fmt.Errorf("%w: gap %s", ErrPeriod, Period{From: reached, Until: part.From})
		case !p.IsOpen() && (part.IsOpen() || part.Until.After(p.Until)):
			return fmt.Errorf("%w: %s ends after %s", ErrPeriod, part, p)
		}
		reached, open = part.Until, part.IsOpen()
	}
	if reached != p.Until {
		return fmt.Errorf("%w: gap %s", ErrPeriod, Period{From: reached, Until: p.Until})
	}
	return nil
}
