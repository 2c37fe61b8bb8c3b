package promotion_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestParseEventsRefusesWithEveryFault(t *testing.T) {
	_, err := promotion.ParseEvents([]byte(`[{"Step": "open", "on": "2026-02-30"}, {"step": 1, "seats": 2}]`))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	places := map[string]bool{}
	for _, f := range invalid.Findings {
		for _, at := range []string{"$[0].Step", "$[0].on", "$[1].step", "$[1].seats"} {
			places[at] = places[at] || len(f.Place) >= len(at) && f.Place[:len(at)] == at
		}
		assert.NotEmpty(t, f.Message.ZH)
	}
	assert.Equal(t, map[string]bool{"$[0].Step": true, "$[0].on": true, "$[1].step": true, "$[1].seats": true}, places)
	for _, text := range []string{``, `{}`, `null`, `[null]`, `[{}] []`} {
		_, err := promotion.ParseEvents([]byte(text))
		require.Error(t, err, text)
	}
}

func FuzzParseEvents(f *testing.F) {
	f.Add([]byte(`[{"step": "seed", "on": "2026-03-09", "by": {"kind": "user", "id": "hr"}, "seed": "04 11"}]`))
	f.Add([]byte(`[{"step":"answer","changes":[{"kind":"score","score":"1e3"}]}]`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		list, err := promotion.ParseEvents(data)
		if err != nil {
			return
		}
		for _, e := range list {
			_ = e.Check() // which must not panic
		}
	})
}
