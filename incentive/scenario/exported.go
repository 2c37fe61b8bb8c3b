package scenario

import (
	"encoding/json"

	"github.com/kam-go/kam/incentive"
)

// exported returns a statement with every exact figure.
func exported(s incentive.Statement) (incentive.Exported, bool) {
	var x incentive.Exported
	data, err := s.Export()
	if err != nil || json.Unmarshal(data, &x) != nil {
		return x, false
	}
	return x, true
}
