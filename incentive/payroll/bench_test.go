package payroll_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payroll"
)

func BenchmarkPay(b *testing.B) {
	s := &store{t: b}
	var entries [][]ledger.Entry
	for i := range 2_000 {
		entries = append(entries, owed(fmt.Sprintf("payee-%04d", i), "kam", "100.50"))
	}
	s.post("january", january, entries...)
	s.approve(january)
	r := s.request("pay")
	for b.Loop() {
		_, err := payroll.Pay(r)
		require.NoError(b, err)
	}
}

func BenchmarkParseAnswers(b *testing.B) {
	var text strings.Builder
	text.WriteString(header)
	for i := range 2_000 {
		fmt.Fprintf(&text, "kp-%d,paid,100.50,CNY,2026-02-10,\n", i)
	}
	data := []byte(text.String())
	for b.Loop() {
		_, err := payroll.ParseAnswers("bank.csv", data)
		require.NoError(b, err)
	}
}
