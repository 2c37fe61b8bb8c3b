package backtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
	"github.com/kam-go/kam/internal/strictjson"
)

// texts are one of each kind as JSON.
func texts(t testing.TB) (question, simulation, pipe []byte) {
	t.Helper()
	write := func(v any) []byte {
		data, err := strictjson.Pretty(v)
		require.NoError(t, err)
		return data
	}
	q := backtest.Question{
		Before: side(plan(t, 1, flat("0.01"))), After: side(plan(t, 2, flat("0.02"))), Renamed: map[string]string{"kam": "kam"},
		History: backtest.History{Periods: quarters[:1], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01")}},
	}
	s := cost(t, 3, []string{"anna"}, amounts(points(point("1", "1/3"), point("2", "2/3"))))
	p := pipeline(t, open("x", "anna", "40", "2026-03-20", "2026-04-02"))
	return write(q), write(s), write(p)
}

// What is read back gives the same result as what was written.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	question, simulation, pipe := texts(t)
	q, err := backtest.ParseQuestion(question)
	require.NoError(t, err)
	assert.Equal(t, []string{"anna 1 2"}, rows(compare(t, q)))
	s, err := backtest.ParseSimulation(simulation)
	require.NoError(t, err)
	assert.Equal(t, simulate(t, cost(t, 3, []string{"anna"}, amounts(points(point("1", "1/3"), point("2", "2/3"))))), simulate(t, s))
	p, err := backtest.ParsePipeline(pipe)
	require.NoError(t, err)
	assert.Equal(t, []string{"won 2 0.8 -", "moved 1.2 0 40", "lost 1.2 0 40"}, told(whatIf(t, p)))
}

func TestReadingIsStrict(t *testing.T) {
	_, err := backtest.ParseQuestion([]byte(`{"befor": {}, "history": {"periods": ["2026-02-30/2026-04-01"]}}`))
	assert.Equal(t, []string{"backtest.unknown-key $.befor (1:2)", "backtest.text $.history.periods[0] (1:39)"}, codes(t, err))
	_, err = backtest.ParseSimulation([]byte(`{"trials": "3", "seed": -1}`))
	assert.Len(t, codes(t, err), 2)
	_, err = backtest.ParsePipeline([]byte(`[]`))
	assert.NotEmpty(t, codes(t, err))
}

// Whatever is read is calculated or refused with findings; nothing panics.
func FuzzParse(f *testing.F) {
	question, simulation, pipe := texts(f)
	f.Add(question)
	f.Add(simulation)
	f.Add(pipe)
	f.Fuzz(func(t *testing.T, data []byte) {
		if q, err := backtest.ParseQuestion(data); err != nil {
			codes(t, err)
		} else if len(q.History.Periods) < 4 && len(q.Before.Plans)+len(q.After.Plans) < 4 {
			if c, err := backtest.Compare(t.Context(), q, backtest.Options{Workers: 1}); err != nil {
				codes(t, err)
			} else {
				_, err = c.JSON()
				require.NoError(t, err)
			}
		}
		if s, err := backtest.ParseSimulation(data); err != nil {
			codes(t, err)
		} else if len(s.Base.Periods) < 4 && s.Trials < 4 {
			if _, err := backtest.Simulate(t.Context(), s, backtest.Options{Workers: 1}); err != nil {
				codes(t, err)
			}
		}
		if p, err := backtest.ParsePipeline(data); err != nil {
			codes(t, err)
		} else if len(p.SoFar.Periods) < 4 && len(p.Deals) < 4 {
			if _, err := backtest.WhatIf(t.Context(), p, backtest.Options{Workers: 1}); err != nil {
				codes(t, err)
			}
		}
	})
}
