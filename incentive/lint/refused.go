package lint

import (
	"errors"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// refused returns the findings of a book that does not compile.
func refused(err error) kam.Findings {
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		return invalid.Findings.Sorted()
	}
	return kam.Findings{{
		Code: string(incentive.CodeRange), Severity: kam.Error, Place: "$",
		Message: say("the book cannot be compiled: %s", "无法编译：%s", wording.Quote(err.Error())), Remedy: say("correct the plans", "请更正方案"),
	}}
}
