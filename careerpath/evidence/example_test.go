package evidence_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

func ExampleParseFile() {
	file, err := evidence.ParseFile([]byte(`{
		"person": {"kind": "agent", "id": "anna"},
		"observations": [
			{"subject": {"kind": "agent", "id": "anna"}, "metric": "revenue", "currency": "CNY", "period": "2026-01-01/2026-02-01", "value": "100"},
			{"subject": {"kind": "agent", "id": "anna"}, "metric": "revenue", "currency": "CNY", "period": "2026-01-01/2026-02-01", "value": "90"}
		],
		"certificates": [{"kind": "kam", "earned": "2026-01-01", "until": "2025-01-01"}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(file.Check())
	// Output:
	// $.observations[1]: it contradicts record 0, which is about the same and of the same revision (keep the right one, or give the correction a higher revision)
	// $.certificates[0].until: it expires on 2025-01-01, but begins on 2026-01-01 (state a later day, or leave it out if it never expires)
}

func ExampleFile_Covers() {
	file := evidence.File{Complete: []evidence.Completeness{{Of: evidence.Flags, Period: kam.MustPeriod("2026-01-01/2026-07-01")}}}
	fmt.Println(file.Covers(evidence.Flags, "breach", kam.MustPeriod("2026-01-01/2026-07-01")))
	fmt.Println(file.Covers(evidence.Flags, "breach", kam.MustPeriod("2026-01-01/2026-07-02")))
	// Output:
	// true
	// false
}

func ExampleLatest() {
	january := kam.MustPeriod("2026-01-01/2026-02-01")
	for _, o := range evidence.Latest([]kam.Observation{
		{Metric: "revenue", Period: january, Value: decimal.NewNullDecimal(decimal.New(100, 0))},
		{Metric: "revenue", Period: january, Value: decimal.NewNullDecimal(decimal.New(90, 0)), Revision: 1},
	}) {
		fmt.Println(o.Value.Decimal, "revision", o.Revision)
	}
	// Output:
	// 90 revision 1
}

func ExampleVocabulary_Check() {
	v := evidence.Vocabulary{Reviews: []evidence.ReviewScale{{ID: "annual", Ratings: []string{"good"}}}}
	fmt.Println(v.Check())
	// Output:
	// $.reviews[0].ratings: there are 1 (state 2 or more)
}

func ExampleNewIndex() {
	index := evidence.NewIndex(evidence.Vocabulary{Flags: []evidence.Term{{ID: "breach", Name: kam.Text{EN: "breach of rules", ZH: "违规记录"}}}})
	flag, known := index.Flag("breach")
	fmt.Println(flag.Name.EN, known)
	// Output:
	// breach of rules true
}

func ExampleParseFiles() {
	_, err := evidence.ParseFiles([]byte(`[{"person": {"kind": "agent", "id": "anna"}}, {"person": {"kind": "agent", "id": "anna"}}]`))
	fmt.Println(err)
	// Output:
	// $[1].person: it is about the person of file 0 (keep one file for each person)
}

func ExampleParseVocabulary() {
	v, err := evidence.ParseVocabulary([]byte(`{"metrics": [{"key": "saos", "unit": "opportunities", "direction": "higher"}]}`))
	fmt.Println(v.Metrics[0].Key, v.Check(), err)
	// Output:
	// saos <nil> <nil>
}
