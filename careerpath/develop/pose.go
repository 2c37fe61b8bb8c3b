package develop

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// pose is a request as a problem, with what its numbers stand for.
type pose struct {
	request   Request
	catalogue training.Catalogue
	problem   problem
	offering  []int    // by option, in the order of the catalogue
	skill     []string // by skill of the problem
	number    map[string]int
	costUnit  int32 // decimal places of a unit of cost, and of hours
	hourUnit  int32
	weights   int64 // how many units of weight make 1
}

// newPose numbers what matters to a request, or returns an [*kam.InvalidError] when that is too much.
func newPose(p *training.Program, r Request) (*pose, error) {
	s := &pose{request: r, catalogue: p.Catalogue(), number: map[string]int{}}
	f := wording.Faults{Prefix: prefix}
	chosen := s.relevant(s.available())
	if !f.Count("$.requirements", len(s.skill), 0, MaxSkills) {
		return nil, f.Err()
	}
	if len(chosen) > MaxRelevant {
		f.Add("relevant", "$.requirements", wording.Say("%d offerings of the catalogue can contribute, more than %d", "目录中有 %d 个项目可能相关，超过 %d 个", len(chosen), MaxRelevant),
			wording.Say("plan for fewer skills, or exclude offerings", "请减少技能项，或排除部分项目"))
		return nil, f.Err()
	}
	s.offering = chosen
	s.options(&f)
	s.weigh(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	sessions := 0
	for i := range s.problem.options {
		sessions += len(s.problem.options[i].spans)
	}
	if sessions > MaxSessions {
		f.Add("sessions", "$.period", wording.Say("the offerings that can contribute have %d sessions within the plan, more than %d", "相关项目在计划期间内共有 %d 个场次，超过 %d 个", sessions, MaxSessions),
			wording.Say("plan for a shorter time or fewer skills, or exclude offerings", "请缩短计划期间、减少技能项，或排除部分项目"))
		return nil, f.Err()
	}
	s.problem.prepare()
	return s, nil
}

// available tells for each offering of the catalogue whether the person may take it: nothing excludes it, it was not
// completed before, or may be taken again, and what it requires is completed or available as well. Days have no part in it.
func (s *pose) available() []bool {
	list := s.catalogue.Offerings
	done, out := setOf(s.request.Completed), setOf(s.request.Exclude)
	for _, id := range s.request.Again {
		delete(done, id)
	}
	completed := setOf(s.request.Completed)
	index := make(map[string]int, len(list))
	for i, o := range list {
		index[o.ID] = i
	}
	const (
		yes = iota + 1
		no
	)
	state := make([]int, len(list))
	var visit func(i int) bool
	visit = func(i int) bool {
		if state[i] != 0 {
			return state[i] == yes
		}
		o := &list[i]
		state[i] = no
		if done[o.ID] || out[o.ID] {
			return false
		}
		for _, before := range o.Requires {
			if !completed[before] && !visit(index[before]) {
				return false
			}
		}
		state[i] = yes
		return true
	}
	open := make([]bool, len(list))
	for i := range list {
		open[i] = visit(i)
	}
	return open
}

func setOf(list []string) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, id := range list {
		out[id] = true
	}
	return out
}

// relevant returns the offerings that can contribute, in the order of the catalogue: those that lead a wanted skill to a
// level that is not there, those that they require, and those that lead to the levels which these ask for. It numbers the
// skills: the required ones first, in their order, then those that are asked for.
func (s *pose) relevant(open []bool) []int {
	list := s.catalogue.Offerings
	type teacher struct{ offering, to int }
	index, teachers := make(map[string]int, len(list)), map[string][]teacher{}
	for i, o := range list {
		index[o.ID] = i
		for _, l := range o.Teaches {
			teachers[l.Skill] = append(teachers[l.Skill], teacher{i, l.To})
		}
	}
	completed := setOf(s.request.Completed)
	for i, r := range s.request.Requirements {
		want := r.Level
		if _, known := s.request.Levels[r.Skill]; !known && s.request.Unknown == LeaveOut {
			want = 0
		}
		s.number[r.Skill] = i
		s.addSkill(r.Skill, want)
	}
	in, taken := make([]bool, len(list)), 0
	asked := map[string]int{} // the highest level of each skill that what is taken asks for
	var take func(i int)
	take = func(i int) {
		if in[i] {
			return
		}
		in[i] = true
		taken++
		o := &list[i]
		for _, before := range o.Requires {
			if !completed[before] {
				take(index[before])
			}
		}
		for _, l := range o.Teaches {
			asked[l.Skill] = max(asked[l.Skill], l.From)
			if _, old := s.number[l.Skill]; !old && l.From > s.request.Levels[l.Skill] {
				s.number[l.Skill] = len(s.skill)
				s.addSkill(l.Skill, 0)
			}
		}
	}
	for {
		before := taken
		for k := 0; k < len(s.skill); k++ {
			need := max(s.problem.want[k], asked[s.skill[k]])
			for _, t := range teachers[s.skill[k]] {
				if open[t.offering] && s.problem.start[k] < need && t.to > s.problem.start[k] {
					take(t.offering)
				}
			}
		}
		if taken == before {
			break
		}
	}
	var chosen []int
	for i := range list {
		if in[i] {
			chosen = append(chosen, i)
		}
	}
	return chosen
}

