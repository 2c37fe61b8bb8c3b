package incentive_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// A sheet gives back what it was given, whatever the columns can say of it.
func TestSheetKeepsTransactions(t *testing.T) {
	deal := sold("d", "anna", "1200.50", "2026-02-01")
	sheet := incentive.NewSheet("product", "region")
	var want []incentive.Transaction
	for _, change := range []func(*incentive.Transaction){
		func(*incentive.Transaction) {},
		func(t *incentive.Transaction) { t.ID = strings.Repeat("d", 200) },
		func(t *incentive.Transaction) { t.ID, t.Owner = "编号", "王" },
		func(t *incentive.Transaction) { t.Amount = exact("-3") },
		func(t *incentive.Transaction) { t.Amount = exact("0.00001") },
		func(t *incentive.Transaction) { t.Amount = exact("1e30") },
		func(t *incentive.Transaction) { t.Amount = exact("123456789012345678901234567890.5") },
		func(t *incentive.Transaction) { t.Sequence, t.Booked = 7, kam.Day{} },
		func(t *incentive.Transaction) { t.Attributes = map[string]string{"product": "crm"} },
		func(t *incentive.Transaction) { t.Attributes = map[string]string{"product": ""} },
		func(t *incentive.Transaction) { t.Attributes = map[string]string{"colour": "red"} },
		func(t *incentive.Transaction) { t.Attributes = map[string]string{"region": "华东"} },
		func(t *incentive.Transaction) { t.Reverses, t.Owner = "d", "" },
		func(t *incentive.Transaction) { t.Margin = decimal.NewNullDecimal(exact("3")) },
		func(t *incentive.Transaction) { t.Currency, t.Place = "USD", "deals.csv:7" },
		func(t *incentive.Transaction) { t.Currency = "USD" },
		func(t *incentive.Transaction) { t.Currency = "元" },
		func(t *incentive.Transaction) {
			t.Invoiced, t.CashDate, t.Delivered = t.Booked, t.Booked.AddDays(1), t.Booked.AddDays(2)
		},
	} {
		one := deal
		change(&one)
		sheet.AddTransaction(one)
		want = append(want, one)
	}
	require.Equal(t, len(want), sheet.Len())
	for i, x := range want {
		got := sheet.At(i)
		assert.True(t, x.Amount.Equal(got.Amount), "%d: %s", i, got.Amount)
		x.Amount = got.Amount
		assert.Equal(t, x, got, i)
	}
}

// What is wrong with a deal is found by the run, at its place.
func TestSheetSaysWhereItsDealsCameFrom(t *testing.T) {
	sheet := incentive.NewSheet()
	sheet.PlaceOf = func(row int) string { return "deals.csv:" + strconv.Itoa(row+2) }
	day := kam.MustDay("2026-02-01")
	sheet.Add(incentive.Deal{ID: "1", Owner: "anna", Coefficient: 5, Booked: day})
	sheet.Add(incentive.Deal{ID: "2", Owner: "anna", Coefficient: -5, Booked: day})
	sheet.Add(incentive.Deal{ID: "", Owner: "anna", Coefficient: 5, Booked: day})
	sheet.Add(incentive.Deal{ID: "4", Owner: "", Coefficient: 5, Booked: day})
	sheet.Add(incentive.Deal{ID: "5", Owner: "anna", Coefficient: 5, Places: 9, Booked: day})
	sheet.Add(incentive.Deal{ID: "6", Owner: "anna", Coefficient: 5, Booked: day, Attributes: []string{"too", "many"}})
	in := quarterInputs()
	in.Transactions = sheet.Source()
	_, err := onePlanProgram().Run(t.Context(), in, incentive.RunOptions{})
	require.Error(t, err)
	for row, found := range map[int]bool{2: false, 3: true, 4: true, 5: true, 6: true, 7: false} {
		assert.Equal(t, found, strings.Contains(err.Error(), "deals.csv:"+strconv.Itoa(row)), "row %d in %s", row, err)
	}
}

// A sequence may use its memory again, and ends with its error.
func TestSheetAddsSequences(t *testing.T) {
	broken := errors.New("broken")
	sheet := incentive.NewSheet("product")
	for _, prefix := range []string{"d", "单"} {
		err := sheet.AddAll(func(yield func(incentive.Deal, error) bool) {
			id, attributes := []byte(prefix+"0"), []string{""}
			for i := range 3 {
				id[len(id)-1], attributes[0] = byte('0'+i), []string{"crm", "erp", ""}[i]
				text := unsafe.String(&id[0], len(id))
				if !yield(incentive.Deal{ID: text, Owner: text, Coefficient: int64(i), Places: 1, Attributes: attributes}, nil) {
					return
				}
			}
			_ = yield(incentive.Deal{ID: "lost"}, broken) && yield(incentive.Deal{ID: "more"}, nil)
		})
		require.ErrorIs(t, err, broken)
	}
	require.Equal(t, 6, sheet.Len())
	for i, product := range []string{"crm", "erp", "", "crm", "erp", ""} {
		deal, id := sheet.At(i), []string{"d", "单"}[i/3]+strconv.Itoa(i%3)
		assert.Equal(t, []string{id, id, product, decimal.New(int64(i%3), -1).String()}, []string{deal.ID, deal.Owner, deal.Attributes["product"], deal.Amount.String()})
	}
	require.NoError(t, sheet.AddAll(func(func(incentive.Deal, error) bool) {}))
	require.Equal(t, 6, sheet.Len())
}

// Room changes nothing, be it too little, too much, or asked for again and again.
func TestSheetGrows(t *testing.T) {
	plain, roomy := incentive.NewSheet("product"), incentive.NewSheet("product")
	roomy.Grow(-1)
	for i := range 300 {
		d := incentive.Deal{ID: strconv.Itoa(i), Owner: "anna", Coefficient: int64(i), Attributes: []string{strconv.Itoa(i % 3)}}
		if i > 100 {
			d.Sequence, d.Currency, d.Booked = int64(i), "USD", kam.MustDay("2026-02-01")
		}
		if i%50 == 0 {
			roomy.Grow(i)
		}
		plain.Add(d)
		roomy.Add(d)
	}
	for i := range plain.Len() {
		require.Equal(t, plain.At(i), roomy.At(i))
	}
	allocations := testing.AllocsPerRun(1, func() { roomy.Grow(1) })
	assert.Zero(t, allocations, "there is room")
}
