package settlement_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wordtest"
)

// TestEveryChangeIsFound changes each leaf of an exported statement.
func TestEveryChangeIsFound(t *testing.T) {
	data, err := april(t).Export()
	require.NoError(t, err)
	var document map[string]any
	require.NoError(t, json.Unmarshal(data, &document))
	changed := 0
	var walk func(path string, value any, set func(any))
	walk = func(path string, value any, set func(any)) {
		switch v := value.(type) {
		case map[string]any:
			for k, x := range v {
				walk(path+"."+k, x, func(n any) { v[k] = n })
			}
		case []any:
			for i, x := range v {
				walk(fmt.Sprintf("%s[%d]", path, i), x, func(n any) { v[i] = n })
			}
		default:
			if path == ".payee.name" {
				return
			}
			switch v := value.(type) {
			case string:
				set(v + "1")
			case float64:
				set(v + 1)
			}
			text, err := json.Marshal(document)
			require.NoError(t, err)
			set(value)
			changed++
			require.Error(t, settlement.VerifyExport(text), path)
		}
	}
	walk("", document, nil)
	assert.Greater(t, changed, 300)
	text, err := json.Marshal(document)
	require.NoError(t, err)
	require.NoError(t, settlement.VerifyExport(text), "the order of keys does not count")
}

// TestFiguresThatDoNotFollow looks past the digest: the figures themselves do not add up.
func TestFiguresThatDoNotFollow(t *testing.T) {
	data, err := april(t).Export()
	require.NoError(t, err)
	for name, c := range map[string]struct{ from, to, want string }{
		"payable":          {`"payable":"12500.00","digest"`, `"payable":"12500.01","digest"`, "$.payable"},
		"before":           {`"before":{"payable":"6000.00","paid":"6000.00"`, `"before":{"payable":"6000.01","paid":"6000.00"`, "$.after.payable"},
		"paid before":      {`"before":{"payable":"6000.00","paid":"6000.00"`, `"before":{"payable":"6000.00","paid":"6001.00"`, "$.after.paid"},
		"earned":           {`"earned":"11400.00","corrections"`, `"earned":"11400.01","corrections"`, "$.earned"},
		"correction":       {`"now":"1000.00"`, `"now":"1000.01"`, "$.corrections[0].amount"},
		"a step":           {`"amount":"-390.00","held":"0.00","owed":"-390.00"`, `"amount":"-390.00","held":"0.00","owed":"-391.00"`, "$.after.debts"},
		"adjustment":       {`"id":"A-1","amount":"500.00"`, `"id":"A-1","amount":"501.00"`, "$.adjustments"},
		"held":             {`"after":{"payable":"12500.00","paid":"6000.00","held":[{"version":1,"component":"commission","transaction":"D-1","origin":"2026-02-01/2026-03-01","part":3,"amount":"500.00"`, `"after":{"payable":"12500.00","paid":"6000.00","held":[{"version":1,"component":"commission","transaction":"D-1","origin":"2026-02-01/2026-03-01","part":3,"amount":"500.01"`, "$.after.held"},
		"a share":          {`"share":"0.6","on":"booking","kept":"3240.00"`, `"share":"0.5","on":"booking","kept":"3240.00"`, "$.holdbacks[1].parts"},
		"what is left":     {`"left":"1620.00"`, `"left":"1620.01"`, "$.holdbacks[1].parts[1].left"},
		"another payee's":  {`"payee":{"id":"anna"`, `"payee":{"id":"bo"`, "$.earnings[0]"},
		"decimals":         {`"payable":"12500.00","digest"`, `"payable":"12500.0","digest"`, "$.payable"},
		"a posting":        {`"kind":"clawback","period":"2026-04-01/2026-05-01","account":"payee","reference":"D-3","amount":"-1800.00"`, `"kind":"clawback","period":"2026-04-01/2026-05-01","account":"payee","reference":"D-3","amount":"-1700.00"`, "$.postings"},
		"a debt's posting": {`"account":"debt","amount":"390.00"`, `"account":"expense","amount":"390.00"`, "$.postings"},
		"another currency": {`"currency":"CNY","places":2`, `"currency":"EUR","places":2`, "$.postings"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, 1, bytes.Count(data, []byte(c.from)), "the text stands once")
			err := settlement.VerifyExport(bytes.Replace(data, []byte(c.from), []byte(c.to), 1))
			invalid := new(kam.InvalidError)
			require.ErrorAs(t, err, &invalid)
			found := false
			for _, f := range invalid.Findings {
				found = found || strings.HasPrefix(f.Place, c.want)
				wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
			}
			assert.True(t, found, "%v", err)
		})
	}
}

func TestVerifyRefusesOtherFormats(t *testing.T) {
	for text, want := range map[string]string{
		`{`: "settlement.json-syntax", `{}`: "settlement.format", `{"format": "kam-settlement-1", "places": 9}`: "settlement.format", `{"formatt": ""}`: "settlement.unknown-key",
		`{"format": "kam-settlement-1"}`: "settlement.digest",
	} {
		err := settlement.VerifyExport([]byte(text))
		invalid := new(kam.InvalidError)
		require.ErrorAs(t, err, &invalid, text)
		assert.Equal(t, want, invalid.Findings[0].Code, text)
	}
}

func FuzzVerifyExport(f *testing.F) {
	data, err := april(f).Export()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"format": "kam-settlement-1", "holdbacks": [{"parts": [{"share": "1/0"}], "mode": "half-up"}]}`))
	f.Add([]byte(`{"format": "kam-settlement-1", "earnings": ["{}", "["], "payable": "1e9"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := settlement.VerifyExport(data); err != nil {
			invalid := new(kam.InvalidError)
			require.ErrorAs(t, err, &invalid)
		}
	})
}

// What was held back in another system is brought in, released here, and adds up.
func TestBroughtInHeld(t *testing.T) {
	h := newHost(t, monthly)
	opened := entry("anna", "ae", ledger.Opened, "2025-12-01/2026-01-01", ledger.OpeningAccount, ledger.HeldAccount, "400")
	for i := range opened {
		opened[i].Reference = payout.Reference("OLD-1", 2)
	}
	h.post("migration", "2025-12-01/2026-01-01", opened)
	opening := h.opening()
	half := kam.Fraction{Num: 1, Den: 2}
	s := h.settle(settlement.Inputs{
		Run: h.run(january, opening, deal("D-1", "2026-01-10", "50000")), Opening: opening,
		Events: []payout.Event{{Transaction: "OLD-1", Kind: payout.Collected, Day: kam.MustDay("2026-01-20"), Fraction: &half}},
	})
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	assert.Equal(t, "3200", st.Payable().String()) // 3,000 and half of 400
	data, err := st.Export()
	require.NoError(t, err)
	assert.Contains(t, string(data), `"brought_in":"400.00","released":"200.00","cancelled":"0.00","left":"200.00"`)
	require.NoError(t, settlement.VerifyExport(data))
}
