package training

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Completed returns the IDs of the offerings that a person has completed by the end of a day, in the order of the
// catalogue.
func (l *Log) Completed(person kam.Subject, asOf kam.Day) []string {
	done := map[string]bool{}
	for _, p := range l.parts {
		if p.Person == person {
			if _, ok := p.completed(asOf); ok {
				done[p.Offering] = true
			}
		}
	}
	var list []string
	for _, o := range l.program.catalogue.Offerings {
		if done[o.ID] {
			list = append(list, o.ID)
		}
	}
	return list
}

// Certificates returns what a person has earned by the end of a day, for their file: one for each completion of an offering
// that grants one, expired ones included, in the order of the day earned, then of the kind. Levels of skills are no part of
// it: they rise when somebody assesses them, and not by attending.
func (l *Log) Certificates(person kam.Subject, asOf kam.Day) []evidence.Certificate {
	var list []evidence.Certificate
	for _, p := range l.parts {
		if p.Person != person {
			continue
		}
		if c, ok := l.earned(p, asOf); ok {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b evidence.Certificate) int {
		return cmp.Or(a.Earned.Compare(b.Earned), cmp.Compare(a.Kind, b.Kind), a.Until.Compare(b.Until))
	})
	return list
}

// earned returns the certificate of a participation that was completed by the end of a day.
func (l *Log) earned(p Participation, asOf kam.Day) (evidence.Certificate, bool) {
	grant := l.program.offering(p.Offering).Grants
	on, ok := p.completed(asOf)
	if !ok || grant == nil {
		return evidence.Certificate{}, false
	}
	c := evidence.Certificate{Kind: grant.Certificate, Earned: on}
	if grant.Months > 0 {
		c.Until = on.AddMonths(grant.Months)
	}
	return c, true
}

// Repeat is a certificate that has to be earned again.
type Repeat struct {
	Person      kam.Subject `json:"person"`
	Certificate string      `json:"certificate"`
	// Until is the first day on which it no longer holds.
	Until kam.Day `json:"until"`
	// Days is how many days are left; 0 or less when it does not hold any more.
	Days int `json:"days"`
}

// Repeats returns the certificates that no longer hold, or hold for at most a number of days after the day, each of which
// was not earned again for longer: the earliest first, then by kind and ID of the person and by certificate.
func (l *Log) Repeats(asOf kam.Day, days int) []Repeat {
	type holder struct {
		person kam.Subject
		kind   string
	}
	last := map[holder]kam.Day{} // an unset day is for ever
	for _, p := range l.parts {
		c, ok := l.earned(p, asOf)
		if !ok {
			continue
		}
		h := holder{p.Person, c.Kind}
		until, old := last[h]
		if !old || until.IsSet() && (!c.Until.IsSet() || c.Until.After(until)) {
			last[h] = c.Until
		}
	}
	var list []Repeat
	for h, until := range last {
		if left := until.Sub(asOf); until.IsSet() && asOf.IsSet() && left <= days {
			list = append(list, Repeat{Person: h.person, Certificate: h.kind, Until: until, Days: left})
		}
	}
	slices.SortFunc(list, func(a, b Repeat) int {
		return cmp.Or(a.Until.Compare(b.Until), comparePeople(a.Person, b.Person), cmp.Compare(a.Certificate, b.Certificate))
	})
	return list
}

func comparePeople(a, b kam.Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// Warnings returns what the records tell that should not be: somebody who took part without having completed what that
// requires on or before the day, and sessions with more people than seats. Places are people and sessions.
func (l *Log) Warnings() kam.Findings {
	f := wording.Faults{Prefix: prefix}
	type completion struct {
		person   kam.Subject
		offering string
	}
	done := map[completion]kam.Day{}
	for _, p := range l.parts {
		last := p.Records[len(p.Records)-1]
		key := completion{p.Person, p.Offering}
		if before, ok := done[key]; last.State == Completed && (!ok || last.On.Before(before)) {
			done[key] = last.On
		}
	}
	taken := map[partKey]int{}
	for _, p := range l.parts {
		last := p.Records[len(p.Records)-1].State
		if last == Voided {
			continue
		}
		if last == Accepted || last.present() || last == Absent {
			taken[partKey{offering: p.Offering, session: p.Session}]++
		}
		on, ok := p.attended()
		if !ok {
			continue
		}
		for _, before := range l.program.offering(p.Offering).Requires {
			if day, ok := done[completion{p.Person, before}]; !ok || day.After(on) {
				f.Warn("prerequisite", wording.Clip(p.Person.ID)+" "+wording.Clip(p.Offering),
					wording.Say("took part on %s without having completed %s", "于 %s 参加，此前尚未完成 %s", on, wording.Quote(before)),
					wording.Say("complete it, or take the prerequisite away", "请补修，或取消该前提"))
			}
		}
	}
	for _, o := range l.program.catalogue.Offerings {
		for _, s := range o.Sessions {
			if n := taken[partKey{offering: o.ID, session: s.ID}]; s.Seats > 0 && n > s.Seats {
				f.Warn("seats", wording.Clip(o.ID)+" "+wording.Clip(s.ID),
					wording.Say("%d people for %d seats", "%d 人，名额仅 %d", n, s.Seats), wording.Say("open another session, or add seats", "请加开场次或增加名额"))
			}
		}
	}
	return f.Findings()
}
