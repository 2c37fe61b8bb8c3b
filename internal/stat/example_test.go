package stat_test

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam/internal/stat"
)

func ExampleLn() {
	ln, err := stat.Ln(big.NewRat(11, 10))
	fmt.Println(ln.FloatString(6), err)
	// Output: 0.095310 <nil>
}

func ExampleExp() {
	e, err := stat.Exp(big.NewRat(1, 1))
	fmt.Println(e.FloatString(6), err)
	// Output: 2.718282 <nil>
}

func ExampleSqrt() {
	root, err := stat.Sqrt(big.NewRat(9, 4))
	fmt.Println(root.FloatString(2), err)
	// Output: 1.50 <nil>
}

func ExampleNormalCDF() {
	fmt.Println(stat.NormalCDF(big.NewRat(196, 100)).FloatString(4))
	// Output: 0.9750
}

func ExampleNormalQuantile() {
	z, err := stat.NormalQuantile(big.NewRat(4, 5))
	fmt.Println(z.FloatString(4), err)
	// Output: 0.8416 <nil>
}

func ExampleStudentTCDF() {
	p, err := stat.StudentTCDF(big.NewRat(1, 1), 1)
	fmt.Println(p.FloatString(4), err)
	// Output: 0.7500 <nil>
}
