package stream

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive/dispute"
)

// Disputes are the events of disputes, one stream for each dispute. The columns are dated, step and done_by.
func Disputes() Kind[dispute.Event] {
	return Kind[dispute.Event]{
		One:   "event",
		Row:   disputeRow,
		Parse: parseDispute,
		Same:  dispute.Event.Same,
		Stale: dispute.ErrStale, Conflict: dispute.ErrConflict,
	}
}

func disputeRow(e dispute.Event) (Row, error) {
	if err := e.Check(); err != nil {
		return Row{}, err
	}
	content, err := storable.Encode(writtenDispute(e))
	return Row{
		Stream: e.Dispute, Seq: int64(e.Seq), Content: content,
		Columns: []string{e.On.String(), string(e.Step), e.By},
	}, err
}

// disputeEvent is an event as JSON. Its amounts are plain text, whatever the process has chosen for decimals.
type disputeEvent struct {
	dispute.Event
	Claim *disputeClaim `json:"claim,omitempty"`
	Award *disputeAward `json:"award,omitempty"`
}

type disputeClaim struct {
	dispute.Claim
	Amount *string `json:"amount,omitempty"`
}

type disputeAward struct {
	dispute.Award
	Amount string `json:"amount"`
}

func writtenDispute(e dispute.Event) disputeEvent {
	written := disputeEvent{Event: e}
	if e.Claim != nil {
		written.Claim = &disputeClaim{Claim: *e.Claim}
		if e.Claim.Amount.Valid {
			amount := storable.NumberText(e.Claim.Amount.Decimal)
			written.Claim.Amount = &amount
		}
	}
	if e.Award != nil {
		written.Award = &disputeAward{Award: *e.Award, Amount: storable.NumberText(e.Award.Amount)}
	}
	return written
}

// parseDispute reads an event that disputeRow wrote.
func parseDispute(content []byte) (dispute.Event, error) {
	var written disputeEvent
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&written); err != nil {
		return dispute.Event{}, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return dispute.Event{}, errors.New("something follows the event")
	}
	e := written.Event
	if written.Claim != nil {
		claim := written.Claim.Claim
		if written.Claim.Amount != nil {
			amount, err := storable.ParseNumber(*written.Claim.Amount)
			if err != nil {
				return dispute.Event{}, err
			}
			claim.Amount = decimal.NewNullDecimal(amount)
		}
		e.Claim = &claim
	}
	if written.Award != nil {
		award := written.Award.Award
		amount, err := storable.ParseNumber(written.Award.Amount)
		if err != nil {
			return dispute.Event{}, err
		}
		award.Amount, e.Award = amount, &award
	}
	return e, nil
}
