package promotion

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
)

// Notice is the public notice (公示): who is ranked where, who gets a seat, and until when and where one may object.
type Notice struct {
	Cycle string   `json:"cycle"`
	Title kam.Text `json:"title"`
	// Published is the day of publication; Decided that of the decision, unset before it.
	Published kam.Day `json:"published"`
	Decided   kam.Day `json:"decided,omitzero"`
	// Deadlines are the last days to object and to appeal, and Contact is where to.
	Deadlines Deadlines       `json:"deadlines"`
	Contact   kam.Text        `json:"contact"`
	Openings  []NoticeOpening `json:"openings"`
	// Totals says that the totals are shown.
	Totals bool `json:"totals,omitempty"`
}

// NoticeOpening is the ranking for one opening.
type NoticeOpening struct {
	Opening    string      `json:"opening"`
	Name       kam.Text    `json:"name"`
	Department string      `json:"department,omitempty"`
	Seats      int         `json:"seats"`
	Rows       []NoticeRow `json:"rows,omitempty"`
}

// NoticeRow is one place in a ranking. Name is the ID when the person has no name.
type NoticeRow struct {
	Rank int    `json:"rank"`
	Name string `json:"name"`
	// Total is there when the cycle discloses totals.
	Total criteria.Exact `json:"total,omitzero"`
	Seat  bool           `json:"seat,omitempty"`
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
		Cycle: cycle.ID, Title: cycle.Name, Published: in.published, Decided: in.decided, Deadlines: s.Deadlines(), Contact: cycle.Contact,
		Totals: cycle.Disclosure.Totals,
	}
	for i, o := range in.outcome(Leave{}).Openings {
		row := NoticeOpening{Opening: o.Opening, Name: o.Name, Department: cycle.Openings[i].Department, Seats: o.Seats}
		for _, r := range o.Ranking {
			one := NoticeRow{Rank: r.Rank, Name: r.Name, Seat: r.Seat}
			if one.Name == "" {
				one.Name = r.Person.ID
			}
			if n.Totals {
				one.Total = r.Total
			}
			row.Rows = append(row.Rows, one)
		}
		n.Openings = append(n.Openings, row)
	}
	return n, nil
}
