package payroll_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/internal/wordtest"
)

const header = "line_id,status,amount,currency,date,reason\n"

func TestParseAnswers(t *testing.T) {
	for name, text := range map[string]string{
		"plain":                header + "kp-1,paid,12.50,CNY,2026-02-10,\nkp-2,rejected,3,USD,2026-02-11,\"closed, \"\"for good\"\"\"\n",
		"with CR LF":           strings.ReplaceAll(header, "\n", "\r\n") + "kp-1,paid,12.50,CNY,2026-02-10,\r\nkp-2,rejected,3,USD,2026-02-11,\"closed, \"\"for good\"\"\"\r\n",
		"with a mark":          "\ufeff" + header + "kp-1,paid,12.5,CNY,2026-02-10,\nkp-2,rejected,3.00,USD,2026-02-11,\"closed, \"\"for good\"\"\"",
		"with an empty line":   header + "kp-1,paid,12.50,CNY,2026-02-10,\n\nkp-2,rejected,3,USD,2026-02-11,\"closed, \"\"for good\"\"\"\n",
		"everything in quotes": `"line_id","status","amount","currency","date","reason"` + "\n" + `"kp-1","paid","12.50","CNY","2026-02-10",""` + "\n" + `kp-2,rejected,3,USD,2026-02-11,"closed, ""for good"""`,
	} {
		answers, err := payroll.ParseAnswers("bank.csv", []byte(text))
		require.NoError(t, err, name)
		require.Len(t, answers, 2, name)
		assert.Equal(t, "kp-1", answers[0].LineID)
		assert.Equal(t, payroll.Paid, answers[0].Status)
		assert.True(t, answers[0].Amount.Equal(dec("12.5")))
		assert.Equal(t, kam.Currency("USD"), answers[1].Currency)
		assert.Equal(t, kam.MustDay("2026-02-11"), answers[1].Date)
		assert.Equal(t, `closed, "for good"`, answers[1].Reason)
		assert.Equal(t, "bank.csv:2", answers[0].Place)
		assert.NotEmpty(t, answers[1].String())
	}
	answers, err := payroll.ParseAnswers("bank.csv", []byte(header))
	require.NoError(t, err)
	assert.Empty(t, answers)
}

func TestParseAnswersFaults(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want map[string]string
	}{
		"an empty file":    {"", map[string]string{"bank.csv:1": "payroll.header"}},
		"no header":        {"kp-1,paid,12.50,CNY,2026-02-10,\n", map[string]string{"bank.csv:1": "payroll.header"}},
		"another order":    {"status,line_id,amount,currency,date,reason\n", map[string]string{"bank.csv:1": "payroll.header"}},
		"in capitals":      {strings.ToUpper(header), map[string]string{"bank.csv:1": "payroll.header"}},
		"not UTF-8":        {header + "\xff", map[string]string{"bank.csv": "payroll.csv"}},
		"a column missing": {header + "kp-1,paid,12.50,CNY,2026-02-10\n", map[string]string{"bank.csv:2": "payroll.columns"}},
		"torn quotes": {
			header + "kp\"1,paid,1,CNY,2026-02-10,\nkp-2,paid,x,CNY,2026-02-10,\n",
			map[string]string{"bank.csv:2": "payroll.csv", "bank.csv:3": "payroll.number"},
		},
		"a line id twice": {
			header + "kp-1,paid,1,CNY,2026-02-10,\nkp-2,paid,1,CNY,2026-02-10,\nkp-1,paid,1,CNY,2026-02-10,\n",
			map[string]string{"bank.csv:4": "payroll.twice"},
		},
		"all at once": {
			header + ",paid,1,CNY,2026-02-10,\nkp-1,sent,1,CNY,2026-02-10,\nkp-2,paid,\"1,000\",CNY,2026-02-10,\nkp-3,paid,0,CNY,2026-02-10,\n" +
				"kp-4,paid,-1,CNY,2026-02-10,\nkp-5,paid,1,RMB,2026-02-10,\nkp-6,paid,1,CNY,10.02.2026,\nkp-7,rejected,1,CNY,2026-02-10, \nkp-8,paid,1e9,CNY,2026-02-10,\n",
			map[string]string{
				"bank.csv:2": "payroll.id", "bank.csv:3": "payroll.status", "bank.csv:4": "payroll.number", "bank.csv:5": "payroll.number",
				"bank.csv:6": "payroll.number", "bank.csv:7": "payroll.currency", "bank.csv:8": "payroll.day", "bank.csv:9": "payroll.reason",
				"bank.csv:10": "payroll.number",
			},
		},
		"a long reason": {header + "kp-7,paid,1,CNY,2026-02-10," + strings.Repeat("x", 1025) + "\n", map[string]string{"bank.csv:2": "payroll.reason"}},
	} {
		answers, err := payroll.ParseAnswers("bank.csv", []byte(c.text))
		assert.Equal(t, c.want, codes(t, err), name)
		assert.Empty(t, answers, name)
	}
	_, err := payroll.ParseAnswers("bank.csv", make([]byte, 64<<20+1))
	assert.Equal(t, map[string]string{"bank.csv": "payroll.csv"}, codes(t, err))
}

