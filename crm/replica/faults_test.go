package replica_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/replica"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestFaultyRecordsArePassedOver(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 10)
	f.rest()
	n := 0
	f.spoil = func(p *crm.Page) {
		p.Findings.Add(kam.Finding{Code: "map.date", Severity: kam.Warning, Place: "$.Date"})
		for i := range p.Records {
			if n++; n%5 == 0 {
				p.Records[i].Data = &crm.User{Name: "\xff"}
			}
		}
	}
	store := crm.NewMemory()
	report, err := replica.Run(t.Context(), f.inputs("plain", store))
	require.NoError(t, err)
	assert.Equal(t, 8, report.Kinds[0].Records)
	assert.Equal(t, 2, report.Kinds[0].Skipped)
	require.Len(t, report.Findings, 4+2)
	codes := map[string]int{}
	for _, finding := range report.Findings {
		codes[finding.Code]++
		if finding.Code == "replica.skipped" {
			assert.Contains(t, finding.Message.EN, "$.data.name")
			assert.Regexp(t, `\p{Han}`, finding.Message.ZH)
			wordtest.Formatted(t, finding.Message.EN+finding.Message.ZH+finding.Remedy.EN+finding.Remedy.ZH)
		}
	}
	assert.Equal(t, map[string]int{"map.date": 4, "replica.skipped": 2}, codes)
	assert.Equal(t, "user: 8 changed, 2 unfit", report.Kinds[0].Text().EN)
	assert.Equal(t, "user：变更 8 条、无法采用 2 条", report.Kinds[0].Text().ZH)

	f.spoil = nil
	in := f.inputs("plain", store)
	in.Anew = true
	report, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, 10, report.Kinds[0].Records)
	f.equal(t, store, "anew")
}

func TestFindingsAreBounded(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 300)
	f.rest()
	code := 0
	f.spoil = func(p *crm.Page) {
		for range 30 {
			code++
			p.Findings = append(p.Findings, kam.Finding{Code: fmt.Sprint("code-", code%50), Place: "$"})
		}
	}
	report, err := replica.Run(t.Context(), f.inputs("plain", crm.NewMemory()))
	require.NoError(t, err)
	total := report.More
	for _, finding := range report.Findings {
		total += 1 + finding.More
	}
	assert.Len(t, report.Findings, replica.MaxFindings)
	assert.Equal(t, code, total)
}

func TestSourcesThatBreakTheRules(t *testing.T) {
	for name, spoil := range map[string]func(p *crm.Page){
		"another system":       func(p *crm.Page) { p.Records[0].Ref.System = "x" },
		"another kind":         func(p *crm.Page) { p.Records[0].Ref.Kind = crm.KindOrder },
		"no id":                func(p *crm.Page) { p.Records[0].Ref.ID = "" },
		"out of order":         func(p *crm.Page) { p.Records[0], p.Records[1] = p.Records[1], p.Records[0] },
		"twice":                func(p *crm.Page) { p.Records[1] = p.Records[0] },
		"too late":             func(p *crm.Page) { p.Records[len(p.Records)-1].Modified = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) },
		"an empty page before": func(p *crm.Page) { p.Records, p.More = nil, true },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(1, crm.KindUser, crm.KindAccount)
			f.create(crm.KindUser, 10)
			f.create(crm.KindAccount, 10)
			f.rest()
			pages := 0
			f.spoil = func(p *crm.Page) {
				if pages++; pages == 2 {
					spoil(p)
				}
			}
			store := crm.NewMemory()
			report, err := replica.Run(t.Context(), f.inputs("plain", store))
			require.ErrorIs(t, err, replica.ErrSource)
			require.ErrorContains(t, err, "fake user")
			require.Len(t, report.Kinds, 2)
			assert.Equal(t, 3, report.Kinds[0].Records, "what was applied stays")
			assert.False(t, report.Kinds[0].Complete)
			assert.Equal(t, 10, report.Kinds[1].Records, "the other kind is read")
			f.spoil = nil
			_, err = replica.Run(t.Context(), f.inputs("plain", store))
			require.NoError(t, err)
			f.equal(t, store, name)
		})
	}
}

// The same record may come twice on a page of a system that reads its columns one after the other.
func TestOneRefTwiceOnAPage(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 1)
	f.rest()
	f.spoil = func(p *crm.Page) {
		for _, r := range p.Records {
			r.Modified = r.Modified.Add(time.Second)
			r.Data = &crm.User{Name: "later"}
			p.Records = append(p.Records, r)
		}
	}
	store := crm.NewMemory()
	_, err := replica.Run(t.Context(), f.inputs("plain", store))
	require.NoError(t, err)
	for _, content := range copied(t, store, f.system, crm.KindUser) {
		assert.Equal(t, "later", content)
	}
}

