package zohotest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm/zoho/zohotest"
)

func TestFill(t *testing.T) {
	server := zohotest.New(zohotest.Options{})
	require.NoError(t, server.Fill(strings.NewReader(`{"object": "users", "put": {"id": "11", "full_name": "Anna"}}

{"object": "Deals", "put": {"id": "31", "Deal_Name": "Gateways", "Amount": 1250.50, "Owner": {"id": "11"}}}
{"object": "Deals", "put": {"Deal_Name": "Another"}}`)))
	assert.Len(t, server.IDs("Deals"), 2)
	assert.Equal(t, "1250.50", string(server.Get("Deals", "31")["Amount"]), "numbers stay as they are written")
	for name, text := range map[string]string{
		"record 1: no module": `{"object": "Nothing", "put": {}}`,
		"nothing to put":      `{"object": "Deals"}`,
		"record 2":            `{"object": "Deals", "put": {"id": "1"}} {"object": 3}`,
		"unknown field":       `{"object": "Deals", "putt": {}}`,
	} {
		require.ErrorContains(t, server.Fill(strings.NewReader(text)), name)
	}
	assert.Len(t, server.IDs("Deals"), 3, "what came before a fault stays")
}
