package replica

import (
	"context"
	"fmt"

	"github.com/kam-go/kam/crm"
)

// readDeletions reads what was deleted since the reading before, page by page. It begins anew when it was interrupted:
// where pages begin may have changed.
func (r *reading) readDeletions(ctx context.Context, source crm.DeletionReader) error {
	since, cursor := r.state.Since, ""
	for pages := 1; ; pages++ {
		page, err := source.Deleted(ctx, r.kind, since, cursor)
		if err != nil {
			return err
		}
		for _, record := range page.Records {
			if err := r.mine(record); err != nil {
				return err
			}
			if !record.Deleted {
				return fmt.Errorf("%w: %s is not deleted", ErrSource, record.Ref)
			}
			if err := record.Check(); err != nil {
				return fmt.Errorf("%w: %s: %w", ErrSource, record.Ref, err)
			}
		}
		if page.Next != "" && page.Next == cursor {
			return fmt.Errorf("%w: the deletions go on where they were, at %q", ErrSource, cursor)
		}
		records := r.fit(page.Records)
		for left := records; len(left) > 0; {
			part := left[:min(len(left), crm.MaxBatch)]
			if left = left[len(part):]; len(left) == 0 && page.Next == "" {
				r.state.Since = r.now.Add(-r.Overlap)
			}
			if err := r.apply(ctx, part, nil); err != nil {
				return err
			}
		}
		r.did.Deleted += len(records)
		r.tell(Deletions, r.did.Deleted, pages, 0)
		if page.Next != "" {
			cursor = page.Next
			continue
		}
		if len(records) > 0 {
			return nil
		}
		r.state.Since = r.now.Add(-r.Overlap)
		return r.apply(ctx, nil, nil)
	}
}
