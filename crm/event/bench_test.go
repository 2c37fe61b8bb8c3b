package event_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// crowd is an event with 1,000 guests among 20,000 accounts of one tier, each with a deal.
func crowd() []crm.Record {
	records := []crm.Record{theSalon(nil)}
	for i := range 20_000 {
		id := strconv.Itoa(i)
		records = append(records, account(id, "A", "anna"), contact(id, id, nil), deal("d"+id, id, "2026-01-05", nil))
		if i%20 == 0 {
			records = append(records, invite(id, crm.Accepted, crm.Attended))
		}
	}
	return records
}

func BenchmarkAfter(b *testing.B) {
	r, records := compile(b, policy()), crowd()
	for b.Loop() {
		_, err := r.After(salonRef, kam.MustDay("2026-05-01"), records)
		require.NoError(b, err)
	}
}

func BenchmarkGuests(b *testing.B) {
	r, records := compile(b, policy()), crowd()
	for b.Loop() {
		_, err := r.Guests(salonRef, kam.MustDay("2026-03-02"), records)
		require.NoError(b, err)
	}
}
