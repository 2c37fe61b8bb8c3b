package promotion

import "github.com/kam-go/kam/internal/strictjson"

// ParseEvents reads a JSON list of events, strictly, as [ParseCycle] does. Whether each is complete is told by
// [Event.Check], and whether it is allowed by [State.Apply].
func ParseEvents(data []byte) ([]Event, error) {
	var list []Event
	if err := strictjson.Decode(data, &list, prefix).Err(); err != nil {
		return nil, err
	}
	return list, nil
}
