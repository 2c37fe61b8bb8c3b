package followup

import (
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of a week.
const (
	MaxWeekDays = 31
	MaxPeople   = 1_000
	MaxAway     = 200
	MaxWishes   = 10_000
)

// WeekSpec says who can visit how many customers in a week, as plain data.
type WeekSpec struct {
	// Days are the days to plan, a closed period of at most 31, from the day of the overview on.
	Days kam.Period `json:"days"`
	// Cadences names the cadences that are done by visits. At least one.
	Cadences []string `json:"cadences"`
	// By says what a place is. Needed.
	By PlaceBy `json:"by"`
	// Places is in how many places one person visits on one day, at most; 1 or more. Appointments that exist are kept,
	// even in more places.
	Places int `json:"places"`
	// Minutes is how long a visit takes, 5 to 720, Travel what lies between two visits, 0 to 720.
	Minutes int `json:"minutes"`
	Travel  int `json:"travel,omitempty"`
	// Never says when accounts that were never contacted have their turn. Needed.
	Never Turn `json:"never"`
	// People are those who visit; each visits the accounts he owns. 1 to 1,000.
	People []Person `json:"people"`
	// Wishes are visits that somebody asks for; at most 10,000.
	Wishes []Wish `json:"wishes,omitempty"`
}

// PlaceBy says what a place is.
type PlaceBy string

// Places.
const (
	ByCity     PlaceBy = "city"
	ByDistrict PlaceBy = "district" // a district of a city
)

// Turn says when accounts that were never contacted have their turn.
type Turn string

// Turns.
const (
	NeverFirst Turn = "first" // before all that is due
	NeverLast  Turn = "last"  // after it
	NeverOut   Turn = "out"   // not at all
)

// Person is somebody who visits customers.
type Person struct {
	User string `json:"user"`
	// PerDay is the most visits of one working day, 0 to 50.
	PerDay int `json:"perDay"`
	// From and Until are the hours of a day in which visits may be, as minutes after midnight: 0 <= From < Until <= 1440.
	From  int `json:"from"`
	Until int `json:"until"`
	// Away are absences; at most 200. They may have an open end.
	Away []kam.Period `json:"away,omitempty"`
	// Languages are those that the person speaks. Empty: not stated, and every customer can be visited.
	Languages []string `json:"languages,omitempty"`
}

// ParseWeekSpec reads a spec from JSON, strictly, as [ParsePolicy] does.
func ParseWeekSpec(data []byte) (WeekSpec, error) {
	var s WeekSpec
	if err := strictjson.Decode(data, &s, prefix).Err(); err != nil {
		return WeekSpec{}, err
	}
	return s, nil
}

// Week is a plan of visits.
type Week struct {
	Days kam.Period `json:"days"`
	// Visits are the appointments that are kept and the visits proposed, by user, then by start, then by account.
	Visits []Visit `json:"visits,omitempty"`
	// Left is what was to be done and found no place, in the order in which it had its turn.
	Left []Left `json:"left,omitempty"`
	// Loads are how full the days are, by user and day; days that are not worked are missing.
	Loads []Load `json:"loads,omitempty"`
	// Findings are about the plan: followup.unknown-user, somebody who is no user where users are among the records,
	// followup.appointment-off, an appointment on a day that is not worked, and followup.over, more appointments on a day than
	// the person does.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Visit is one visit of a week.
type Visit struct {
	// User is who visits, UserName what people call them where the records say it.
	User     string    `json:"user"`
	UserName string    `json:"userName,omitempty"`
	On       kam.Day   `json:"on"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Account  crm.Ref   `json:"account"`
	Name     string    `json:"name"`
	// Place is where the account is; empty when unknown.
	Place string `json:"place,omitempty"`
	// Contact is whom to meet; unset when nobody of the account is known.
	Contact     crm.Ref `json:"contact,omitzero"`
	ContactName string  `json:"contactName,omitempty"`
	// Cadences are the rhythms that it serves, the most urgent first; none of an appointment that serves none.
	Cadences []string `json:"cadences,omitempty"`
	// Wishes are those that it serves, in the order of their turn.
	Wishes []string `json:"wishes,omitempty"`
	// Kept is an appointment that existed, Activity its record.
	Kept     bool     `json:"kept,omitempty"`
	Activity crm.Ref  `json:"activity,omitzero"`
	Why      kam.Text `json:"why"`
}

// Left is an account that was to be visited and is not in the plan.
type Left struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	// Owner is the account's owner, OwnerName what people call them where the records say it.
	Owner     string     `json:"owner,omitempty"`
	OwnerName string     `json:"ownerName,omitempty"`
	Cadences  []string   `json:"cadences,omitempty"`
	Wishes    []string   `json:"wishes,omitempty"`
	Reason    LeftReason `json:"reason"`
	Why       kam.Text   `json:"why"`
}

// LeftReason says why an account is not in the plan.
type LeftReason string

// Reasons.
const (
	LeftUnowned  LeftReason = "unowned"  // nobody answers for the account
	LeftNobody   LeftReason = "nobody"   // the owner is none of the people of the plan
	LeftAway     LeftReason = "away"     // the owner works on none of the days
	LeftChannel  LeftReason = "channel"  // all people of the account want to be met another way
	LeftLanguage LeftReason = "language" // the owner does not speak the language of those who can be visited
	LeftTimes    LeftReason = "times"    // the hours that the customer prefers are not free
	LeftPlace    LeftReason = "place"    // no day with room goes to the place
	LeftCapacity LeftReason = "capacity" // the days are full
)

// Load is how full a day of a person is.
type Load struct {
	User string  `json:"user"`
	On   kam.Day `json:"on"`
	// Capacity is the most visits of the day, Kept and Proposed those in the plan.
	Capacity int `json:"capacity"`
	Kept     int `json:"kept"`
	Proposed int `json:"proposed"`
	// Places are where the day goes, in the order in which they came into the plan.
	Places []string `json:"places,omitempty"`
}

// checkWeek reports every fault of a spec.
func (o *Overview) checkWeek(s WeekSpec) error {
	f := wording.Faults{Prefix: prefix}
	if f.Period("$.days", s.Days, true) {
		switch {
		case s.Days.Days() > MaxWeekDays:
			f.Add("period", "$.days", say("it has %d days", "共 %d 天", s.Days.Days()), say("use at most %d", "最多 %d 天", MaxWeekDays))
		case s.Days.From.Before(o.AsOf):
			f.Add("period", "$.days", say("it begins before the day of the overview, %s", "早于概览日 %s", o.AsOf), say("begin on that day or later", "请从该日或之后开始"))
		}
	}
	wording.Choice(&f, "place", "$.by", s.By, ByCity, ByDistrict)
	wording.Choice(&f, "turn", "$.never", s.Never, NeverFirst, NeverLast, NeverOut)
	between(&f, "places", "$.places", s.Places, 1, 50)
	between(&f, "minutes", "$.minutes", s.Minutes, 5, 720)
	between(&f, "minutes", "$.travel", s.Travel, 0, 720)
	if f.Count("$.cadences", len(s.Cadences), 1, MaxCadences) {
		seen := map[string]bool{}
		for i, name := range s.Cadences {
			at := wording.At("$.cadences", i)
			if f.ID(at, name, seen) && !o.rules.hasCadence(name) {
				f.Add("cadence", at, say("no tier has a cadence %s", "没有名为 %s 的节奏", wording.Quote(name)), say("name cadences of the policy", "请填写策略中的节奏名称"))
			}
		}
	}
	if f.Count("$.people", len(s.People), 1, MaxPeople) {
		seen := map[string]bool{}
		for i, p := range s.People {
			at := wording.At("$.people", i)
			f.ID(at+".user", p.User, seen)
			between(&f, "per-day", at+".perDay", p.PerDay, 0, 50)
			if p.From < 0 || p.From >= p.Until || p.Until > 24*60 {
				f.Add("hours", at, say("%d to %d are no hours of a day", "%d 至 %d 不是一天中的时段", p.From, p.Until), say("state minutes after midnight, such as 540 and 1080", "请以零点后的分钟数填写，如 540 与 1080"))
			}
			if f.Count(at+".away", len(p.Away), 0, MaxAway) {
				for j, away := range p.Away {
					f.Period(wording.At(at+".away", j), away, false)
				}
			}
			f.Count(at+".languages", len(p.Languages), 0, MaxCadences)
		}
	}
	o.checkWishes(&f, s.Wishes)
	return f.Err()
}

func (r *Rules) hasCadence(name string) bool {
	return slices.ContainsFunc(r.policy.Tiers, func(t Tier) bool {
		return slices.ContainsFunc(t.Cadences, func(c Cadence) bool { return c.Name == name })
	})
}
