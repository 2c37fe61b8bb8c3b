package spread

import (
	"fmt"

	"github.com/kam-go/kam"
)

// Codes of the findings of this package. They are stable: programs decide by them.
const (
	// CodeGrain: the grain is missing, zero, negative or out of bounds.
	CodeGrain = "spread.grain"
	// CodeNumber: a number is beyond the bounds of the library, or more than 10^17 grains from zero.
	CodeNumber = "spread.number"
	// CodeGrid: a number that must be a multiple of the grain is none.
	CodeGrid = "spread.grid"
	// CodeWeight: a weight is missing, negative or too long.
	CodeWeight = "spread.weight"
	// CodeCount: there are no cells, too many of them, or lists that belong together differ in length.
	CodeCount = "spread.count"
	// CodeCell: a limit is for a cell that does not exist, or for one that has a limit already.
	CodeCell = "spread.cell"
	// CodeBound: a minimum is above its maximum, no multiple of the grain is between them, or a hold stands beside them.
	CodeBound = "spread.bound"
	// CodeWord: a word is none of its choices.
	CodeWord = "spread.word"
	// CodeShare: shares that must sum to exactly 1 do not, or a share is negative or malformed.
	CodeShare = "spread.share"
	// CodePath: the count, the rate or the decimal places of a path are out of bounds.
	CodePath = "spread.path"
	// CodeMargin: the totals of a matrix have mixed signs.
	CodeMargin = "spread.margin"
	// CodeHeld: what is held exceeds the total, or nothing is left to take the rest.
	CodeHeld = "spread.held"
	// CodeReach: minima and maxima leave no way to reach a total.
	CodeReach = "spread.reach"
	// CodeTotals: the row totals and the column totals of a matrix differ in their sums.
	CodeTotals = "spread.totals"
)

// say builds a text in both languages from the same arguments. Arguments that are [kam.Text] read in each.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.EN, t.ZH
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

// counted is so many of what a noun names: "1 cell", "2 cells"; in Chinese the number alone.
func counted(n int, noun string) kam.Text {
	text := kam.Text{EN: fmt.Sprintf("%d %s", n, noun), ZH: fmt.Sprint(n)}
	if n != 1 {
		text.EN += "s"
	}
	return text
}

func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}
