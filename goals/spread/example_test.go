package spread_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
)

// A year of 1,000,000 by quarters, in the proportions of last year, with the first quarter closed at 180,000 and at
// most 300,000 in the last.
func Example() {
	row, err := spread.Parts(spread.Request{
		Total:   decimal.New(1_000_000, 0),
		Grain:   decimal.New(1_000, 0),
		Weights: spread.FromInts(200, 200, 250, 350),
		Cells: []spread.Cell{
			{Index: 0, Limit: spread.Hold(decimal.New(180_000, 0))},
			{Index: 3, Limit: spread.AtMost(decimal.New(300_000, 0))},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, d := range row.All() {
		fmt.Printf("Q%d %s %s\n", i+1, d, row.Reason(i))
	}
	// Output:
	// Q1 180000 held
	// Q2 231000 spread
	// Q3 289000 spread
	// Q4 300000 at-maximum
}

func ExampleParts() {
	row, err := spread.Parts(spread.Request{Total: decimal.New(100, 0), Grain: decimal.New(1, -2), Weights: spread.Even(3)})
	fmt.Println(row.Parts(), err)
	// Output: [33.34 33.33 33.33] <nil>
}

func ExampleParts_held() {
	_, err := spread.Parts(spread.Request{
		Total: decimal.New(100, 0), Grain: decimal.New(1, 0), Weights: spread.Even(3),
		Cells: []spread.Cell{{Index: 0, Limit: spread.Hold(decimal.New(110, 0))}},
	})
	if held, ok := errors.AsType[*spread.HeldError](err); ok {
		fmt.Println(held.Finding("Q1").In(kam.English))
	}
	// Output: Q1: of a total of 100, 110 is held; the rest -10 is left for 2 free cells (release a hold, lower it, or change the total)
}

// Ten become eleven: by largest remainders the third cell falls, by the divisor method none does.
func ExampleMethod() {
	for _, method := range []spread.Method{spread.LargestRemainder, spread.Divisor} {
		for _, total := range []int64{10, 11} {
			row, err := spread.Parts(spread.Request{Total: decimal.New(total, 0), Grain: decimal.New(1, 0), Weights: spread.FromInts(6, 6, 2), Method: method})
			fmt.Println(method, total, row.Parts(), err)
		}
	}
	// Output:
	// largest-remainder 10 [4 4 2] <nil>
	// largest-remainder 11 [5 5 1] <nil>
	// divisor 10 [5 4 1] <nil>
	// divisor 11 [5 5 1] <nil>
}

func ExampleEven() {
	fmt.Println(len(spread.Even(12)))
	// Output: 12
}

func ExampleFromInts() {
	row, err := spread.Parts(spread.Request{Total: decimal.New(1300, 0), Grain: decimal.New(1, 0), Weights: spread.FromInts(4, 4, 5)})
	fmt.Println(row.Parts(), err)
	// Output: [400 400 500] <nil>
}

func ExampleFromDecimals() {
	w, err := spread.FromDecimals([]decimal.Decimal{decimal.New(125, -1), decimal.New(25, 0)})
	fmt.Println(w[0].RatString(), w[1].RatString(), err)
	// Output: 25/2 25 <nil>
}

func ExampleFromFractions() {
	w, err := spread.FromFractions([]kam.Fraction{kam.MustFraction("1/3"), kam.MustFraction("2/3")})
	fmt.Println(w[0].RatString(), w[1].RatString(), err)
	// Output: 1/3 2/3 <nil>
}

func ExampleProfile() {
	_, err := spread.Profile(spread.Weights{})
	fmt.Println(err)
	shares, _ := spread.FromDecimals([]decimal.Decimal{decimal.New(33, -2), decimal.New(33, -2), decimal.New(33, -2)})
	_, err = spread.Profile(shares)
	fmt.Println(err)
	// Output:
	// $.weights: there are 0 weights (give 1 to 1000000 weights, one for each cell)
	// $.weights: the shares sum to 0.99, which is -0.01 from 1 (let them sum to exactly 1: use fractions such as 1/12, or weights without a fixed sum)
}

// Half by last year's 300 and 100, half by even shares.
func ExampleBlend() {
	half := kam.MustFraction("1/2")
	w, err := spread.Blend(
		spread.Part{Weights: spread.FromInts(300, 100), Share: half},
		spread.Part{Weights: spread.Even(2), Share: half},
	)
	fmt.Println(w[0].RatString(), w[1].RatString(), err)
	// Output: 5/8 3/8 <nil>
}

func ExampleHold() {
	limits := []spread.Limit{
		spread.Hold(decimal.New(80, 0)), spread.AtLeast(decimal.New(10, 0)), spread.AtMost(decimal.New(20, 0)),
		spread.Between(decimal.New(10, 0), decimal.New(20, 0)),
	}
	for _, l := range limits {
		fmt.Println(l.Hold.Valid, l.Min.Valid, l.Max.Valid)
	}
	// Output:
	// true false false
	// false true false
	// false false true
	// false true true
}

// Three accounts by two quarters.
func ExampleFoot() {
	list := func(n ...int64) (out []decimal.Decimal) {
		for _, x := range n {
			out = append(out, decimal.New(x, 0))
		}
		return out
	}
	table, err := spread.Foot(spread.Matrix{Grain: decimal.New(1, 0), Rows: list(5, 10, 15), Columns: list(10, 20)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range table.Rows() {
		for j := range table.Columns() {
			fmt.Print(table.At(i, j), " ")
		}
		fmt.Println("=", table.RowTotal(i))
	}
	// Output:
	// 2 3 = 5
	// 3 7 = 10
	// 5 10 = 15
}

func ExampleFoot_impossible() {
	_, err := spread.Foot(spread.Matrix{
		Grain:   decimal.New(1, 0),
		Rows:    []decimal.Decimal{decimal.New(5, 0), decimal.New(5, 0)},
		Columns: []decimal.Decimal{decimal.New(4, 0), decimal.New(6, 0)},
		Cells:   []spread.Place{{Row: 1, Column: 0, Limit: spread.Hold(decimal.New(5, 0))}},
	})
	fmt.Println(err)
	// Output: spread: bounds leave no way to the total: column 0 can sum to 5 at least and ∞ at most, not to 4
}

func ExampleTable_Row() {
	table, err := spread.Foot(spread.Matrix{Grain: decimal.New(1, -2), Rows: []decimal.Decimal{decimal.New(10, 0)}, Columns: []decimal.Decimal{decimal.New(4, 0), decimal.New(6, 0)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for j, d := range table.Row(0) {
		fmt.Println(j, d)
	}
	// Output:
	// 0 4
	// 1 6
}

func ExampleStraightLine() {
	fmt.Println(spread.StraightLine(decimal.New(100, 0), decimal.New(200, 0), 3, 2))
	// Output: [100 150 200] <nil>
}

func ExampleCompound() {
	fmt.Println(spread.Compound(decimal.New(300, 0), decimal.New(25, -2), 3, 2))
	// Output: [300 375 468.75] <nil>
}