func FuzzParseAnswers(f *testing.F) {
	f.Add([]byte(header + "kp-1,paid,12.50,CNY,2026-02-10,\n"))
	f.Add([]byte("\ufeff" + header + "\"kp\n1\",rejected,1,USD,2026-02-10,\"a \"\"b\"\"\"\r\n"))
	f.Add([]byte(header + "\"torn\nkp-1,paid,1,CNY,2026-02-10,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		answers, err := payroll.ParseAnswers("f", data)
		if err != nil {
			assert.NotEmpty(t, codes(t, err))
			assert.Empty(t, answers)
			return
		}
		seen := map[string]bool{}
		for _, a := range answers {
			assert.False(t, seen[a.LineID])
			seen[a.LineID] = true
			assert.True(t, a.Amount.IsPositive())
			assert.True(t, a.Date.IsSet())
			assert.True(t, a.Status == payroll.Paid || a.Reason != "")
		}
		r := payroll.Reconcile(nil, answers)
		assert.LessOrEqual(t, len(r.Rows), len(answers))
		wordtest.Formatted(t, r.Markdown(kam.Chinese))
	})
}

// payday is a ledger with a posted pay run: 100 for anna, 50 for bo, 7 dollars for cleo.
func payday(t *testing.T) (*store, payroll.PayRun) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "100"), owed("bo", "kam", "50"), owed("cleo", "kam", "7", in("USD")))
	s.approve(january)
	return s, s.pay(s.request("pay"))
}

func answer(l payroll.Line, status payroll.Status, changes ...func(a *payroll.Answer)) payroll.Answer {
	a := payroll.Answer{LineID: l.ID, Status: status, Amount: l.Amount, Currency: l.Currency, Date: kam.MustDay("2026-02-12")}
	if status == payroll.Rejected {
		a.Reason = "the account is closed"
	}
	for _, change := range changes {
		change(&a)
	}
	return a
}

func TestAcknowledge(t *testing.T) {
	s, run := payday(t)
	done, err := payroll.Acknowledge(payroll.Acknowledgement{
		Into: january, Lines: run.Lines, Snapshot: s.snapshot(),
		Answers: []payroll.Answer{answer(run.Lines[1], payroll.Rejected), answer(run.Lines[0], payroll.Paid)},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"anna kam 100 CNY"}, lines(done.Paid))
	assert.Equal(t, []string{"cleo kam 7 USD"}, lines(done.Pending))
	require.Len(t, done.Rejected, 1)
	assert.Equal(t, "bo", done.Rejected[0].Payee)
	assert.Equal(t, "the account is closed", done.Rejected[0].Reason)
	assert.False(t, done.Rejected[0].Before)
	_, err = s.Append(t.Context(), done.Batch)
	require.NoError(t, err)
	s.conserved()
	balances := ledger.Balances(s.snapshot().Posted)
	assert.Equal(t, "50", balances[1].Payable.String())
	assert.True(t, balances[1].Paid.IsZero())

	again, err := payroll.Acknowledge(payroll.Acknowledgement{
		Into: january, Lines: run.Lines, Snapshot: s.snapshot(),
		Answers: []payroll.Answer{answer(run.Lines[1], payroll.Rejected), answer(run.Lines[2], payroll.Rejected)},
	})
	require.NoError(t, err)
	assert.True(t, again.Rejected[0].Before)
	assert.Len(t, again.Batch.Entries, 2, "cleo's alone")
	assert.NotEqual(t, done.Batch.Run, again.Batch.Run)
	require.NoError(t, again.Batch.Check())
	_, err = s.Append(t.Context(), again.Batch)
	require.NoError(t, err)

	next := s.pay(s.request("next", func(r *payroll.Request) { r.PayDate.Date = kam.MustDay("2026-02-20") }))
	assert.Equal(t, []string{"bo kam 50 CNY", "cleo kam 7 USD"}, lines(next.Lines), "what was rejected is paid by the next run")
}