func TestInputs(t *testing.T) {
	f := newFake(1, crm.KindUser)
	good := f.inputs("plain", crm.NewMemory())
	for name, change := range map[string]func(*replica.Inputs){
		"no source": func(in *replica.Inputs) { in.Source = nil },
		"no store":  func(in *replica.Inputs) { in.Store = nil },
		"no clock":  func(in *replica.Inputs) { in.Now = nil },
		"a kind that it has not": func(in *replica.Inputs) {
			in.Kinds = []crm.Kind{crm.KindOrder}
		},
		"no kind":   func(in *replica.Inputs) { in.Kinds = []crm.Kind{"lead"} },
		"settle":    func(in *replica.Inputs) { in.Settle = -1 },
		"overlap":   func(in *replica.Inputs) { in.Overlap = -1 },
		"sweep":     func(in *replica.Inputs) { in.SweepEvery = -1 },
		"share":     func(in *replica.Inputs) { in.MostGone = 101 },
		"the clock": func(in *replica.Inputs) { in.Now = func() time.Time { return time.Time{} } },
	} {
		in := good
		change(&in)
		_, err := replica.Run(t.Context(), in)
		require.ErrorIs(t, err, replica.ErrInputs, name)
	}
	in := good
	in.Kinds = []crm.Kind{crm.KindUser, crm.KindUser}
	report, err := replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Len(t, report.Kinds, 1)
}

func TestStateOfAnother(t *testing.T) {
	f := newFake(1, crm.KindUser)
	for _, text := range []string{"x", `{"format":2}`, `{"format":1,"more":1}`, `{"format":1}{}`, `[]`} {
		store := crm.NewMemory()
		require.NoError(t, store.Apply(t.Context(), crm.Batch{System: f.system, Kind: crm.KindUser, State: text}))
		_, err := replica.Run(t.Context(), f.inputs("plain", store))
		require.ErrorIs(t, err, replica.ErrState, text)
	}
}

// counted is a source that says how much there is.
type counted struct {
	full
	err error
}

func (c counted) Count(_ context.Context, k crm.Kind, after crm.Mark, until time.Time) (int, error) {
	n := 0
	for _, t := range c.source.things[k] {
		if t.modified.After(after.At) && t.modified.Before(until) {
			n++
		}
	}
	return n, c.err
}

func TestProgress(t *testing.T) {
	f := newFake(1, crm.KindUser)
	f.create(crm.KindUser, 7)
	f.rest()
	var told []replica.Progress
	in := f.inputs("", crm.NewMemory())
	in.Source = counted{full: full{source{f}, bin{f}, index{f}, reader{f}}}
	in.Progress = func(p replica.Progress) { told = append(told, p) }
	in.Anew = true
	_, err := replica.Run(t.Context(), in)
	require.NoError(t, err)
	at := func(s replica.Step, records, pages, estimate int) replica.Progress {
		return replica.Progress{System: "fake", Kind: crm.KindUser, Step: s, Records: records, Pages: pages, Estimate: estimate}
	}
	assert.Equal(t, []replica.Progress{
		at(replica.Changes, 3, 1, 7), at(replica.Changes, 6, 2, 7), at(replica.Changes, 7, 3, 7),
		at(replica.Deletions, 0, 1, 0),
		at(replica.Sweep, 3, 1, 0), at(replica.Sweep, 6, 2, 0), at(replica.Sweep, 7, 3, 0),
	}, told)
	in.Source = counted{full{source{f}, bin{f}, index{f}, reader{f}}, errDown}
	told = nil
	_, err = replica.Run(t.Context(), in)
	require.NoError(t, err)
	assert.Zero(t, told[0].Estimate)
}

// Readings of two goroutines in one store, each with its own source, do not meet.
func TestSystemsAtOnce(t *testing.T) {
	store := crm.NewMemory()
	errs := make(chan error, 4)
	fakes := make([]*fake, 4)
	for i := range fakes {
		f, _ := system(uint64(i))
		f.system = crm.System(fmt.Sprint("system-", i))
		f.rest()
		fakes[i] = f
		go func() {
			_, err := replica.Run(context.Background(), f.inputs("full", store))
			errs <- err
		}()
	}
	for range fakes {
		require.NoError(t, <-errs)
	}
	for _, f := range fakes {
		f.equal(t, store, string(f.system))
	}
}

// Whatever a store has kept as the state, a reading goes on from it or says that it cannot, and makes no error of its own.
func FuzzState(f *testing.F) {
	f.Add(`{"format":1,"mark":{"at":"2026-03-05T09:01:00Z","id":"102"},"since":"2026-03-05T09:20:00Z","sweep":{"begun":"2026-03-05T09:20:00Z","after":"1"}}`)
	f.Add(`{"format":1,"mark":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		store := crm.NewMemory()
		if store.Apply(t.Context(), crm.Batch{System: "zoho", Kind: crm.KindAccount, State: text}) != nil {
			return
		}
		now := func() time.Time { return time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC) }
		_, err := replica.Run(t.Context(), replica.Inputs{Source: small{}, Store: store, Now: now})
		if err != nil && !errors.Is(err, replica.ErrState) {
			t.Fatal(err)
		}
	})
}
