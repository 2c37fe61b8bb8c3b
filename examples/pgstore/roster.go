package pgstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive"
)

// Roster returns all payees and what overlaps the period, each list in the order of its ids and first days; see
// [incentive.RosterReader].
func (s *Store) Roster(ctx context.Context, period kam.Period) (incentive.Roster, error) {
	if err := asked(period); err != nil {
		return incentive.Roster{}, err
	}
	var r incentive.Roster
	err := s.read(ctx, "read the roster of", func(tx pgx.Tx) (err error) {
		if r.Payees, err = payees(ctx, tx); err != nil {
			return err
		}
		if r.Assignments, err = assignments(ctx, tx, period); err != nil {
			return err
		}
		r.Reporting, err = reporting(ctx, tx, period)
		return err
	})
	if err != nil {
		return incentive.Roster{}, err
	}
	return r, nil
}

// each calls scan for every row of a query.
func each(ctx context.Context, tx pgx.Tx, query string, args []any, scan func(rows pgx.Rows) error) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func payees(ctx context.Context, tx pgx.Tx) (list []incentive.Payee, err error) {
	err = each(ctx, tx, `SELECT id, name, open, currency FROM payees ORDER BY id`, nil, func(rows pgx.Rows) error {
		var p incentive.Payee
		if err := rows.Scan(&p.ID, &p.Name, &p.Open, &p.Currency); err != nil {
			return err
		}
		list = append(list, p)
		return nil
	})
	return list, err
}

// overlapping is the condition for rows that have a day in common with the period $1 to $2.
const overlapping = ` period_from < $2 AND (period_until IS NULL OR period_until > $1) `

// assignmentKey is what an assignment is recognised by.
type assignmentKey struct {
	payee, plan string
	from        kam.Day
}