// What is returned into a later period is due at once: it was due before.
func TestReturnedAfterTheCutoffIsDue(t *testing.T) {
	s, run := payday(t)
	done, err := payroll.Acknowledge(payroll.Acknowledgement{
		Into: february, Lines: run.Lines, Snapshot: s.snapshot(), Answers: []payroll.Answer{answer(run.Lines[0], payroll.Rejected)},
	})
	require.NoError(t, err)
	_, err = s.Append(t.Context(), done.Batch)
	require.NoError(t, err)
	next := s.pay(s.request("next", func(r *payroll.Request) { r.PayDate.Date = kam.MustDay("2026-02-20") }))
	assert.Equal(t, []string{"anna kam 100 CNY"}, lines(next.Lines))
}

func TestAcknowledgeFaults(t *testing.T) {
	s, run := payday(t)
	unposted, err := payroll.Pay(s.request("other", func(r *payroll.Request) {
		r.Snapshot.Posted = []ledger.Posted{{
			Payee: "anna", Plan: "kam", Version: 1, Component: "x", Kind: ledger.Earning, Period: january, Into: january,
			Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec("9"),
		}}
	}))
	require.NoError(t, err)
	require.Len(t, unposted.Lines, 1)
	for name, c := range map[string]struct {
		change  func(a *payroll.Acknowledgement)
		answers []payroll.Answer
		want    map[string]string
	}{
		"unknown": {nil, []payroll.Answer{answer(run.Lines[0], payroll.Paid, func(a *payroll.Answer) { a.LineID, a.Place = "kp-x", "f:7" })}, map[string]string{"f:7": "payroll.unknown"}},
		"twice": {
			nil,
			[]payroll.Answer{answer(run.Lines[0], payroll.Paid), answer(run.Lines[0], payroll.Rejected)},
			map[string]string{"$.answers[1]": "payroll.twice"},
		},
		"another amount":   {nil, []payroll.Answer{answer(run.Lines[0], payroll.Paid, func(a *payroll.Answer) { a.Amount = dec("99.99") })}, map[string]string{"$.answers[0]": "payroll.different"}},
		"another currency": {nil, []payroll.Answer{answer(run.Lines[0], payroll.Rejected, func(a *payroll.Answer) { a.Currency = "USD" })}, map[string]string{"$.answers[0]": "payroll.different"}},
		"no status":        {nil, []payroll.Answer{answer(run.Lines[0], "")}, map[string]string{"$.answers[0]": "payroll.status"}},
		"not posted": {
			func(a *payroll.Acknowledgement) { a.Lines = append(a.Lines, unposted.Lines...) },
			[]payroll.Answer{answer(unposted.Lines[0], payroll.Rejected)},
			map[string]string{"$.answers[0]": "payroll.unposted"},
		},
		"posted with another amount": {
			func(a *payroll.Acknowledgement) { a.Lines[0].Amount = dec("90") },
			[]payroll.Answer{answer(run.Lines[0], payroll.Rejected, func(a *payroll.Answer) { a.Amount = dec("90") })},
			map[string]string{"$.answers[0]": "payroll.unposted"},
		},
		"a line twice":    {func(a *payroll.Acknowledgement) { a.Lines = append(a.Lines, a.Lines[0]) }, nil, map[string]string{"$.lines[3]": "payroll.twice"}},
		"no period":       {func(a *payroll.Acknowledgement) { a.Into = kam.Period{} }, nil, map[string]string{"$.into": "payroll.period"}},
		"nothing is said": {nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := payroll.Acknowledgement{Into: january, Lines: append([]payroll.Line(nil), run.Lines...), Snapshot: s.snapshot(), Answers: c.answers}
			if c.change != nil {
				c.change(&a)
			}
			done, err := payroll.Acknowledge(a)
			assert.Equal(t, c.want, codes(t, err))
			assert.Empty(t, done.Batch.Entries)
		})
	}
	done, err := payroll.Acknowledge(payroll.Acknowledgement{Into: january, Lines: run.Lines, Snapshot: s.snapshot(), Answers: []payroll.Answer{answer(run.Lines[0], payroll.Rejected)}})
	require.NoError(t, err)
	_, err = s.Append(t.Context(), done.Batch)
	require.NoError(t, err)
	_, err = payroll.Acknowledge(payroll.Acknowledgement{Into: january, Lines: run.Lines, Snapshot: s.snapshot(), Answers: []payroll.Answer{answer(run.Lines[0], payroll.Paid)}})
	assert.Equal(t, map[string]string{"$.answers[0]": "payroll.returned"}, codes(t, err))
	s.mark(january, ledger.Closed, "ben")
	_, err = payroll.Acknowledge(payroll.Acknowledgement{Into: january, Lines: run.Lines, Snapshot: s.snapshot()})
	assert.Equal(t, map[string]string{"$.into": "payroll.closed"}, codes(t, err))
}

