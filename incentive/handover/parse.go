package handover

import "github.com/kam-go/kam/internal/strictjson"

// ParseChange reads a change from JSON, strictly, as [ParseBook] does.
// [Ownership.Preview] checks what it says.
func ParseChange(data []byte) (Change, error) {
	var c Change
	if err := strictjson.Decode(data, &c, prefix).Err(); err != nil {
		return Change{}, err
	}
	return c, nil
}
