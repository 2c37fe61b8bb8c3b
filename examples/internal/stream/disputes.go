package stream

import "github.com/kam-go/kam/incentive/dispute"

// Disputes are the events of disputes, one stream for each dispute. The columns are dated, step and done_by.
func Disputes() Kind[dispute.Event] {
	return Kind[dispute.Event]{
		One: "event",
		Row: func(e dispute.Event) (Row, error) {
			if err := e.Check(); err != nil {
				return Row{}, err
			}
			content, err := e.Canonical()
			return Row{
				Stream: e.Dispute, Seq: int64(e.Seq), Content: string(content),
				Columns: []string{e.On.String(), string(e.Step), e.By},
			}, err
		},
		Parse: dispute.ParseEvent,
		Same:  dispute.Event.Same,
		Stale: dispute.ErrStale, Conflict: dispute.ErrConflict,
	}
}
