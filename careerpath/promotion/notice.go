package promotion

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
)

// Notice is the public notice (公示): who is ranked where, who gets a seat, what changed since the notice before, what became
// of the seats, and until when and where one may object.
type Notice struct {
	Cycle string   `json:"cycle"`
	Title kam.Text `json:"title"`
	// Number is how many times a ranking was published, this one included: 1 is the first.
	Number int `json:"number"`
	// Published is the day of publication; Decided that of the decision, unset before it.
	Published kam.Day `json:"published"`
	Decided   kam.Day `json:"decided,omitzero"`
	// Deadlines are the last days to object and to appeal, and Contact is where to.
	Deadlines Deadlines       `json:"deadlines"`
	Contact   kam.Text        `json:"contact"`
	Openings  []NoticeOpening `json:"openings"`
	// Totals says that the totals are shown.
	Totals bool `json:"totals,omitempty"`
	// Upheld are the objections and appeals, by the order of their rulings, that led from the publication before to this one,
	// and Changes what differs between both; empty of the first.
	Upheld  []NoticeUpheld `json:"upheld,omitempty"`
	Changes []NoticeChange `json:"changes,omitempty"`
}

// NoticeOpening is the ranking for one opening.
type NoticeOpening struct {
	Opening    string      `json:"opening"`
	Name       kam.Text    `json:"name"`
	Department string      `json:"department,omitempty"`
	Seats      int         `json:"seats"`
	Rows       []NoticeRow `json:"rows,omitempty"`
}

// NoticeRow is one place in a ranking. Name is the ID when the person has no name, and has the ID with it when another
// candidate has the same name.
type NoticeRow struct {
	Rank int    `json:"rank"`
	Name string `json:"name"`
	// Total is there when the cycle discloses totals.
	Total criteria.Exact `json:"total,omitzero"`
	// Seat says that the ranking gives the person a seat, and State what became of that or of another's seat.
	Seat  bool      `json:"seat,omitempty"`
	State SeatState `json:"state,omitempty"`
	// MovedUp says that the seat is one that somebody else gave up.
	MovedUp bool `json:"movedUp,omitempty"`
}

// SeatState is what became of a seat that somebody has or had. The zero value is of who has none.
type SeatState string

// States of a seat.
const (
	SeatProposed  SeatState = "proposed"  // the ranking gives it; nothing is decided yet
	SeatOffered   SeatState = "offered"   // it may be taken up, after the decision
	SeatTaken     SeatState = "taken"     // it was taken up
	SeatDeclined  SeatState = "declined"  // the person declined it, in this decision or one before
	SeatWithdrawn SeatState = "withdrawn" // the person left the cycle
	SeatTied      SeatState = "tied"      // equals would have it, and none of them can
)

// text says a state in a table.
func (s SeatState) text() kam.Text {
	switch s {
	case SeatProposed:
		return say("proposed", "拟入选")
	case SeatOffered:
		return say("offered", "待就任")
	case SeatTaken:
		return say("taken up", "已就任")
	case SeatDeclined:
		return say("declined", "已放弃")
	case SeatWithdrawn:
		return say("withdrawn", "已退出")
	case SeatTied:
		return say("tied", "并列待定")
	default:
		return kam.Text{}
	}
}

// NoticeUpheld is an objection or an appeal that changed the ranking, without who raised it and why.
type NoticeUpheld struct {
	Kind Step    `json:"kind"` // [StepObject] or [StepAppeal]
	ID   string  `json:"id"`
	On   kam.Day `json:"on"`
}

// NoticeChange is one person's place for one opening in the publication before and in this one. A rank of 0 is none. Totals are
// there when the cycle discloses them.
type NoticeChange struct {
	Opening     string         `json:"opening"`
	Name        string         `json:"name"`
	RankBefore  int            `json:"rankBefore,omitempty"`
	Rank        int            `json:"rank,omitempty"`
	SeatBefore  bool           `json:"seatBefore,omitempty"`
	Seat        bool           `json:"seat,omitempty"`
	TotalBefore criteria.Exact `json:"totalBefore,omitzero"`
	Total       criteria.Exact `json:"total,omitzero"`
}

// JSON returns n as indented JSON.
func (n Notice) JSON() ([]byte, error) { return strictjson.Pretty(n) }