func TestReconcile(t *testing.T) {
	_, run := payday(t)
	var more []payroll.Line
	for _, payee := range []string{"dan", "eve", "fay", "*gil*"} {
		l := run.Lines[0]
		l.Payee, l.ID = payee, payroll.LineID(payee, "kam", "CNY", l.Date, l.Run)
		more = append(more, l)
	}
	all := append(append([]payroll.Line(nil), run.Lines...), more...)
	answers := []payroll.Answer{
		answer(all[0], payroll.Paid),
		answer(all[1], payroll.Rejected),
		answer(all[2], payroll.Paid, func(a *payroll.Answer) { a.Currency, a.Place = "EUR", "bank.csv:4" }),
		answer(all[4], payroll.Paid, func(a *payroll.Answer) { a.Amount, a.Place = dec("120"), "bank.csv:5" }),
		answer(all[5], payroll.Paid),
		answer(all[5], payroll.Paid, func(a *payroll.Answer) { a.Place = "bank.csv:7" }),
		answer(all[5], payroll.Rejected),
		answer(all[6], payroll.Paid, func(a *payroll.Answer) { a.Amount, a.Reason = dec("99.5"), "fee | 0.5" }),
		answer(all[0], payroll.Paid, func(a *payroll.Answer) { a.LineID, a.Amount, a.Place = "kp-nobody", dec("3"), "bank.csv:9" }),
		answer(all[0], payroll.Rejected, func(a *payroll.Answer) { a.LineID = "kp-nobody-2" }),
	}
	r := payroll.Reconcile(all, answers)
	assert.False(t, r.Clean())
	assert.Equal(t, map[payroll.Outcome]int{payroll.Matched: 2, payroll.NotPaid: 1, payroll.Missing: 1, payroll.Different: 4, payroll.Extra: 2}, r.Counts)
	var sums []string
	for _, s := range append(r.Totals, r.Payees...) {
		sums = append(sums, strings.Join([]string{s.Payee, string(s.Currency), s.Calculated.String(), s.Paid.String(), s.Rejected.String(), s.Open.String(), s.Difference.String()}, " "))
	}
	assert.Equal(t, []string{
		" CNY 550 522.5 50 100 122.5", " EUR 0 7 0 0 7", " USD 7 0 0 0 -7",
		" CNY 0 3 0 0 3", "*gil* CNY 100 99.5 0 0 -0.5", "anna CNY 100 100 0 0 0", "bo CNY 50 0 50 0 0", "cleo EUR 0 7 0 0 7", "cleo USD 7 0 0 0 -7",
		"dan CNY 100 0 0 100 0", "eve CNY 100 120 0 0 20", "fay CNY 100 200 0 0 100",
	}, sums)
	golden(t, "reconciliation.en.md", r.Markdown(kam.English))
	golden(t, "reconciliation.zh-CN.md", r.Markdown(kam.Chinese))

	clean := payroll.Reconcile(all[:2], answers[:2])
	assert.True(t, clean.Clean())
	assert.Contains(t, clean.Markdown(kam.English), "Every line was answered")
	assert.True(t, payroll.Reconcile(nil, nil).Clean())
	assert.NotContains(t, payroll.Reconcile(all[:1], answers[:1]).Markdown(kam.English), "not paid as calculated")
	assert.False(t, payroll.Reconcile(all[:2], answers[:1]).Clean(), "a line that is missing")
	assert.False(t, payroll.Reconcile(all[4:5], answers[3:4]).Clean(), "one that is different")
	assert.False(t, payroll.Reconcile(all[5:6], answers[4:6]).Clean(), "one that was paid twice")
}

