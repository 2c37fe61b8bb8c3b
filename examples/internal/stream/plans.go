package stream

import (
	"strconv"

	"github.com/kam-go/kam/incentive/plandoc"
)

// Plans are the events of plans, one stream for each plan. The columns are dated, step and version.
func Plans() Kind[plandoc.Event] {
	return Kind[plandoc.Event]{
		One: "event",
		Row: func(e plandoc.Event) (Row, error) {
			if err := e.Check(); err != nil {
				return Row{}, err
			}
			content, err := e.Canonical()
			return Row{
				Stream: e.Plan, Seq: e.Seq, Content: string(content),
				Columns: []string{e.On.String(), string(e.Step), strconv.Itoa(e.Version)},
			}, err
		},
		Parse: plandoc.ParseEvent,
		Same:  plandoc.Event.Same,
		Stale: plandoc.ErrStale, Conflict: plandoc.ErrConflict,
	}
}
