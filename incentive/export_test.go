package incentive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
)

// A host decodes an export into the types that document it.
func ExampleStatement_Export() {
	statement, err := exportedStatement()
	if err != nil {
		log.Fatal(err)
	}
	data, err := statement.Export()
	if err != nil {
		log.Fatal(err)
	}
	var exported incentive.Exported
	if err := json.Unmarshal(data, &exported); err != nil {
		log.Fatal(err)
	}
	for _, line := range exported.Components[0].Lines {
		fmt.Println(line.Credit.Transaction, "from", line.PositionBefore, "to", line.PositionAfter, "earns", line.Amount)
		for _, s := range line.Slices {
			fmt.Println("  ", s.Base, "x", s.Rate, "=", s.Exact)
		}
	}
	fmt.Println("payable", exported.Payable, exported.Currency)
	// Output:
	// d1 from 0 to 80000 earns 1600.00
	//    80000 x 0.02 = 1600
	// d2 from 80000 to 140000 earns 2400.00
	//    20000 x 0.02 = 400
	//    40000 x 0.05 = 2000
	// payable 4000.00 CNY
}

// The plan stands in the export as the very bytes that its hash is taken of.
func TestExportEmbedsTheHashedPlan(t *testing.T) {
	statement, err := exportedStatement()
	require.NoError(t, err)
	data, err := statement.Export()
	require.NoError(t, err)
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, data, "", "  "))
	require.NoError(t, incentive.VerifyStatement(indented.Bytes()), "white space does not count")
	for _, text := range [][]byte{data, indented.Bytes()} {
		var raw struct {
			Plan json.RawMessage `json:"plan"`
		}
		require.NoError(t, json.Unmarshal(text, &raw))
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, raw.Plan))
		sum := sha256.Sum256(compact.Bytes())
		assert.Equal(t, statement.PlanHash(), hex.EncodeToString(sum[:]))
		plan, err := incentive.ParsePlan(raw.Plan)
		require.NoError(t, err)
		assert.Equal(t, statement.PlanHash(), plan.Hash())
	}
}

// Statements are exported from many goroutines at once.
func TestExportIsConcurrent(t *testing.T) {
	statement, err := exportedStatement()
	require.NoError(t, err)
	want, err := statement.Export()
	require.NoError(t, err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := statement.Export()
			assert.True(t, err == nil && string(want) == string(got), "%v", err)
		})
	}
	all.Wait()
}

// FuzzVerify gives changed statements to the verifier: it answers with findings and never panics.
func FuzzVerify(f *testing.F) {
	statement, err := exportedStatement()
	require.NoError(f, err)
	data, err := statement.Export()
	require.NoError(f, err)
	f.Add(data)
	for _, part := range []string{`"place":1`, `"rate":"0.02"`, `"from":"0"`, `"amount"`, `"span":"80000"`, `"quota":"100000"`, `"periods":1`} {
		f.Add(bytes.Replace(data, []byte(part), nil, 1))
		f.Add(bytes.ReplaceAll(data, []byte(part), []byte(`"x":"1/0"`)))
	}
	f.Add([]byte(`{"format":"kam-statement-1"}`))
	f.Add([]byte(`{"format":"kam-statement-1","plan":{"format":1}}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := incentive.VerifyStatement(data); err != nil {
			assert.NotEmpty(t, err.Error())
		}
	})
}
