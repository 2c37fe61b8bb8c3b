package incentivetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// sameSets compares two lists whatever their order, and names the first difference. Equal elements have equal
// descriptions; each counts as often as it occurs.
func sameSets[T any](describe func(T) string, want, got []T) error {
	missing := map[string]int{}
	for _, w := range want {
		missing[describe(w)]++
	}
	var extra []string
	for _, g := range got {
		if d := describe(g); missing[d] > 0 {
			missing[d]--
		} else {
			extra = append(extra, d)
		}
	}
	var absent []string
	for _, d := range slices.Sorted(maps.Keys(missing)) {
		if missing[d] > 0 {
			absent = append(absent, d)
		}
	}
	slices.Sort(extra)
	switch {
	case len(extra) > 0 && len(absent) > 0:
		return fmt.Errorf("got %s, want %s (%d such differences)", extra[0], absent[0], max(len(extra), len(absent)))
	case len(extra) > 0:
		return fmt.Errorf("%d too many or too often, the first: %s", len(extra), extra[0])
	case len(absent) > 0:
		return fmt.Errorf("%d missing, the first: %s", len(absent), absent[0])
	}
	return nil
}

func nullText(d decimal.NullDecimal) string {
	if !d.Valid {
		return "unknown"
	}
	return num.Format(d.Decimal)
}

// describeTransaction returns one text for transactions of equal content.
func describeTransaction(t incentive.Transaction) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q sequence %d owner %q amount %s %q margin %s units %s cash %s dates %s|%s|%s|%s reverses %q",
		t.ID, t.Sequence, t.Owner, num.Format(t.Amount), t.Currency, nullText(t.Margin), nullText(t.Units), nullText(t.Cash),
		t.Booked, t.Invoiced, t.CashDate, t.Delivered, t.Reverses)
	for _, p := range t.Participants {
		role := p.Role
		if role == "" {
			role = "owner"
		}
		fmt.Fprintf(&b, " participant %q %q %s", p.Payee, role, p.Share.Rat().RatString())
	}
	for _, name := range slices.Sorted(maps.Keys(t.Attributes)) {
		fmt.Fprintf(&b, " attribute %q=%q", name, t.Attributes[name])
	}
	for _, name := range slices.Sorted(maps.Keys(t.Numbers)) {
		fmt.Fprintf(&b, " number %q=%s", name, num.Format(t.Numbers[name]))
	}
	return b.String()
}

func describePayee(p incentive.Payee) string {
	return fmt.Sprintf("payee %q named %q, open %t, paid in %q", p.ID, p.Name, p.Open, p.Currency)
}

// describeAssignment returns one text for equal assignments; the order of quotas, ramps and absences does not matter,
// that of reliefs and of changes of the target does.
func describeAssignment(a incentive.Assignment) string {
	var parts []string
	for _, q := range a.Quotas {
		part := fmt.Sprintf(" quota %q %s %s", q.Measure, q.Period, num.Format(q.Amount))
		for _, r := range q.Relief {
			part += fmt.Sprintf(" relief %s share %s for %q because %q by %q", nullText(r.Amount), nullText(r.Share), r.For, r.Reason, r.ApprovedBy)
		}
		parts = append(parts, part)
	}
	for _, r := range a.Ramps {
		parts = append(parts, fmt.Sprintf(" ramp %s %s", r.Period, num.Format(r.Share)))
	}
	for _, x := range a.Absences {
		parts = append(parts, fmt.Sprintf(" absence %q %s because %q, prorates %t", x.ID, x.Period, x.Reason, x.Prorates))
	}
	slices.Sort(parts)
	target := fmt.Sprintf("target %s per %q", nullText(a.Target.Amount), a.Target.Per)
	for _, t := range a.Target.Changes {
		target += fmt.Sprintf(" from %s %s", t.From, num.Format(t.Amount))
	}
	return fmt.Sprintf("assignment of %q to %q v%d in %s, %s", a.Payee, a.Plan, a.Version, a.Period, target) + strings.Join(parts, "")
}

func describeReporting(l incentive.ReportingLine) string {
	return fmt.Sprintf("%q reports to %q in %s", l.Payee, l.Manager, l.Period)
}
