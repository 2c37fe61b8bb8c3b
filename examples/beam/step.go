package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/kam-go/kam/incentive"
)

// turn is held by the share that is computed. It uses all processors, and runners let a process take on many elements at once,
// which would need the memory of all their shares.
var turn sync.Mutex

// stepFn takes one share one step on.
type stepFn struct {
	Job Job
	// Step counts the steps from 0.
	Step int
}

// finished is what a share says when it is done.
type finished struct {
	Share int64  `json:"share"`
	Tally []byte `json:"tally"`
}

// ProcessElement computes a share as far as it can. told has the figures of all earlier steps by the share that they are for;
// tell emits this step's. done emits, under one key for all shares, what is known of a share whose files are written.
func (f *stepFn) ProcessElement(ctx context.Context, share int64, elements func(*[]byte) bool,
	told func(int64) func(*[]byte) bool, tell, done func(int64, []byte),
) error {
	heard, err := f.heard(told(share))
	if err != nil {
		return fmt.Errorf("step %d of share %d: %w", f.Step, share, err)
	}
	if len(heard) < f.Step {
		return nil // all shares were done before
	}
	enrolment, err := f.Job.enrolment()
	if err != nil {
		return err
	}
	turn.Lock()
	defer turn.Unlock()
	part := incentive.Share{Index: int(share), Of: f.Job.Shares}
	step, err := enrolment.Step(ctx, incentive.Sequence(transactions(elements)), part, heard, incentive.RunOptions{})
	if err != nil {
		return fmt.Errorf("step %d of share %d: %w", f.Step, share, err)
	}
	if step.Run == nil {
		for to, figures := range step.Figures {
			tell(int64(to), message{round: f.Step, from: int(share), figures: figures}.bytes())
		}
		return nil
	}
	for _, kind := range kinds {
		if err := kind.write(ctx, f.Job.share(kind.name, share), step.Run); err != nil {
			return err
		}
	}
	tally, err := step.Run.Tally()
	if err != nil {
		return err
	}
	text, err := json.Marshal(finished{share, tally})
	if err != nil {
		return err
	}
	done(0, text)
	return nil
}

// heard sorts what others told by round and by who told it. Its rounds are f.Step, or fewer where all shares were done before.
func (f *stepFn) heard(next func(*[]byte) bool) ([][][]byte, error) {
	rounds := make([][][]byte, f.Step)
	counts := make([]int, f.Step)
	var text []byte
	for next(&text) {
		m, err := readMessage(text)
		if err != nil {
			return nil, err
		}
		if m.round >= f.Step || m.from >= f.Job.Shares {
			return nil, fmt.Errorf("figures of share %d in round %d", m.from, m.round)
		}
		if rounds[m.round] == nil {
			rounds[m.round] = make([][]byte, f.Job.Shares)
		}
		if rounds[m.round][m.from] == nil {
			counts[m.round]++
		}
		rounds[m.round][m.from] = m.figures
	}
	for round, count := range counts {
		switch count {
		case f.Job.Shares:
		case 0:
			return rounds[:round], nil
		default:
			return nil, fmt.Errorf("figures of %d of %d shares in round %d", count, f.Job.Shares, round)
		}
	}
	return rounds, nil
}

// message is what one share tells another.
type message struct {
	round, from int
	figures     []byte
}

func (m message) bytes() []byte {
	text := binary.AppendUvarint(nil, uint64(m.round))
	text = binary.AppendUvarint(text, uint64(m.from))
	return append(text, m.figures...)
}

func readMessage(text []byte) (message, error) {
	var head [2]int
	for i := range head {
		number, size := binary.Uvarint(text)
		if size <= 0 || number > incentive.MaxShares*incentive.MaxShares {
			return message{}, errors.New("figures that are cut off")
		}
		head[i], text = int(number), text[size:]
	}
	return message{head[0], head[1], append([]byte{}, text...)}, nil
}
