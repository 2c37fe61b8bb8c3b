package flaghelp_test

import (
	"flag"
	"os"

	"github.com/kam-go/kam/examples/internal/flaghelp"
)

func ExamplePrint() {
	set := flag.NewFlagSet("program", flag.ContinueOnError)
	set.String("out", "out", "")
	set.Bool("strict", false, "")
	set.Bool("quiet", false, "")
	flaghelp.Print(os.Stdout, []string{"program does something."}, []flaghelp.Flag{
		{Name: "out", Value: "DIR", Text: "where it goes;\none folder", Example: "-out result"},
		{Name: "strict", Text: "or nothing", Example: "-strict"},
		{Name: "quiet", Text: "needs no example"},
	}, set, "Exit codes: 0 done.")
	// Output:
	// program does something.
	//
	//   -out DIR
	//       where it goes;
	//       one folder; defaults to out
	//       example: -out result
	//
	//   -strict
	//       or nothing
	//       example: -strict
	//
	//   -quiet
	//       needs no example
	//
	// Exit codes: 0 done.
}
