package crm_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

func person(id string, at time.Time, name string) crm.Record {
	return crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindUser, ID: id}, Modified: at, Data: &crm.User{Name: name}}
}

func TestReplaces(t *testing.T) {
	revised := person("1", noon, "Anna")
	revised.Revision = "2"
	for name, c := range map[string]struct {
		now  crm.Record
		want bool
	}{
		"the same":              {person("1", noon, "Anna"), false},
		"the same, in its zone": {person("1", noon.In(time.FixedZone("CST", 8*3600)), "Anna"), false},
		"earlier":               {person("1", noon.Add(-time.Microsecond), "Anne"), false},
		"later, the same":       {person("1", noon.Add(time.Microsecond), "Anna"), true},
		"other content":         {person("1", noon, "Anne"), true},
		"another revision":      {revised, true},
		"deleted":               {crm.Record{Ref: revised.Ref, Modified: noon, Deleted: true}, true},
	} {
		assert.Equal(t, c.want, crm.Replaces(person("1", noon, "Anna"), c.now), name)
	}
}

func TestBatchCheckFindsAllFaultyRecords(t *testing.T) {
	b := crm.Batch{System: "zoho", Kind: crm.KindUser, Records: []crm.Record{person("1", noon, "\xff"), person("2", noon, "Bo"), person("3", time.Time{}, "Cy")}}
	invalid, ok := errors.AsType[*kam.InvalidError](b.Check())
	require.True(t, ok)
	require.Len(t, invalid.Findings, 2)
	assert.Equal(t, "$.records[0].data.name", invalid.Findings[0].Place)
	assert.Equal(t, "$.records[2].modified", invalid.Findings[1].Place)
}

// An instant is the same wherever it is written; so are the bytes and the hash of a record.
func TestInstantsAreWrittenInUTC(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	visit := func(zone *time.Location) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindActivity, ID: "1"}, Modified: noon.In(zone), Data: &crm.Activity{
			Start: noon.In(zone), CheckIn: &crm.CheckIn{At: noon.In(zone)},
		}}
	}
	here, there := visit(time.UTC), visit(shanghai)
	assert.Equal(t, here.Hash(), there.Hash())
	one, err := json.Marshal(here)
	require.NoError(t, err)
	two, err := json.Marshal(there)
	require.NoError(t, err)
	assert.Equal(t, string(one), string(two))
	activity, ok := there.Data.(*crm.Activity)
	require.True(t, ok)
	assert.Equal(t, shanghai, activity.Start.Location(), "writing changes nothing")
	read, err := crm.ParseRecord([]byte(strings.ReplaceAll(string(one), "12:00:00.00025Z", "20:00:00.00025+08:00")))
	require.NoError(t, err)
	assert.Equal(t, here, read)
}

func TestRecordsHaveABoundAsJSON(t *testing.T) {
	long := func(n int) crm.Record {
		r := crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindEvent, ID: "1"}, Modified: noon}
		e := &crm.Event{}
		for range n {
			e.Topics = append(e.Topics, strings.Repeat("<", crm.MaxText))
		}
		r.Data = e
		return r
	}
	fits := long(2) // six bytes for each as JSON
	require.NoError(t, fits.Check())
	text, err := json.Marshal(fits)
	require.NoError(t, err)
	_, err = crm.ParseRecord(text)
	require.NoError(t, err)
	invalid, ok := errors.AsType[*kam.InvalidError](long(3).Check())
	require.True(t, ok)
	assert.Equal(t, "crm.size", invalid.Findings[0].Code)
}

func TestRecordWithoutDataIsNoRecord(t *testing.T) {
	for text, code := range map[string]string{
		`{"ref":{"system":"a","kind":"user","id":"1"},"modified":"2026-01-01T00:00:00Z","data":null}`: "crm.data",
		`{"ref":{"system":"a","kind":"user","id":"1"},"modified":"2026-01-01T00:00:00Z"}`:             "crm.data",
		`{"ref":{"system":"a","kind":"user","id":"1"},"data":{}}`:                                     "crm.modified",
	} {
		_, err := crm.ParseRecord([]byte(text))
		invalid, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok, text)
		assert.Equal(t, code, invalid.Findings[0].Code, text)
	}
	r, err := crm.ParseRecord([]byte(`{"ref":{"system":"a","kind":"user","id":"1"},"modified":"2026-01-01T00:00:00Z","deleted":true,"data":null}`))
	require.NoError(t, err)
	assert.Nil(t, r.Data)
}

func TestExtraIsUTF8(t *testing.T) {
	r := person("1", noon, "Anna")
	r.Data = &crm.User{Name: "Anna", Extra: crm.Extra{Extra: map[string]json.RawMessage{"a": json.RawMessage("\"\xff\"")}}}
	invalid, ok := errors.AsType[*kam.InvalidError](r.Check())
	require.True(t, ok)
	assert.Equal(t, "crm.extra", invalid.Findings[0].Code)
}
