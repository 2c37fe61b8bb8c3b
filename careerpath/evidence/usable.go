package evidence

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Usable reports whether [File.Check] finds no fault with the position by itself.
func (p Position) Usable() bool {
	return p.Held.Check() == nil && wording.IsName(p.Stage) && orEmpty(p.Track) && orEmpty(p.Department)
}

// Usable reports whether [File.Check] finds no fault with the assessment by itself.
func (a Assessment) Usable() bool {
	return a.Level >= 0 && a.Level <= MaxLevel && lasts(a.On, a.Until) && wording.IsName(a.Skill) && wording.IsSubject(a.Assessor)
}

// Usable reports whether [File.Check] finds no fault with the certificate by itself.
func (c Certificate) Usable() bool {
	return lasts(c.Earned, c.Until) && wording.IsName(c.Kind) && orEmpty(c.Number)
}

// Usable reports whether [File.Check] finds no fault with the review by itself.
func (r Review) Usable() bool {
	return r.Period.Check() == nil && !r.Period.IsOpen() && r.Revision >= 0 && wording.IsName(r.Kind) && wording.IsName(r.Rating)
}

// Usable reports whether [File.Check] finds no fault with the flag by itself.
func (f Flag) Usable() bool { return f.Held.Check() == nil && wording.IsName(f.Kind) }

func orEmpty(name string) bool { return name == "" || wording.IsName(name) }

// lasts reports whether what holds from a day to before another one holds at all; without the second it has no end.
func lasts(from, until kam.Day) bool { return from.IsSet() && (!until.IsSet() || until.After(from)) }