func assignments(ctx context.Context, tx pgx.Tx, p kam.Period) ([]incentive.Assignment, error) {
	var list []incentive.Assignment
	at := map[assignmentKey]int{}
	err := each(ctx, tx, `SELECT payee, plan, period_from, period_until, version, target_amount, target_per,
		target_changes, ramps, absences
		FROM assignments WHERE`+overlapping+`ORDER BY payee, plan, period_from`, windowed(p), func(rows pgx.Rows) error {
		a, err := scanAssignment(rows)
		if err != nil {
			return err
		}
		at[assignmentKey{a.Payee, a.Plan, a.Period.From}] = len(list)
		list = append(list, a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, tx, `SELECT payee, plan, period_from, measure, quota_from, quota_until, amount, relief
		FROM quotas JOIN assignments USING (payee, plan, period_from)
		WHERE`+overlapping+`ORDER BY payee, plan, period_from, position`, windowed(p), func(rows pgx.Rows) error {
		key, q, err := scanQuota(rows)
		if err != nil {
			return err
		}
		a := &list[at[key]] // read in the same transaction, by the same condition
		a.Quotas = append(a.Quotas, q)
		return nil
	})
	return list, err
}

func scanAssignment(rows pgx.Rows) (a incentive.Assignment, err error) {
	var from, until pgtype.Date
	var target pgtype.Numeric
	var changes, ramps, absences string
	err = rows.Scan(&a.Payee, &a.Plan, &from, &until, &a.Version, &target, &a.Target.Per, &changes, &ramps, &absences)
	if err != nil {
		return a, err
	}
	if a.Period, err = period(from, until); err == nil {
		a.Target.Amount, err = numberOrNull(target)
	}
	for _, l := range []struct {
		text string
		into any
	}{{changes, &a.Target.Changes}, {ramps, &a.Ramps}, {absences, &a.Absences}} {
		if err == nil && l.text != "[]" {
			err = storable.Decode(l.text, l.into)
		}
	}
	if err != nil {
		return a, fmt.Errorf("assignment of %q: %w", a.Payee, err)
	}
	return a, nil
}

func scanQuota(rows pgx.Rows) (key assignmentKey, q incentive.Quota, err error) {
	var first, from, until pgtype.Date
	var amount pgtype.Numeric
	var relief string
	err = rows.Scan(&key.payee, &key.plan, &first, &q.Measure, &from, &until, &amount, &relief)
	if err != nil {
		return key, q, err
	}
	if key.from, err = day(first); err == nil {
		q.Period, err = period(from, until)
	}
	if err == nil {
		q.Amount, err = number(amount)
	}
	if err == nil && relief != "[]" {
		err = storable.Decode(relief, &q.Relief)
	}
	if err != nil {
		return key, q, fmt.Errorf("quota of %q: %w", key.payee, err)
	}
	return key, q, nil
}

func reporting(ctx context.Context, tx pgx.Tx, p kam.Period) (list []incentive.ReportingLine, err error) {
	err = each(ctx, tx, `SELECT payee, manager, period_from, period_until FROM reporting
		WHERE`+overlapping+`ORDER BY payee, period_from`, windowed(p), func(rows pgx.Rows) error {
		var l incentive.ReportingLine
		var from, until pgtype.Date
		err := rows.Scan(&l.Payee, &l.Manager, &from, &until)
		if err != nil {
			return err
		}
		if l.Period, err = period(from, until); err != nil {
			return fmt.Errorf("reporting line of %q: %w", l.Payee, err)
		}
		list = append(list, l)
		return nil
	})
	return list, err
}

// PutRoster stores the roster beside what is there: all of it or nothing. Doing it again changes nothing.
//
// A payee is recognised by id, an assignment by payee, plan and first day, a reporting line by payee and first day;
// what is there under the same key is replaced, quotas included. So an assignment may be given an end later, while
// one whose first day was wrong stays beside its correction. The error is a *[kam.InvalidError] with all that cannot
// be stored (codes store.id, store.text, store.number, store.period, and store.twice for a key that the roster has
// twice).
func (s *Store) PutRoster(ctx context.Context, r incentive.Roster) error {
	var c storable.Checker
	c.Roster(r)
	if err := c.Err(); err != nil {
		return err
	}
	return s.write(ctx, "put the roster into", func(tx pgx.Tx) error {
		if err := lock(ctx, tx, "roster"); err != nil {
			return err
		}
		var batch pgx.Batch // sent at once
		for _, p := range r.Payees {
			batch.Queue(`INSERT INTO payees (id, name, open, currency) VALUES ($1, $2, $3, $4)
				ON CONFLICT (id) DO UPDATE SET name = excluded.name, open = excluded.open, currency = excluded.currency`,
				p.ID, p.Name, p.Open, string(p.Currency))
		}
		for _, a := range r.Assignments {
			if err := queueAssignment(&batch, a); err != nil {
				return err
			}
		}
		for _, l := range r.Reporting {
			batch.Queue(`INSERT INTO reporting (payee, period_from, period_until, manager) VALUES ($1, $2, $3, $4)
				ON CONFLICT (payee, period_from)
				DO UPDATE SET period_until = excluded.period_until, manager = excluded.manager`,
				l.Payee, dateOf(l.Period.From), dateOf(l.Period.Until), l.Manager)
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}

func queueAssignment(batch *pgx.Batch, a incentive.Assignment) error {
	from := dateOf(a.Period.From)
	// The quotas go with it.
	batch.Queue(`DELETE FROM assignments WHERE payee = $1 AND plan = $2 AND period_from = $3`, a.Payee, a.Plan, from)
	args := []any{
		a.Payee, a.Plan, from, dateOf(a.Period.Until), int64(a.Version), nullNumeric(a.Target.Amount), string(a.Target.Per),
	}
	for _, l := range []func() (string, error){
		func() (string, error) { return listText(a.Target.Changes) },
		func() (string, error) { return listText(a.Ramps) },
		func() (string, error) { return listText(a.Absences) },
	} {
		text, err := l()
		if err != nil {
			return err
		}
		args = append(args, text)
	}
	batch.Queue(`INSERT INTO assignments
		(payee, plan, period_from, period_until, version, target_amount, target_per, target_changes, ramps, absences)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, args...)
	for i, q := range a.Quotas {
		relief, err := listText(q.Relief)
		if err != nil {
			return err
		}
		batch.Queue(`INSERT INTO quotas
			(payee, plan, period_from, position, measure, quota_from, quota_until, amount, relief)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			a.Payee, a.Plan, from, i, q.Measure, dateOf(q.Period.From), dateOf(q.Period.Until), numeric(q.Amount), relief)
	}
	return nil
}

// listText returns a list as JSON, [] for none.
func listText[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	return storable.Encode(list)
}
