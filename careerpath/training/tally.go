package training

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// tally counts participations for a report.
type tally struct {
	program   *Program
	request   Request
	team      map[kam.Subject]int // of the request, by person
	total     Figures
	teams     []Figures
	kinds     map[Kind]*Figures
	offerings []*Figures
	came      map[presence]bool
	unclear   map[kam.Subject]bool
	sessions  map[partKey]*house // without a person; of an offering without sessions the session is empty
	unshared  decimal.Decimal
}

// presence is somebody having attended something; what is empty says in what.
type presence struct {
	person   kam.Subject
	kind     Kind
	offering string
}

// house is who came to a session: people by team, the number of teams standing for everybody else.
type house struct {
	came map[int]int64
	ours bool // somebody of the teams had a part in it
}

func newTally(p *Program, r Request) *tally {
	t := &tally{
		program: p, request: r, team: map[kam.Subject]int{}, teams: make([]Figures, len(r.Teams)), kinds: map[Kind]*Figures{},
		offerings: make([]*Figures, len(p.catalogue.Offerings)), came: map[presence]bool{}, unclear: map[kam.Subject]bool{}, sessions: map[partKey]*house{},
	}
	for i, team := range r.Teams {
		for _, person := range team.People {
			t.team[person] = i
		}
	}
	return t
}

// add counts a participation that belongs to the period.
func (t *tally) add(p Participation) {
	n := p.until(t.request.AsOf)
	if n == 0 || p.voided() {
		return
	}
	p.Records = p.Records[:n]
	s := t.program.session(p.Offering, p.Session)
	day := p.Records[0].On
	switch on, ok := p.attended(); {
	case s != nil && s.Cancelled:
		return
	case s != nil:
		day = s.Held.From
	case ok:
		day = on
	}
	if !t.request.Period.Contains(day) || day.After(t.request.AsOf) {
		return
	}
	last := p.Records[n-1].State
	team, ours := t.team[p.Person]
	t.house(p, team, ours, last.present())
	if !ours {
		return
	}
	o := t.program.offering(p.Offering)
	for _, f := range t.figures(o, team) {
		f.add(o, p.Records)
	}
	switch {
	case last.present():
		t.attend(p, o, team)
	case last != Absent && last != Declined:
		t.unclear[p.Person] = true
	}
}

// figures returns all sums that an offering and a team enter.
func (t *tally) figures(o *Offering, team int) []*Figures {
	list := t.lines(o)
	return append(list, &t.total, &t.teams[team])
}

// lines returns the sums of the kind and of the offering.
func (t *tally) lines(o *Offering) []*Figures {
	if t.kinds[o.Kind] == nil {
		t.kinds[o.Kind] = &Figures{}
	}
	i := t.program.index[o.ID]
	if t.offerings[i] == nil {
		t.offerings[i] = &Figures{}
	}
	return []*Figures{t.kinds[o.Kind], t.offerings[i]}
}

// attend counts a person once in each sum.
func (t *tally) attend(p Participation, o *Offering, team int) {
	lines := t.lines(o)
	for _, in := range []struct {
		seen presence
		sums []*Figures
	}{
		{presence{person: p.Person}, []*Figures{&t.total, &t.teams[team]}},
		{presence{person: p.Person, kind: o.Kind}, lines[:1]},
		{presence{person: p.Person, offering: o.ID}, lines[1:]},
	} {
		if t.came[in.seen] {
			continue
		}
		t.came[in.seen] = true
		for _, f := range in.sums {
			f.People++
		}
	}
}

func (t *tally) house(p Participation, team int, ours, came bool) {
	key := partKey{offering: p.Offering, session: p.Session}
	h := t.sessions[key]
	if h == nil {
		h = &house{came: map[int]int64{}}
		t.sessions[key] = h
	}
	h.ours = h.ours || ours
	if !came {
		return
	}
	if !ours {
		team = len(t.teams)
	}
	h.came[team]++
}