func liftOf(o *training.Offering, skill string) int {
	for _, l := range o.Teaches {
		if l.Skill == skill {
			return l.To
		}
	}
	return 0
}

func (s *pose) addSkill(id string, want int) {
	s.skill = append(s.skill, id)
	s.problem.start = append(s.problem.start, s.request.Levels[id])
	s.problem.want = append(s.problem.want, max(want, 0))
	s.problem.weight = append(s.problem.weight, 0)
}

// options makes the options of the problem.
func (s *pose) options(f *wording.Faults) {
	list := s.catalogue.Offerings
	at := make(map[string]int, len(s.offering))
	amounts, hours := []decimal.Decimal{s.request.Budget.Decimal}, []decimal.Decimal{s.request.Hours.Decimal}
	for n, i := range s.offering {
		at[list[i].ID] = n
		amounts, hours = append(amounts, list[i].PerHead.Decimal), append(hours, list[i].Hours.Decimal)
	}
	s.costUnit, s.hourUnit = places(amounts), places(hours)
	full := make(map[Sitting]bool, len(s.request.Full))
	for _, x := range s.request.Full {
		full[x] = true
	}
	s.problem.end = int32(s.request.Period.Days())
	var cost, time int64
	for _, i := range s.offering {
		o := &list[i]
		x := option{
			cost: units(o.PerHead.Decimal, s.costUnit), hours: units(o.Hours.Decimal, s.hourUnit),
			beside: leavesRoom(o.Kind), days: days(o.Hours.Decimal, s.request.PerWeek),
		}
		for _, before := range o.Requires {
			if j, here := at[before]; here && !slices.Contains(s.request.Completed, before) {
				x.requires = append(x.requires, j)
			}
		}
		for _, l := range o.Teaches {
			k, matters := s.number[l.Skill]
			if matters {
				x.entry, x.lifts = append(x.entry, target{k, l.From}), append(x.lifts, target{k, l.To})
			}
		}
		if len(o.Sessions) > 0 {
			x.spans = s.spans(o, full)
			if len(x.spans) == 0 {
				x.spans = []span{{from: never, until: never}} // it takes place, and not for this plan
			}
		}
		if cost, time = cost+x.cost, time+x.hours; cost >= endless || time >= endless {
			f.Add("number", "$.requirements", wording.Say("the costs or hours of all that can contribute are too large to add up", "相关项目的费用或学时合计过大"),
				wording.Say("use amounts with fewer digits", "请使用位数较少的数值"))
			return
		}
		s.problem.options = append(s.problem.options, x)
	}
	s.problem.budget, s.problem.hours = endless, endless
	if s.request.Budget.Valid {
		s.problem.budget = units(s.request.Budget.Decimal, s.costUnit)
	}
	if s.request.Hours.Valid {
		s.problem.hours = units(s.request.Hours.Decimal, s.hourUnit)
	}
}

// spans returns the sessions that lie within the plan, take place and have a free seat, the one that ends first first.
func (s *pose) spans(o *training.Offering, full map[Sitting]bool) []span {
	var list []span
	for j, x := range o.Sessions {
		if x.Cancelled || full[Sitting{o.ID, x.ID}] || !s.request.Period.ContainsPeriod(x.Held) {
			continue
		}
		list = append(list, span{from: int32(x.Held.From.Sub(s.request.Period.From)), until: int32(x.Held.Until.Sub(s.request.Period.From)), index: j})
	}
	slices.SortStableFunc(list, func(a, b span) int { return int(a.until - b.until) })
	return list
}

// leavesRoom tells whether somebody can take part in other things on the days of an offering of the kind.
func leavesRoom(k training.Kind) bool { return k == training.Mentoring || k == training.JobRotation }

// days returns how many days an offering without sessions takes.
func days(hours decimal.Decimal, perWeek int) int32 {
	if perWeek == 0 {
		perWeek = DefaultPerWeek
	}
	weeks := new(big.Rat).Quo(num.Rat(hours), big.NewRat(int64(perWeek), 7))
	return int32(max(1, num.RoundRat(weeks, 0, num.Ceil).IntPart()))
}

// places returns how many decimal places the numbers have at most.
func places(list []decimal.Decimal) int32 {
	var most int32
	for _, d := range list {
		for most < training.MaxPlaces && !num.Round(d, most, num.Down).Equal(d) {
			most++
		}
	}
	return most
}

// units returns d in units of 10^-places.
func units(d decimal.Decimal, places int32) int64 { return d.Shift(places).IntPart() }

func (s *pose) money(units int64) decimal.Decimal { return decimal.New(units, -s.costUnit) }
func (s *pose) time(units int64) decimal.Decimal  { return decimal.New(units, -s.hourUnit) }
