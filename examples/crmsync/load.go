package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

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
	findings.Print(out, loaded.Findings, o.lang)
	if err == nil {
		_, err = fmt.Fprintln(out, findings.Say("%s: %d records, %d rows left out", "%s：%d 条记录，%d 行未采用", filepath.Base(o.csv), loaded.Records, loaded.Left).In(o.lang))
	}
	return err
}

// loadCSV applies the records of a file to a store; see [fieldmap.Load].
func loadCSV(ctx context.Context, store crm.Store, path string, spec fieldmap.Spec, modified time.Time) (l fieldmap.Loaded, err error) {
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
	return fieldmap.Load(ctx, store, textfile.Decode(file, survey), mapper, fieldmap.CSV{Name: filepath.Base(path), Modified: modified})
}