// share cuts the cost of each session among those who came, in the order of the catalogue; that of a session to which
// nobody came is the whole's.
func (t *tally) share() {
	for i := range t.program.catalogue.Offerings {
		o := &t.program.catalogue.Offerings[i]
		if o.PerSession.IsZero() {
			continue
		}
		for _, s := range o.Sessions {
			if s.Cancelled || !t.request.Period.Contains(s.Held.From) || s.Held.From.After(t.request.AsOf) {
				continue
			}
			h := t.sessions[partKey{offering: o.ID, session: s.ID}]
			if h == nil || len(h.came) == 0 {
				t.unshared = t.unshared.Add(o.PerSession)
				if t.request.Whole {
					t.charge(append(t.lines(o), &t.total), o.PerSession)
				}
				continue
			}
			if !h.ours {
				continue
			}
			present := slices.Sorted(maps.Keys(h.came))
			weights := make([]*big.Rat, len(present))
			for k, team := range present {
				weights[k] = big.NewRat(h.came[team], 1)
			}
			// The cost is on the grid, and somebody came: Split has no error.
			parts, err := num.Split(o.PerSession, weights, t.grid(o.PerSession))
			if err != nil {
				continue
			}
			for k, team := range present {
				if team < len(t.teams) {
					t.charge(t.figures(o, team), parts[k])
				}
			}
		}
	}
}

// grid returns the decimal places of the smallest unit of the currency, or as many more as a cost has.
func (t *tally) grid(cost decimal.Decimal) int32 {
	places := t.program.catalogue.Currency.MinorUnits()
	for places < MaxPlaces && !num.Round(cost, places, num.Down).Equal(cost) {
		places++
	}
	return places
}

func (t *tally) charge(sums []*Figures, cost decimal.Decimal) {
	for _, f := range sums {
		f.Cost = f.Cost.Add(cost)
	}
}

func (t *tally) report() *Report {
	r := t.request
	out := &Report{
		About: r.About, Period: r.Period, AsOf: r.AsOf, Whole: r.Whole, Currency: t.program.catalogue.Currency, Heads: len(t.team), Total: t.total,
		Unshared: t.unshared, Budget: r.Budget, Benefit: r.Benefit,
	}
	if r.Budget.Valid {
		out.Left = decimal.NewNullDecimal(r.Budget.Decimal.Sub(t.total.Cost))
	}
	for i, team := range r.Teams {
		line := TeamReport{ID: team.ID, Name: team.Name, Heads: len(team.People), Figures: t.teams[i]}
		for _, person := range team.People {
			switch {
			case t.came[presence{person: person}]:
			case t.unclear[person]:
				line.Unclear = append(line.Unclear, person)
			default:
				line.Without = append(line.Without, person)
			}
		}
		out.Teams = append(out.Teams, line)
	}
	for _, k := range Kinds() {
		if f := t.kinds[k]; f != nil {
			out.Kinds = append(out.Kinds, KindReport{Kind: k, Figures: *f})
		}
	}
	for i, f := range t.offerings {
		if f != nil {
			o := t.program.catalogue.Offerings[i]
			out.Offerings = append(out.Offerings, OfferingReport{ID: o.ID, Name: o.Name, Figures: *f})
		}
	}
	return out
}

// innovation counts the latest outcome of each session of the period in which somebody of the teams had a part, and the
// workshops without one.
func (l *Log) innovation(r Request, t *tally) Innovation {
	latest := map[partKey]Outcome{}
	for _, o := range r.Outcomes {
		key := partKey{offering: o.Offering, session: o.Session}
		if h := t.sessions[key]; h == nil || !h.ours || o.On.After(r.AsOf) || o.Session == "" && !r.Period.Contains(o.On) {
			continue
		}
		if before, ok := latest[key]; !ok || o.On.After(before.On) {
			latest[key] = o
		}
	}
	n := Innovation{Counted: len(latest)}
	for _, o := range latest {
		n.Ideas += o.Ideas
		n.Adopted += o.Adopted
	}
	kinds := []Kind{InnovationWorkshop, Brainstorming}
	for key, h := range t.sessions {
		if _, ok := latest[key]; !ok && h.ours && slices.Contains(kinds, l.program.offering(key.offering).Kind) {
			n.Silent++
		}
	}
	n.Sessions = n.Counted + n.Silent
	return n
}
