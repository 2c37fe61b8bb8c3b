package incentive

import (
	"strings"

	"github.com/kam-go/kam/internal/num"
)

// Words that stand in place of a value or a number.
const (
	otherRefuse  = "refuse"
	otherExclude = "exclude"
	otherNothing = "nothing"
	roleOwner    = "owner"
)

// row returns the coordinate of a dimension as its rows are keyed: bounds are normalised.
func (d Dimension) row(s string) string {
	if d.Attribute != "" {
		return s
	}
	x, err := num.Parse(s)
	if err != nil {
		return s
	}
	return num.Format(x)
}

// key joins the coordinates of a cell.
func (t *Table) key(at []string) string {
	parts := make([]string, len(at))
	for i, s := range at {
		parts[i] = t.Dimensions[i].row(s)
	}
	return strings.Join(parts, "\x00")
}
