package incentive_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

const caseFolder = "testdata/cases"

// caseFile is one file of worked cases.
type caseFile struct {
	About string `json:"about"`
	// Plan has the keys that the plans of the cases leave out.
	Plan  planKeys     `json:"plan"`
	Cases []workedCase `json:"cases"`

	name string
}

type planKeys map[string]json.RawMessage

// workedCase is a plan, what happened, and what must come out, period by
// period. Everything about people that is not stated is about one payee "rep",
// who is on the only plan for as long as it is in effect.
type workedCase struct {
	// ID is the published case's id, with "/" and a name behind it when there are several of one.
	ID string `json:"id"`
	// Source says where the figures were published, or "by hand".
	Source string     `json:"source"`
	Shows  string     `json:"shows"`
	Plan   planKeys   `json:"plan"`
	Plans  []planKeys `json:"plans"`
	// Calendar is the fiscal calendar. Absent: the calendar year.
	Calendar *kam.CalendarSpec `json:"calendar"`
	Roster   *incentive.Roster `json:"roster"`
	// Quota is rep's quota by measure for each stretch of its window: each period, or each fiscal year, half or quarter.
	Quota  map[string]decimal.Decimal `json:"quota"`
	Target incentive.Target           `json:"target"`
	caseStep
	// Then are later runs: each adds its transactions, after the run before was posted.
	Then []caseStep `json:"then"`
}

// caseStep is one run and what it must give.
type caseStep struct {
	// Period is the run's; absent in the first step: January 2026.
	Period kam.Period `json:"period"`
	// Transactions without owner belong to rep, without date are booked on the
	// period's first day, and without sequence count in the order written.
	Transactions []incentive.Transaction `json:"transactions"`
	Observations []kam.Observation       `json:"observations"`
	Positions    []incentive.Position    `json:"positions"`
	Prior        []incentive.Prior       `json:"prior"`
	// Rates are the exchange rates of the run.
	Rates []incentive.ExchangeRate `json:"rates"`
	// Into is the open period that the run's amounts are posted into as corrections. Absent: the run's own, as earnings.
	Into kam.Period `json:"into"`
	// Posted stands in the ledger before the run.
	Posted []ledger.Posted `json:"posted"`
	Expect expectation     `json:"expect"`
}

// expectation is what a run must give. Who is held, and what is on the house account, is always complete.
type expectation struct {
	// resultWanted is rep's, under the only plan.
	resultWanted
	// Payees are the results of others: "payee", or "payee/plan".
	Payees map[string]resultWanted `json:"payees"`
	// Held are the codes by payee.
	Held map[string][]incentive.Code `json:"held"`
	// House is the amount by "transaction owner"; those of overrides end in " override".
	House map[string]string `json:"house"`
	// Posted is what the batch adds, by payee, or by "payee/plan/component"; payees not named receive nothing.
	Posted map[string]string `json:"posted"`
	// Refused are codes and places of the faults that keep the plan from compiling.
	Refused []string `json:"refused"`
	// Warns are codes of warnings that the run must report.
	Warns []incentive.Code `json:"warns"`
	// Stops are the codes of the faults that stop the run.
	Stops []incentive.Code `json:"stops"`
}

// resultWanted is what a statement must say. What is left out is not compared;
// Lines and Adjustments are complete when stated.
type resultWanted struct {
	Earned  string `json:"earned"`
	Payable string `json:"payable"`
	// ToDate is what components earned in their windows, Components what the period adds.
	ToDate     map[string]string `json:"toDate"`
	Components map[string]string `json:"components"`
	// Lines are by transaction, or by "component/transaction"; several of one are summed.
	Lines map[string]string `json:"lines"`
	// Positions are where the measure stands after the last line of a transaction.
	Positions map[string]string `json:"positions"`
	// Slices are base, rate and amount of each slice of a line.
	Slices map[string][][3]string `json:"slices"`
	// Measures are value, attainment and quota; "" is not compared.
	Measures map[string][3]string `json:"measures"`
	// Adjustments are by "component kind", or by "kind" for the plan's own. Those about earlier periods are not among them.
	Adjustments map[string]string `json:"adjustments"`
	// Why has a code that [incentive.Run.Why] gives for a transaction.
	Why map[string]incentive.Code `json:"why"`
}

