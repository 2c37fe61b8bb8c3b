package fieldmap_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
)

const header = "opportunity_id,sales_agent,account,deal_stage,engage_date,close_date,close_value\n"

func load(t *testing.T, store crm.Store, text string, o fieldmap.CSV) (fieldmap.Loaded, error) {
	t.Helper()
	m, err := fieldmap.Compile(deals())
	require.NoError(t, err)
	return fieldmap.Load(t.Context(), store, strings.NewReader(text), m, o)
}

func loaded(t *testing.T, store crm.Store, system crm.System) map[string]string {
	t.Helper()
	records, err := crm.Live(t.Context(), store, system)
	require.NoError(t, err)
	out := map[string]string{}
	for _, r := range records {
		d, ok := r.Data.(*crm.Opportunity)
		require.True(t, ok)
		out[r.Ref.ID] = d.Owner
	}
	return out
}

func TestLoad(t *testing.T) {
	text := header + "1,Ann,Acme,Won,01-01-2017,02-03-2017,100\n" + ",Bob,Acme,Won,01-01-2017,02-03-2017,100\n" +
		"2,Bob,Acme,Lost,32-01-2017,02-03-2017,0\n" + "1,Cy,Acme,Won,01-01-2017,02-03-2017,100\n"
	store := crm.NewMemory()
	require.NoError(t, store.Apply(t.Context(), crm.Batch{System: "export", Kind: crm.KindOpportunity, State: "note"}))
	got, err := load(t, store, text, fieldmap.CSV{Modified: exported})
	require.NoError(t, err)
	assert.Equal(t, 2, got.Records)
	assert.Equal(t, 2, got.Left, "a row without an id, and one whose id comes again")
	var codes []string
	for _, f := range got.Findings {
		codes = append(codes, f.Code)
	}
	assert.Equal(t, []string{"fieldmap.id", "fieldmap.unreadable"}, codes)
	assert.Equal(t, map[string]string{"1": "Cy", "2": "Bob"}, loaded(t, store, "export"))
	position, err := store.Position(t.Context(), "export", crm.KindOpportunity)
	require.NoError(t, err)
	assert.Equal(t, crm.Position{Version: 2, State: "note"}, position)

	again, err := load(t, store, header+"3,Dee,Acme,Won,01-01-2017,02-03-2017,100\n", fieldmap.CSV{Modified: exported})
	require.NoError(t, err)
	assert.Equal(t, 1, again.Records)
	assert.Equal(t, map[string]string{"1": "Cy", "2": "Bob", "3": "Dee"}, loaded(t, store, "export"), "what the file lacks stays")
}

func TestLoadInBatches(t *testing.T) {
	var text strings.Builder
	text.WriteString(header)
	for i := range 4_001 {
		fmt.Fprintf(&text, "%d,Ann,Acme,Won,01-01-2017,02-03-2017,100\n", i)
	}
	store := crm.NewMemory()
	got, err := load(t, store, text.String(), fieldmap.CSV{Modified: exported})
	require.NoError(t, err)
	assert.Equal(t, fieldmap.Loaded{Records: 4_001}, got)
	assert.Len(t, loaded(t, store, "export"), 4_001)
	again := crm.NewMemory()
	got, err = load(t, again, text.String()+"0,Bob,Acme,Won,01-01-2017,02-03-2017,100\n", fieldmap.CSV{Modified: exported})
	require.NoError(t, err)
	assert.Equal(t, fieldmap.Loaded{Records: 4_002}, got, "the id comes again in another batch")
	assert.Len(t, loaded(t, again, "export"), 4_001)
	assert.Equal(t, "Bob", loaded(t, again, "export")["0"])
	got, err = load(t, store, header, fieldmap.CSV{Modified: exported})
	require.NoError(t, err)
	assert.Equal(t, fieldmap.Loaded{}, got)
	position, err := store.Position(t.Context(), "export", crm.KindOpportunity)
	require.NoError(t, err)
	assert.EqualValues(t, 3, position.Version, "a file without rows moves nothing")
}

func TestLoadOfAnotherSystem(t *testing.T) {
	store := crm.NewMemory()
	_, err := load(t, store, header+"1,Ann,Acme,Won,01-01-2017,02-03-2017,100\n", fieldmap.CSV{Modified: exported, System: "north"})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"1": "Ann"}, loaded(t, store, "north"))
}

// refusing is a store that another reading is faster in.
type refusing struct {
	crm.Store
	err error
}

func (r refusing) Apply(context.Context, crm.Batch) error { return r.err }

func TestLoadReturnsErrors(t *testing.T) {
	_, err := load(t, crm.NewMemory(), header+"1,Ann\n", fieldmap.CSV{Modified: exported})
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Equal(t, "fieldmap.csv-columns", invalid.Findings[0].Code)
	one := header + "1,Ann,Acme,Won,01-01-2017,02-03-2017,100\n"
	got, err := load(t, refusing{crm.NewMemory(), crm.ErrConflict}, one, fieldmap.CSV{Modified: exported})
	require.ErrorIs(t, err, crm.ErrConflict)
	assert.Zero(t, got.Records)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m, err := fieldmap.Compile(deals())
	require.NoError(t, err)
	_, err = fieldmap.Load(ctx, crm.NewMemory(), strings.NewReader(one), m, fieldmap.CSV{Modified: exported})
	require.ErrorIs(t, err, context.Canceled)
}

func ExampleLoad() {
	m, err := fieldmap.Compile(fieldmap.Spec{System: "export", Kind: crm.KindAccount, Fields: []fieldmap.Field{
		{From: "account", To: fieldmap.ID, As: fieldmap.Text}, {From: "account", To: "name", As: fieldmap.Text}, {From: "sector", To: "industry", As: fieldmap.Text},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	store := crm.NewMemory()
	file := strings.NewReader("account,sector\nAcme,retail\nBolt,medical\n")
	done, err := fieldmap.Load(context.Background(), store, file, m, fieldmap.CSV{Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	records, err := crm.Live(context.Background(), store, "export")
	fmt.Println(done.Records, "applied,", len(records), "in the copy", err)
	// Output:
	// 2 applied, 2 in the copy <nil>
}
