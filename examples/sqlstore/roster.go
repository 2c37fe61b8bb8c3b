package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

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
	err := s.read(ctx, "read the roster of", func(conn *sql.Conn) (err error) {
		if r.Payees, err = payees(ctx, conn); err != nil {
			return err
		}
		if r.Assignments, err = assignments(ctx, conn, period); err != nil {
			return err
		}
		r.Reporting, err = reporting(ctx, conn, period)
		return err
	})
	if err != nil {
		return incentive.Roster{}, err
	}
	return r, nil
}

// each calls scan for every row of a query.
func each(ctx context.Context, conn *sql.Conn, query string, args []any, scan func(rows *sql.Rows) error) error {
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func payees(ctx context.Context, conn *sql.Conn) (list []incentive.Payee, err error) {
	err = each(ctx, conn, "SELECT id, name, open, currency FROM payees ORDER BY id", nil, func(rows *sql.Rows) error {
		var p incentive.Payee
		if err := rows.Scan(&p.ID, &p.Name, &p.Open, &p.Currency); err != nil {
			return err
		}
		list = append(list, p)
		return nil
	})
	return list, err
}

// overlapping is the condition for rows that have a day in common with the period ?1 to ?2.
const overlapping = " period_from < ?2 AND (period_until IS NULL OR period_until > ?1) "

// assignmentKey is what an assignment is recognised by.
type assignmentKey struct{ payee, plan, from string }

func assignments(ctx context.Context, conn *sql.Conn, p kam.Period) ([]incentive.Assignment, error) {
	from, until := bounds(p)
	args := []any{from, until}
	var list []incentive.Assignment
	at := map[assignmentKey]int{}
	err := each(ctx, conn, `SELECT payee, plan, period_from, period_until, version, target_amount, target_per
		FROM assignments WHERE`+overlapping+`ORDER BY payee, plan, period_from`, args, func(rows *sql.Rows) error {
		var a incentive.Assignment
		var from string
		var until, target sql.NullString
		err := rows.Scan(&a.Payee, &a.Plan, &from, &until, &a.Version, &target, &a.Target.Per)
		if err != nil {
			return err
		}
		if a.Period, err = period(from, until); err != nil {
			return fmt.Errorf("assignment of %q: %w", a.Payee, err)
		}
		if a.Target.Amount, err = numberOrNull(target); err != nil {
			return fmt.Errorf("assignment of %q: %w", a.Payee, err)
		}
		at[assignmentKey{a.Payee, a.Plan, from}] = len(list)
		list = append(list, a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, conn, `SELECT payee, plan, period_from, measure, quota_from, quota_until, amount
		FROM quotas JOIN assignments USING (payee, plan, period_from)
		WHERE`+overlapping+`ORDER BY payee, plan, period_from, position`, args, func(rows *sql.Rows) error {
		var key assignmentKey
		var q incentive.Quota
		var from, amount string
		var until sql.NullString
		err := rows.Scan(&key.payee, &key.plan, &key.from, &q.Measure, &from, &until, &amount)
		if err != nil {
			return err
		}
		if q.Period, err = period(from, until); err != nil {
			return fmt.Errorf("quota of %q: %w", key.payee, err)
		}
		if q.Amount, err = number(amount); err != nil {
			return fmt.Errorf("quota of %q: %w", key.payee, err)
		}
		a := &list[at[key]] // read in the same transaction, by the same condition
		a.Quotas = append(a.Quotas, q)
		return nil
	})
	if err != nil {
		return nil, err
	}
	beside := entitlement{list: list, at: at, args: args}
	return list, beside.read(ctx, conn)
}

func reporting(ctx context.Context, conn *sql.Conn, p kam.Period) (list []incentive.ReportingLine, err error) {
	from, until := bounds(p)
	err = each(ctx, conn, `SELECT payee, manager, period_from, period_until FROM reporting
		WHERE`+overlapping+`ORDER BY payee, period_from`, []any{from, until}, func(rows *sql.Rows) error {
		var l incentive.ReportingLine
		var from string
		var until sql.NullString
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
// what is there under the same key is replaced, with all that stands in it. So an assignment may be given an end later, while
// one whose first day was wrong stays beside its correction. The error is a *[kam.InvalidError] with all that cannot
// be stored (codes store.id, store.text, store.number, store.period, and store.twice for a key that the roster has
// twice).
func (s *Store) PutRoster(ctx context.Context, r incentive.Roster) error {
	var check storable.Checker
	check.Roster(r)
	if err := check.Err(); err != nil {
		return err
	}
	return s.write(ctx, "put the roster into", func(conn *sql.Conn) error {
		for _, p := range r.Payees {
			_, err := conn.ExecContext(ctx, `INSERT INTO payees (id, name, open, currency) VALUES (?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET name = excluded.name, open = excluded.open, currency = excluded.currency`,
				p.ID, p.Name, p.Open, string(p.Currency))
			if err != nil {
				return err
			}
		}
		for _, a := range r.Assignments {
			if err := putAssignment(ctx, conn, a); err != nil {
				return err
			}
		}
		for _, l := range r.Reporting {
			_, err := conn.ExecContext(ctx, `INSERT INTO reporting (payee, period_from, period_until, manager)
				VALUES (?, ?, ?, ?) ON CONFLICT (payee, period_from)
				DO UPDATE SET period_until = excluded.period_until, manager = excluded.manager`,
				l.Payee, l.Period.From.String(), nullText(l.Period.Until.String()), l.Manager)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func putAssignment(ctx context.Context, conn *sql.Conn, a incentive.Assignment) error {
	from := a.Period.From.String()
	// What stands beside it goes with it.
	_, err := conn.ExecContext(ctx, "DELETE FROM assignments WHERE payee = ? AND plan = ? AND period_from = ?",
		a.Payee, a.Plan, from)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO assignments
		(payee, plan, period_from, period_until, version, target_amount, target_per) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		a.Payee, a.Plan, from, nullText(a.Period.Until.String()), a.Version, nullNumber(a.Target.Amount), a.Target.Per)
	if err != nil {
		return err
	}
	for i, q := range a.Quotas {
		_, err := conn.ExecContext(ctx, `INSERT INTO quotas
			(payee, plan, period_from, position, measure, quota_from, quota_until, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			a.Payee, a.Plan, from, i, q.Measure, q.Period.From.String(), nullText(q.Period.Until.String()), storable.NumberText(q.Amount))
		if err != nil {
			return err
		}
	}
	return putEntitlement(ctx, conn, a)
}
