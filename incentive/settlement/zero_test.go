package settlement_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/migration"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
)

// No method of a zero value panics, whatever plain arguments it gets.
func TestZeroValues(t *testing.T) {
	for _, x := range []any{
		new(settlement.Settlement), new(settlement.Statement), new(settlement.Beginning), new(settlement.Start), new(settlement.Inputs),
		new(settlement.Exported), new(settlement.ExportedHoldback), new(settlement.Change), new(settlement.Correction), new(settlement.Unpaid),
		new(payout.Rules), new(payout.Terms), new(payout.Case), new(payout.Result), new(payout.Balances), new(payout.Held), new(payout.Step),
		new(payout.Event), new(payout.Trigger), new(payout.Reasons), new(payout.Entitlement), new(payout.Earned), new(payout.Adjustment),
		new(ledger.Entry), new(ledger.Record), new(ledger.Batch), new(ledger.Snapshot), new(ledger.Posted), new(ledger.Balance), new(ledger.Memory),
		new(ledger.Mark), new(ledger.PeriodState), new(ledger.State), new(ledger.Account), new(ledger.Receipt), new(ledger.Change), new(ledger.Head),
		new(migration.Import), new(migration.Row), new(migration.Kind), new(migration.Total), new(migration.Source),
	} {
		v := reflect.ValueOf(x)
		for i := range v.NumMethod() {
			name := v.Elem().Type().String() + "." + v.Type().Method(i).Name
			for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
				args, plain := zeroArguments(v.Method(i).Type(), lang)
				if !plain {
					continue
				}
				assert.NotPanics(t, func() {
					for _, result := range v.Method(i).Call(args) {
						drain(result)
					}
				}, name)
			}
		}
	}
	_, err := settlement.Statement{}.Export()
	require.Error(t, err)
	assert.Contains(t, settlement.Statement{}.Markdown(kam.Chinese), "结算单")
}

// zeroArguments returns zero values for the parameters of a method; false where one of them is no plain data.
func zeroArguments(method reflect.Type, lang kam.Lang) ([]reflect.Value, bool) {
	var args []reflect.Value
	for i := range method.NumIn() {
		in := method.In(i)
		switch {
		case in == reflect.TypeFor[kam.Lang]():
			args = append(args, reflect.ValueOf(lang))
		case in.Kind() == reflect.Func || in.Kind() == reflect.Interface || in.Kind() == reflect.Pointer || in.Kind() == reflect.Chan:
			return nil, false
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	return args, true
}

// drain reads a sequence to its end.
func drain(v reflect.Value) {
	if v.Kind() == reflect.Func && !v.IsNil() && v.Type().CanSeq() {
		for range v.Seq() {
		}
	}
}
