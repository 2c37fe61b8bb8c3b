// Package mutation says which small mistakes in a compensation plan its scenarios would notice.
//
//	report, err := mutation.Kill(ctx, suite, mutation.Options{Same: equivalence.ByCurves{}})
//	for _, j := range report.With(mutation.Survived) {
//		fmt.Println(j.What(), "would be noticed by", j.Killer)
//	}
//
// In a test of go test that is plantest.Killed.
//
// # Mutants and verdicts
//
// [Mutants] are plans with one mistake each, such as a rate that is a step off, an inclusive bound made exclusive, or a cap
// that is forgotten. [Kill] runs the scenarios on each: a mutant on which one of them fails is [Killed]. One that passes all
// is held against the cases of package boundary, those of the plan and of the component that was changed. Where one tells
// it from the plan it has [Survived], and the case is the suggestion. Where none does the two are [Alike], and
// [Equivalent] only where an [Equivalence] has proved it, such as that of package equivalence by exact payout curves.
//
// # Suggestions
//
// A case tells a mutant when it would as a scenario in a file: written down, read again, and compared as package scenario
// compares, where nothing is as good as zero and what is left out is not compared. So every suggestion passes on the plan
// and fails on its mutant once it is added. Where the file gives all its scenarios people, deals or a settlement, a case
// is preferred that tells the mutant beside them too; if there is none, as where deals of the file change what every case
// pays, it belongs into a file of its own. Names of suggestions differ from each other and from those of the file.
//
// # Concurrency
//
// Everything depends on the suite and the options alone. Nothing reads a clock. Reports are safe for concurrent use while
// nobody changes them.
package mutation