func (e expectation) states() bool {
	return e.resultWanted.states() || len(e.Payees)+len(e.Held)+len(e.House)+len(e.Posted)+len(e.Refused)+len(e.Stops) > 0
}

func (w resultWanted) states() bool {
	return w.Earned != "" || w.Payable != "" || len(w.ToDate)+len(w.Components)+len(w.Lines)+len(w.Positions)+
		len(w.Slices)+len(w.Measures)+len(w.Adjustments)+len(w.Why) > 0
}

// caseFiles reads every file of cases, in the order of their names.
func caseFiles(t *testing.T) []caseFile {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(caseFolder, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var files []caseFile
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		f, err := readCases(data)
		require.NoError(t, err, name)
		f.name = filepath.Base(name)
		files = append(files, f)
	}
	return files
}

// readCases reads a file of cases. A key that nothing reads, a case without a source and a run that expects nothing are errors.
func readCases(data []byte) (caseFile, error) {
	var f caseFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return f, errors.New("something follows the cases")
	}
	if len(f.Cases) == 0 {
		return f, errors.New("no cases")
	}
	for _, c := range f.Cases {
		if c.ID == "" || c.Source == "" || c.Shows == "" {
			return f, fmt.Errorf("case %q: id, source and what it shows are needed", c.ID)
		}
		for i, s := range c.steps() {
			if !s.Expect.states() {
				return f, fmt.Errorf("case %q: step %d expects nothing", c.ID, i+1)
			}
		}
	}
	return f, nil
}

// steps returns the case's runs with what they leave out.
func (c workedCase) steps() []caseStep {
	steps := append([]caseStep{c.caseStep}, c.Then...)
	sequence := int64(0)
	for i := range steps {
		s := &steps[i]
		if s.Period.IsZero() && i == 0 {
			s.Period = kam.MustPeriod("2026-01-01/2026-02-01")
		}
		s.Transactions = slices.Clone(s.Transactions)
		for j := range s.Transactions {
			sequence++
			x := &s.Transactions[j]
			if x.Owner == "" && len(x.Participants) == 0 && x.Reverses == "" {
				x.Owner = "rep"
			}
			if !x.Booked.IsSet() && !x.Invoiced.IsSet() && !x.CashDate.IsSet() && !x.Delivered.IsSet() {
				x.Booked = s.Period.From
			}
			if x.Sequence == 0 {
				x.Sequence = sequence
			}
		}
	}
	return steps
}

// plansOf returns the plans of a case, each with the file's keys where it has none of its own.
func (f caseFile) plansOf(c workedCase) ([]incentive.Plan, error) {
	if (len(c.Plan) > 0) == (len(c.Plans) > 0) {
		return nil, errors.New("state plan or plans")
	}
	stated := c.Plans
	if len(c.Plan) > 0 {
		stated = []planKeys{c.Plan}
	}
	plans := make([]incentive.Plan, 0, len(stated))
	for _, keys := range stated {
		all := maps.Clone(f.Plan)
		if all == nil {
			all = planKeys{}
		}
		maps.Copy(all, keys)
		text, err := json.Marshal(all)
		if err != nil {
			return nil, err
		}
		p, err := incentive.ParsePlan(text)
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// rosterOf returns the case's roster, or rep's.
func (c workedCase) rosterOf(plans []incentive.Plan, cal *kam.Calendar) (incentive.Roster, error) {
	if c.Roster != nil {
		return *c.Roster, nil
	}
	r := incentive.Roster{Payees: []incentive.Payee{{ID: "rep"}}}
	for _, p := range plans {
		a := incentive.Assignment{Payee: "rep", Plan: p.ID, Version: p.Version, Period: p.Effective, Target: c.Target}
		for _, m := range p.Measures {
			amount, ok := c.Quota[m.Name]
			if !ok {
				continue
			}
			kind := p.Period
			switch m.Window {
			case incentive.YearToDate:
				kind = kam.Year
			case incentive.HalfToDate:
				kind = kam.HalfYear
			case incentive.QuarterToDate:
				kind = kam.Quarter
			case incentive.PerTransaction, incentive.PerPeriod: // the plan's own
			}
			stretches, err := cal.Split(p.Effective, kind)
			if err != nil {
				return r, err
			}
			for _, stretch := range stretches {
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: stretch, Amount: amount})
			}
		}
		r.Assignments = append(r.Assignments, a)
	}
	return r, nil
}