func TestReconcileTellsARejectionOfAnotherAmount(t *testing.T) {
	_, run := payday(t)
	bo, cleo := run.Lines[1], run.Lines[2]
	r := payroll.Reconcile([]payroll.Line{bo, cleo}, []payroll.Answer{
		answer(bo, payroll.Rejected, func(a *payroll.Answer) { a.Amount = dec("500") }),
		answer(cleo, payroll.Rejected, func(a *payroll.Answer) { a.Currency = "CNY" }),
	})
	assert.False(t, r.Clean(), "Acknowledge refuses the same answers")
	assert.Equal(t, map[payroll.Outcome]int{payroll.Different: 3}, r.Counts)
	var sums []string
	for _, s := range r.Payees {
		sums = append(sums, strings.Join([]string{s.Payee, string(s.Currency), s.Calculated.String(), s.Paid.String(), s.Rejected.String(), s.Difference.String()}, " "))
	}
	assert.Equal(t, []string{"bo CNY 50 0 500 450", "cleo CNY 0 0 7 7", "cleo USD 7 0 0 -7"}, sums)
	assert.Contains(t, r.Markdown(kam.English), "| different | CNY 50.00 | CNY 0.00 | CNY 500.00 | the account is closed |")
	whole := payroll.Reconcile([]payroll.Line{bo}, []payroll.Answer{answer(bo, payroll.Rejected)})
	assert.True(t, whole.Clean())
	assert.Equal(t, map[payroll.Outcome]int{payroll.NotPaid: 1}, whole.Counts)
}

func TestReconcileIsTheSameInAnyOrder(t *testing.T) {
	_, run := payday(t)
	answers := []payroll.Answer{answer(run.Lines[2], payroll.Paid), answer(run.Lines[0], payroll.Paid), answer(run.Lines[1], payroll.Rejected)}
	first := payroll.Reconcile(run.Lines, answers)
	answers[0], answers[2] = answers[2], answers[0]
	backwards := []payroll.Line{run.Lines[2], run.Lines[1], run.Lines[0]}
	assert.Equal(t, first.Markdown(kam.English), payroll.Reconcile(backwards, answers).Markdown(kam.English))
}

func TestPayRunMarkdown(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "1234.5"), owed("bo|<b>", "kam", "3"), owed("cleo", "kam", "-2"), owed("dan", "kam", "60"), owed("eve", "ae", "5", in("USD")), owed("=fay", "ae", "0.009"))
	s.approve(january)
	s.post("february", february, owed("anna", "kam", "40"))
	run, err := payroll.Pay(s.request("pay 2026-02", func(r *payroll.Request) {
		r.Terms.Minimums = []payroll.Minimum{{Per: payroll.PerPayee, Currency: "CNY", Amount: dec("10")}}
		r.Terms.Holds = []payroll.Hold{
			{Payee: "dan", Days: february, Reason: "new *bank* details", By: "eve"},
			{Payee: "anna", Plan: "kam", Amount: decimal.NewNullDecimal(dec("300")), Currency: "CNY", Days: february, Reason: "dispute-7", By: "eve"},
			{Payee: "anna", Plan: "kam", Amount: decimal.NewNullDecimal(dec("0.5")), Currency: "CNY", Days: february, Reason: "dispute-9", By: "eve"},
		}
	}))
	require.NoError(t, err)
	golden(t, "payrun.en.md", run.Markdown(kam.English))
	golden(t, "payrun.zh-CN.md", run.Markdown(kam.Chinese))
	for name, lang := range map[string]kam.Lang{"kept.en.csv": kam.English, "kept.zh-CN.csv": kam.Chinese} {
		text, err := run.KeptCSV(lang)
		require.NoError(t, err)
		golden(t, name, string(text))
	}
	run.Repeated = true
	assert.Contains(t, run.Markdown(kam.English), "in the ledger already")
	assert.Contains(t, payroll.PayRun{}.Markdown(kam.Chinese), "本次无发放")
}
