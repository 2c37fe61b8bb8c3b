package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/textfile"
	"github.com/kam-go/kam/examples/sqlstore"
)

// load reads a CSV file of a system, in UTF-8 or GBK, into the database, by a map of its columns.
func load(ctx context.Context, o options, out io.Writer) (err error) {
	text, err := os.ReadFile(o.mapFile)
	if err != nil {
		return err
	}
	spec, err := fieldmap.Parse(text)
	if err != nil {
		return fmt.Errorf("%s: %w", o.mapFile, err)
	}
	store, err := sqlstore.Open(ctx, o.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	loaded, err := loadCSV(ctx, store.CRM(), o.csv, spec, o.modified)
	findings.Print(out, loaded.findings, o.lang)
	if err == nil {
		_, err = fmt.Fprintln(out, findings.Say("%s: %d records, %d rows left out", "%s：%d 条记录，%d 行未采用", filepath.Base(o.csv), loaded.records, loaded.left).In(o.lang))
	}
	return err
}

// loading is what became of a file's rows.
type loading struct {
	records, left int
	findings      kam.Findings
}

// loadCSV applies the records of a file to a store, in batches. Records that are stored as they are change nothing, so that
// a file may be read again, also after it was interrupted.
func loadCSV(ctx context.Context, store crm.Store, path string, spec fieldmap.Spec, modified time.Time) (l loading, err error) {
	mapper, err := fieldmap.Compile(spec)
	if err != nil {
		return l, err
	}
	file, err := os.Open(path)
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	survey, err := textfile.Look(file)
	if err != nil {
		return l, fmt.Errorf("%s: %w", path, err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return l, err
	}
	position, err := store.Position(ctx, spec.System, spec.Kind)
	if err != nil {
		return l, err
	}
	b := crm.Batch{System: spec.System, Kind: spec.Kind, Before: position.Version, State: position.State}
	inBatch := map[string]int{}
	apply := func() error {
		if err := store.Apply(ctx, b); err != nil {
			return err
		}
		l.records += len(b.Records)
		b.Before++
		b.Records = b.Records[:0]
		clear(inBatch)
		return nil
	}
	for row, err := range fieldmap.ReadCSV(textfile.Decode(file, survey), mapper, fieldmap.CSV{Name: filepath.Base(path), Modified: modified}) {
		if err != nil {
			return l, err
		}
		for _, f := range row.Findings {
			l.findings.Add(f)
		}
		if row.Findings.HasErrors() {
			l.left++
			continue
		}
		if i, twice := inBatch[row.Record.Ref.ID]; twice { // the later row counts
			b.Records[i] = row.Record
			l.left++
			continue
		}
		inBatch[row.Record.Ref.ID] = len(b.Records)
		if b.Records = append(b.Records, row.Record); len(b.Records) == batchRows {
			if err := apply(); err != nil {
				return l, err
			}
		}
	}
	return l, apply()
}

// batchRows are the rows of a file that are applied at once.
const batchRows = 2_000
