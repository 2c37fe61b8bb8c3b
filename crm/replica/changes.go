package replica

import (
	"context"
	"errors"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// readChanges reads what has changed, page by page.
func (r *reading) readChanges(ctx context.Context) error {
	estimate := r.estimate(ctx)
	seen := 0
	for more := true; more; {
		page, err := r.Source.Changes(ctx, r.kind, r.state.Mark, r.until)
		if err != nil {
			return err
		}
		if more = page.More; more && len(page.Records) == 0 {
			return fmt.Errorf("%w: there are more changes behind a page that has none", ErrSource)
		}
		r.report.add(page.Findings)
		if err := r.inOrder(page.Records); err != nil {
			return err
		}
		for left := page.Records; len(left) > 0; {
			part := left[:min(len(left), crm.MaxBatch)]
			left = left[len(part):]
			fit := r.fit(part)
			r.state.Mark = crm.MarkOf(part[len(part)-1])
			if err := r.apply(ctx, fit, nil); err != nil {
				return err
			}
			r.did.Records += len(fit)
		}
		seen += len(page.Records)
		r.did.Pages++
		r.tell(Changes, seen, r.did.Pages, estimate)
	}
	return nil
}

// estimate asks the source how much there is to read, where somebody wants to know. An error leaves it unknown: if it
// matters, reading meets it too.
func (r *reading) estimate(ctx context.Context) int {
	source, ok := r.Source.(crm.Counter)
	if !ok || r.Progress == nil {
		return 0
	}
	n, err := source.Count(ctx, r.kind, r.state.Mark, r.until)
	if err != nil {
		return 0
	}
	return n
}

// inOrder returns how records are not the next changes.
func (r *reading) inOrder(records []crm.Record) error {
	mark := r.state.Mark
	for _, record := range records {
		if err := r.mine(record); err != nil {
			return err
		}
		next := crm.MarkOf(record)
		switch {
		case next.Compare(mark) <= 0:
			return fmt.Errorf("%w: %s of %s does not come behind %s of %s", ErrSource, record.Ref, next.At, mark.ID, mark.At)
		case !next.At.Before(r.until):
			return fmt.Errorf("%w: %s was modified at %s, which is not before %s", ErrSource, record.Ref, next.At, r.until)
		}
		mark = next
	}
	return nil
}

// mine returns how a record cannot be one of what was asked for.
func (r *reading) mine(record crm.Record) error {
	if record.Ref.System != r.system || record.Ref.Kind != r.kind || !wording.IsName(record.Ref.ID) {
		return fmt.Errorf("%w: %s is none of %s:%s", ErrSource, record.Ref, r.system, r.kind)
	}
	return nil
}

// fit returns the records that can be copied, each ref once: the last of those that came twice.
func (r *reading) fit(records []crm.Record) []crm.Record {
	fit := make([]crm.Record, 0, len(records))
	place := make(map[string]int, len(records))
	for _, record := range records {
		if err := record.Check(); err != nil {
			r.skip(record, err)
			continue
		}
		if i, twice := place[record.Ref.ID]; twice {
			if fit[i].Modified.Compare(record.Modified) <= 0 {
				fit[i] = record
			}
			continue
		}
		place[record.Ref.ID] = len(fit)
		fit = append(fit, record)
	}
	return fit
}

// skip reports a record that cannot be copied.
func (r *reading) skip(record crm.Record, why error) {
	r.did.Skipped++
	cause, at := wording.Same(why.Error()), ""
	if invalid, ok := errors.AsType[*kam.InvalidError](why); ok && len(invalid.Findings) > 0 {
		cause, at = invalid.Findings[0].Message, invalid.Findings[0].Place
	}
	r.report.add(kam.Findings{{
		Code: "replica.skipped", Severity: kam.Warning, Place: record.Ref.String(),
		Message: wording.Say("the record was passed over, because of %s: %s", "该记录未被采用，问题在 %s：%s", wording.Clip(at), cause),
		Remedy:  wording.Say("mend it in the system or change the field map, then read all anew", "请在系统中更正或修改字段映射，然后重新全量读取"),
	}})
}
