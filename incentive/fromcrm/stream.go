package fromcrm

import (
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// ErrUngrouped is yielded by [Converter.Stream] when the opportunities are not in ascending order.
var ErrUngrouped = errors.New("fromcrm: revisions are not in ascending order of opportunity")

// Stream returns what [Converter.Transactions] does, in the same order, holding
// the revisions of one opportunity at a time. The revisions must come in
// ascending order of opportunity id, byte by byte (in SQL, ORDER BY with a
// binary collation), those of one opportunity in any order; otherwise it ends
// with an error that wraps [ErrUngrouped].
//
// Findings go to report as they arise, uncapped. An opportunity with an error
// yields no transaction and the others go on. When report is nil, such an
// opportunity ends the stream with a *[kam.InvalidError] and other findings are
// dropped. The first error of revs is yielded last, as it is. Every range over
// the result ranges over revs anew.
func (c *Converter) Stream(revs iter.Seq2[Revision, error], report func(kam.Finding)) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		s := stream{converter: c, report: report, yield: yield}
		for r, err := range revs {
			if err != nil {
				yield(incentive.Transaction{}, err)
				return
			}
			if !s.add(r) {
				return
			}
		}
		s.flush()
	}
}

// stream is one range over a converted sequence.
type stream struct {
	converter *Converter
	report    func(kam.Finding)
	yield     func(incentive.Transaction, error) bool
	group     []Revision
}

// add takes one revision in and reports whether to go on.
func (s *stream) add(r Revision) bool {
	if len(s.group) > 0 && s.group[0].Opportunity != r.Opportunity {
		if r.Opportunity < s.group[0].Opportunity {
			s.yield(incentive.Transaction{}, fmt.Errorf("%w: %q after %q", ErrUngrouped, show(r.Opportunity), show(s.group[0].Opportunity)))
			return false
		}
		if !s.flush() {
			return false
		}
	}
	if len(s.group) <= maxRevisions { // one more than allowed, so that the excess is found
		s.group = append(s.group, r)
	}
	return true
}

// flush converts the group and reports whether to go on.
func (s *stream) flush() bool {
	if len(s.group) == 0 {
		return true
	}
	transactions, findings := s.converter.opportunity(s.group)
	s.group = s.group[:0]
	var found kam.Findings
	for _, f := range findings {
		if s.report != nil {
			s.report(f)
		} else {
			found.Add(f)
		}
	}
	if err := found.Err(); err != nil {
		s.yield(incentive.Transaction{}, err)
		return false
	}
	for _, t := range transactions {
		if !s.yield(t, nil) {
			return false
		}
	}
	return true
}