// Notice returns the public notice. Before the ranking is published, and while it is worked on again, the error wraps
// [ErrNotPublished].
func (s State) Notice() (Notice, error) {
	if s.in == nil || !s.in.public() {
		return Notice{}, fmt.Errorf("%w", ErrNotPublished)
	}
	in, cycle := s.in, &s.in.p.cycle
	n := Notice{
		Cycle: cycle.ID, Title: cycle.Name, Number: in.publications, Published: in.published, Decided: in.decided, Deadlines: s.Deadlines(),
		Contact: cycle.Contact, Totals: cycle.Disclosure.Totals,
	}
	names, offered := in.labels(), in.offered()
	for i, o := range in.outcome(Leave{}).Openings {
		row := NoticeOpening{Opening: o.Opening, Name: o.Name, Department: cycle.Openings[i].Department, Seats: o.Seats}
		for _, r := range o.Ranking {
			one := NoticeRow{Rank: r.Rank, Name: names.of(r.Person), Seat: r.Seat, State: in.seatState(o.Opening, r, offered)}
			one.MovedUp = !r.Seat && (one.State == SeatOffered || one.State == SeatTaken)
			if n.Totals {
				one.Total = r.Total
			}
			row.Rows = append(row.Rows, one)
		}
		n.Openings = append(n.Openings, row)
	}
	if in.publications > 1 {
		n.Upheld, n.Changes = in.upheldSince(), in.changesSince(names, n.Totals)
	}
	return n, nil
}

// seatOf is a person and an opening.
type seatOf struct {
	person  kam.Subject
	opening string
}

// offered returns the seats that people have or may take, after the decision.
func (in *inner) offered() map[seatOf]Seat {
	out := map[seatOf]Seat{}
	if !in.decided.IsSet() {
		return out
	}
	for _, seat := range in.offers() {
		out[seatOf{seat.Person, seat.Opening}] = seat
	}
	return out
}

// seatState returns what became of the seat of a person in a ranking.
func (in *inner) seatState(opening string, r Ranked, offered map[seatOf]Seat) SeatState {
	c := in.candidates[r.Person]
	seat, has := offered[seatOf{r.Person, opening}]
	switch {
	case in.decided.IsSet() && in.appointed[r.Person] == opening:
		return SeatTaken
	case c != nil && c.withdrawn, in.left(r.Person):
		return SeatWithdrawn
	case in.declined[r.Person][opening]:
		return SeatDeclined
	case !in.decided.IsSet():
		if r.Seat {
			return SeatProposed
		}
		return ""
	case has && seat.Tied:
		return SeatTied
	case has:
		return SeatOffered
	default:
		return ""
	}
}

// upheldSince returns the rulings with changes between the publication before and this one.
func (in *inner) upheldSince() []NoticeUpheld {
	var out []NoticeUpheld
	published := 0
	for _, e := range in.entries {
		if e.Event == nil {
			continue
		}
		switch step := e.Event.Step; {
		case step == StepPublish:
			published++
		case published != in.publications-1 || len(e.Event.Changes) == 0:
		case step == StepAnswer:
			out = append(out, NoticeUpheld{Kind: StepObject, ID: e.Event.ID, On: e.Event.On})
		case step == StepRule:
			out = append(out, NoticeUpheld{Kind: StepAppeal, ID: e.Event.ID, On: e.Event.On})
		default:
		}
	}
	return out
}

// changesSince returns where the publication before and this one differ, in the order of the openings and of the ranking, those
// who are no longer ranked last.
func (in *inner) changesSince(names labels, totals bool) []NoticeChange {
	var out []NoticeChange
	for i, now := range in.shown {
		was := map[kam.Subject]Ranked{}
		for _, r := range in.before[i].Ranking {
			was[r.Person] = r
		}
		still := map[kam.Subject]bool{}
		list := append([]Ranked{}, now.Ranking...)
		for _, r := range now.Ranking {
			still[r.Person] = true
		}
		for _, r := range in.before[i].Ranking {
			if !still[r.Person] {
				list = append(list, Ranked{Person: r.Person})
			}
		}
		for _, r := range list {
			old := was[r.Person]
			c := NoticeChange{Opening: now.Opening, Name: names.of(r.Person), RankBefore: old.Rank, Rank: r.Rank, SeatBefore: old.Seat, Seat: r.Seat}
			same := old.Rank == r.Rank && old.Seat == r.Seat
			if totals {
				c.TotalBefore, c.Total = old.Total, r.Total
				same = same && old.Total.String() == r.Total.String()
			}
			if !same {
				out = append(out, c)
			}
		}
	}
	return out
}
