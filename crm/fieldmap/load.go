package fieldmap

import (
	"context"
	"io"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// loadRows are the rows of a file that are applied at once.
const loadRows = 2_000

// Loaded is what became of the rows of a file. The zero value is that of a file without rows.
type Loaded struct {
	// Records are the records that were applied, Left the rows that were not: those that are no record, and those whose id
	// comes again in a later row nearby.
	Records int `json:"records"`
	Left    int `json:"left,omitempty"`
	// Findings are about rows, in their order; those of one kind beyond [kam.MaxPerCode] are counted.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Load reads the records of a CSV file, as [ReadCSV] does, into the copy of their system. What is stored as it stands in the
// file changes nothing, so that a file may be read again, also after it was interrupted; records that the file lacks stay.
// Rows with a finding of the severity [kam.Error] are left out. Of rows with one id the last one counts. Nothing but
// the version of the position is changed beside the records.
//
// It returns the errors of [ReadCSV], for which rows before the fault may have been applied, and those of the store.
func Load(ctx context.Context, store crm.Store, r io.Reader, m *Mapper, o CSV) (Loaded, error) {
	var l Loaded
	system, kind := o.System, m.Kind()
	if system == "" {
		system = m.spec.System
	}
	position, err := store.Position(ctx, system, kind)
	if err != nil {
		return l, err
	}
	b := crm.Batch{System: system, Kind: kind, Before: position.Version, State: position.State}
	at := map[string]int{} // the place of an id in the batch
	apply := func() error {
		if len(b.Records) == 0 {
			return nil
		}
		if err := store.Apply(ctx, b); err != nil {
			return err
		}
		l.Records += len(b.Records)
		b.Before++
		b.Records = nil
		clear(at)
		return nil
	}
	for row, err := range ReadCSV(r, m, o) {
		if err != nil {
			return l, err
		}
		l.Findings.Merge(row.Findings)
		i, twice := at[row.Record.Ref.ID]
		switch {
		case row.Findings.HasErrors():
			l.Left++
			continue
		case twice:
			b.Records[i] = row.Record
			l.Left++
			continue
		}
		at[row.Record.Ref.ID] = len(b.Records)
		if b.Records = append(b.Records, row.Record); len(b.Records) == loadRows {
			if err := apply(); err != nil {
				return l, err
			}
		}
	}
	return l, apply()
}
