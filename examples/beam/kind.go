package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/kam-go/kam/incentive"
)

// posted is the file of what a run posts to the ledger. It is written last.
const posted = "batch.json"

// kind is one kind of what a run comes to: a file of JSON lines, in the order of the run.
type kind struct {
	name string
	// lines yields the key of each line, which orders the lines of all shares as one run does, and the line.
	lines func(*incentive.Run) iter.Seq2[string, line]
}

// line makes a line of a file, without its end.
type line func() ([]byte, error)

var kinds = []kind{
	{"statements.jsonl", statements},
	{"held.jsonl", held},
	{"house.jsonl", house},
	{"direct.jsonl", direct},
}

func statements(run *incentive.Run) iter.Seq2[string, line] {
	return func(yield func(string, line) bool) {
		for s := range run.Statements() {
			if !yield(key(s.Payee().ID, s.PlanID(), s.Assignment().Period.From.String()), s.Export) {
				return
			}
		}
	}
}

func held(run *incentive.Run) iter.Seq2[string, line] {
	return func(yield func(string, line) bool) {
		for h := range run.Held() {
			if !yield(key(h.Payee.ID, h.Plan), asJSON(h)) {
				return
			}
		}
	}
}

func house(run *incentive.Run) iter.Seq2[string, line] {
	return func(yield func(string, line) bool) {
		for h := range run.House() {
			if !yield(key(h.Transaction, h.Owner), asJSON(h)) {
				return
			}
		}
	}
}

func direct(run *incentive.Run) iter.Seq2[string, line] {
	return func(yield func(string, line) bool) {
		for d := range run.Direct() {
			if !yield(key(d.Transaction, d.Payee), asJSON(d)) {
				return
			}
		}
	}
}

// key joins texts so that keys are ordered as their texts are, one after the other: ids have no zero byte.
func key(texts ...string) string { return strings.Join(texts, "\x00") }

func asJSON(value any) line { return func() ([]byte, error) { return json.Marshal(value) } }

// write writes the keys and lines of a share's run into a file that can be merged with those of others.
func (k kind) write(ctx context.Context, name string, run *incentive.Run) error {
	return publish(ctx, name, func(out io.Writer) error {
		for key, line := range k.lines(run) {
			text, err := line()
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := writeRecord(out, record{key, text}); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeLines writes the lines of a whole run.
func (k kind) writeLines(out io.Writer, run *incentive.Run) error {
	for _, line := range k.lines(run) {
		text, err := line()
		if err != nil {
			return err
		}
		if _, err := out.Write(append(text, '\n')); err != nil {
			return err
		}
	}
	return nil
}
