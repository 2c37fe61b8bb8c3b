package parts

import (
	"encoding/json"

	"github.com/kam-go/kam/incentive"
)

// Exported returns a statement with every exact figure.
func Exported(s incentive.Statement) (incentive.Exported, bool) {
	var x incentive.Exported
	data, err := s.Export()
	if err != nil || json.Unmarshal(data, &x) != nil {
		return x, false
	}
	return x, true
}

// Adjusted tells whether a statement has an adjustment.
func Adjusted(s incentive.Statement, component string, kind incentive.AdjustmentKind) bool {
	for a := range s.Adjustments() {
		if a.Component == component && a.Kind == kind {
			return true
		}
	}
	return false
}
