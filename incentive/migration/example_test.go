package migration_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/migration"
)

// Anna had 1,250.50 to come from the old system, of which 200 are held back.
func ExampleRead() {
	plan, err := incentive.ParsePlan([]byte(yearly))
	if err != nil {
		log.Fatal(err)
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	data := strings.Join(migration.Columns(), ",") + `
payable,anna,ae,1,commission,,2026-06,,1050.50,CNY
held,anna,ae,1,commission,,2026-06,D-1#2,200,CNY
total:payable,,,,,,,,1050.50,CNY
total:held,,,,,,,,200,CNY
`
	imported, err := migration.Read("opening.csv", []byte(data), migration.Source{Program: program, Into: kam.MustPeriod("2026-06-01/2026-07-01")})
	if err != nil {
		log.Fatal(err)
	}
	book := new(ledger.Memory)
	receipt, err := book.Append(context.Background(), imported.Batch(""))
	fmt.Println(receipt.Entries, err)
	for _, t := range imported.Totals() {
		fmt.Println(t.Kind, t.Currency, t.Amount)
	}
	// Output:
	// 4 <nil>
	// payable CNY 1050.5
	// held CNY 200
}

func ExampleTemplate() {
	fmt.Println(strings.Join(strings.Split(string(migration.Template()), "\n")[:2], "\n"))
	// Output:
	// kind,payee,plan,version,component,measure,period,reference,amount,currency
	// payable,anna,ae,1,commission,,2026-06,,1250.00,CNY
}
