package awards_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/awards"
)

func FuzzParseCatalogue(f *testing.F) {
	data, err := everything().JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"format": 1, "benefits": [{"budget": {"heads": 3}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := awards.ParseCatalogue(data)
		if err != nil {
			faults(t, err)
			return
		}
		p, err := awards.Compile(c, nil)
		if err != nil {
			faults(t, err)
			return
		}
		again, err := c.JSON()
		require.NoError(t, err)
		back, err := awards.ParseCatalogue(again)
		require.NoError(t, err)
		two, err := awards.Compile(back, nil)
		require.NoError(t, err)
		assert.Equal(t, p.Hash(), two.Hash())
	})
}

// Whatever facts a text writes, the decision is refused whole or verifies.
func FuzzDecide(f *testing.F) {
	in := awards.Inputs{Period: march, People: people("anna", "bo"), Observations: []kam.Observation{observed("anna", "100000")}, Gifts: []awards.Gift{gift("g", "anna", "bo", "2026-03-02", 3)}, Ideas: []awards.Idea{idea("i", "5")}}
	data, err := json.Marshal(in)
	require.NoError(f, err)
	f.Add([]byte(strings.ReplaceAll(string(data), `,"revision":0`, "")))
	f.Add([]byte(`{"period": "2026-03-01/2026-04-01", "people": [{"id": "a", "left": "2026-03-02"}]}`))
	program, err := awards.Compile(everything(), nil)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := awards.ParseInputs(data)
		if err != nil {
			faults(t, err)
			return
		}
		r, err := program.Decide(in)
		if err != nil {
			faults(t, err)
			return
		}
		require.NoError(t, r.Verify())
	})
}

func FuzzVerifyResult(f *testing.F) {
	c, in := randomDecision(rand.New(rand.NewPCG(3, 1)))
	p, err := awards.Compile(c, nil)
	require.NoError(f, err)
	r, err := p.Decide(in)
	require.NoError(f, err)
	data, err := r.JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := awards.VerifyResult(data); err != nil {
			faults(t, err)
		}
	})
}

func BenchmarkDecide(b *testing.B) {
	p, err := awards.Compile(withTrip(func(b *awards.Benefit) { b.Budget.Heads = ptr(100) }), nil)
	require.NoError(b, err)
	in := awards.Inputs{Period: march}
	for i := range 10_000 {
		id := "p" + strconv.Itoa(i)
		in.People = append(in.People, awards.Person{ID: id, Joined: kam.MustDay("2020-01-01")})
		in.Observations = append(in.Observations, observed(id, strconv.Itoa(50_000+i*17%100_000)))
	}
	for b.Loop() {
		if _, err := p.Decide(in); err != nil {
			b.Fatal(err)
		}
	}
}

func Example() {
	revenue := awards.Series{Metric: "revenue", Currency: "CNY"}
	heads := 1
	program, err := awards.Compile(awards.Catalogue{
		Format: 1, ID: "2026", Name: kam.Text{EN: "Awards 2026", ZH: "2026 年奖励"}, Version: 1, Currency: "CNY", Rounding: awards.HalfUp,
		Benefits: []awards.Benefit{{
			ID: "trip", Name: kam.Text{EN: "Journey", ZH: "旅游"}, Kind: awards.Travel, Cost: decimal.NewNullDecimal(decimal.NewFromInt(5000)),
			Criteria: []awards.Criterion{{ID: "revenue", Metric: &awards.Metric{Of: revenue, Be: awards.AtLeast, Threshold: decimal.NewNullDecimal(decimal.NewFromInt(100_000))}}},
			Taxable:  awards.Taxable{Rule: awards.TaxAbove, Exempt: decimal.NewNullDecimal(decimal.NewFromInt(800)), Per: awards.PerAward},
			Budget:   awards.Budget{Heads: &heads, Per: awards.PerPeriod, Revoked: awards.ComesBack}, Again: awards.EveryYear,
			Order: &awards.Order{By: awards.ByMetric, Series: &revenue, First: awards.Highest, Ties: awards.LongestTenure, Unknown: awards.PassOver},
		}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	march := kam.MustPeriod("2026-03-01/2026-04-01")
	figure := func(payee string, amount int64) kam.Observation {
		return kam.Observation{Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "revenue", Period: march, Currency: "CNY", Value: decimal.NewNullDecimal(decimal.NewFromInt(amount))}
	}
	result, err := program.Decide(awards.Inputs{
		Period: march, People: []awards.Person{{ID: "anna"}, {ID: "bo"}, {ID: "cy"}, {ID: "dan"}},
		Observations: []kam.Observation{figure("anna", 150_000), figure("bo", 120_000), figure("cy", 90_000)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range result.Items[0].Candidates {
		fmt.Printf("%s: %s; %s\n", c.Payee, c.Outcome, c.Reason.EN)
	}
	for _, p := range result.Pay {
		fmt.Println(p.Payee, p.Sort, p.Amount, "taxable", p.Taxable)
	}
	// Output:
	// anna: granted; place 1 of 2 in the order, 1 can be given
	// bo: no-budget; place 2 of 2 in the order, 1 can be given
	// cy: not-eligible; revenue is 90000, asked: at least 100000
	// dan: undecided; revenue is not known, asked: at least 100000
	// anna travel 5000 taxable 4200
}

func ExampleProgram_Certificate() {
	program, err := awards.Compile(awards.Catalogue{
		Format: 1, ID: "2026", Name: kam.Text{EN: "Awards 2026", ZH: "2026 年奖励"}, Version: 1, Currency: "CNY", Rounding: awards.HalfUp,
		Recognitions: []awards.Recognition{{
			ID: "year", Name: kam.Text{EN: "One year with us", ZH: "入职满一年"}, Kind: awards.Diploma,
			Criteria: []awards.Criterion{{ID: "tenure", Tenure: &awards.Tenure{Months: 12}}},
		}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	anna := awards.Person{ID: "anna", Name: "王芳", Joined: kam.MustDay("2025-04-01")}
	result, err := program.Decide(awards.Inputs{Period: kam.MustPeriod("2026-03-01/2026-04-01"), People: []awards.Person{anna}})
	if err != nil {
		fmt.Println(err)
		return
	}
	certificate, err := program.Certificate(result.Awards[0], anna)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(certificate.Markdown(kam.Chinese))
	// Output:
	// # 荣誉证书
	//
	// 授予
	//
	// **王芳**
	//
	// 入职满一年
	//
	// 2026-03-31
	//
	// 编号 3JS2-IRRO-7THO-JXWK
}
