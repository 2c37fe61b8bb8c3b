// Package customers is the customers of the programs here: a sample in Zoho CRM, and the practice set "CRM Sales
// Opportunities" as CSV files, each read into a copy.
package customers

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/replica"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/rulebook"
)

// The systems that records are of.
const (
	Zoho   crm.System = "zoho"
	Export crm.System = "export"
)

//go:embed sample.jsonl maps
var files embed.FS

// Read reads the practice set in a folder or, without one, the sample into a copy, as of an instant, and returns what the copy
// has.
func Read(ctx context.Context, store crm.Store, folder string, at time.Time) ([]crm.Record, error) {
	system, err := Export, error(nil)
	if folder == "" {
		system, err = Zoho, Sync(ctx, store, at)
	} else {
		err = Load(ctx, store, folder, at)
	}
	if err != nil {
		return nil, err
	}
	return crm.Live(ctx, store, system)
}

// Sync makes a copy equal to a server of Zoho CRM that has the sample, as of an instant, whose zone is that of its days. The server is of this process and ends with the call.
func Sync(ctx context.Context, store crm.Store, at time.Time) error {
	server := zohotest.New(zohotest.Options{Now: func() time.Time { return at }})
	text, err := files.ReadFile("sample.jsonl")
	if err = errors.Join(err, server.Fill(bytes.NewReader(text))); err != nil {
		return err
	}
	address, stop := server.Start()
	defer stop()
	config := server.Config(address)
	config.Maps = zoho.Maps(at.Format("-07:00"))
	source, err := zoho.New(config)
	if err != nil {
		return err
	}
	_, err = replica.Run(ctx, replica.Inputs{Source: source, Store: store, Now: func() time.Time { return at.Add(time.Hour) }})
	return err
}

// names are the files of the practice set by their maps, in the order in which they are read.
var names = []string{"users", "accounts", "products", "opportunities"}

// Load reads the files of the practice set in a folder, as of the instant of the export. Every fault of every file is in the
// [*kam.InvalidError] that it returns, with the line; nothing is read then.
func Load(ctx context.Context, store crm.Store, folder string, at time.Time) error {
	var found kam.Findings
	for _, name := range names {
		mapper := mapOf(name)
		check(filepath.Join(folder, mapper.Spec().Object), mapper.Spec(), &found)
	}
	if found.HasErrors() {
		return found.Err()
	}
	for _, name := range names {
		mapper := mapOf(name)
		path := filepath.Join(folder, mapper.Spec().Object)
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		loaded, err := fieldmap.Load(ctx, store, file, mapper, fieldmap.CSV{Name: path, Modified: at})
		if err = errors.Join(err, file.Close(), loaded.Findings.Err()); err != nil {
			return err
		}
	}
	return nil
}

func mapOf(name string) *fieldmap.Mapper {
	return rulebook.Must(files, "maps/"+name+".json", fieldmap.Parse, fieldmap.Compile)
}

// Stranger warns, at a place of the rules, of a person whom they name and who is no user of the copy.
func Stranger(records []crm.Record, person, place string) kam.Findings {
	for _, r := range records {
		if r.Ref.Kind == crm.KindUser && r.Ref.ID == person && !r.Deleted {
			return nil
		}
	}
	return kam.Findings{findings.Remark(kam.Warning, "rules.stranger", place, findings.Say("the copy of the CRM knows no user %s", "客户副本中没有用户 %s", findings.Quote(person)), findings.Say("name a user by ID, or leave the person out", "请填写系统用户的标识，或删去该人员"))}
}
