package num_test

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

func ExampleParse() {
	d, err := num.Parse("-1250.50")
	fmt.Println(num.Format(d), err)
	_, err = num.Parse("12,50")
	fmt.Println(err)
	// Output:
	// -1250.5 <nil>
	// invalid number: "12,50" is not in plain notation such as -1234.56
}

func ExampleCheck() {
	fmt.Println(num.Check(decimal.New(5, -1)))
	fmt.Println(num.Check(decimal.New(1, 50_000_000)))
	// Output:
	// <nil>
	// invalid number: decimal exponent 50000000, at most 30 is allowed
}

func ExampleRound() {
	d := decimal.New(-25, -1)
	fmt.Println(num.Round(d, 0, num.HalfUp), num.Round(d, 0, num.HalfEven), num.Round(d, 0, num.Ceil))
	// Output: -3 -2 -2
}

func ExampleRoundRat() {
	fmt.Println(num.RoundRat(big.NewRat(200, 3), 2, num.HalfUp))
	// Output: 66.67
}

func ExampleRat() {
	fmt.Println(num.Rat(decimal.New(125, -2)))
	// Output: 5/4
}

func ExampleDistribute() {
	third := big.NewRat(10, 3)
	fmt.Println(num.Distribute(decimal.New(10, 0), []*big.Rat{third, third, third}, 2))
	// Output: [3.34 3.33 3.33]
}

func ExampleSplit() {
	parts, err := num.Split(decimal.New(-100, 0), []*big.Rat{big.NewRat(1, 3), big.NewRat(2, 3)}, 2)
	fmt.Println(parts, err)
	// Output: [-33.33 -66.67] <nil>
}

func ExampleFormat() {
	fmt.Println(num.Format(decimal.New(-12, 2)), num.Format(decimal.New(1500, -3)))
	// Output: -1200 1.5
}
