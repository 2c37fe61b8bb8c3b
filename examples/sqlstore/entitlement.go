package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive"
)

// entitlement reads ramps, absences, changes of targets and reliefs of quotas of the assignments in list.
type entitlement struct {
	list []incentive.Assignment
	at   map[assignmentKey]int
	args []any
}

// rowsOf calls scan for each row of a table of the assignments that overlap the period.
func (e *entitlement) rowsOf(ctx context.Context, conn *sql.Conn, table, columns, order string, scan func(*sql.Rows, *assignmentKey) (func(*incentive.Assignment) error, error)) error {
	query := "SELECT payee, plan, period_from, " + columns + " FROM " + table + ` JOIN assignments USING (payee, plan, period_from)
		WHERE` + overlapping + "ORDER BY payee, plan, period_from, " + order
	return each(ctx, conn, query, e.args, func(rows *sql.Rows) error {
		var key assignmentKey
		fill, err := scan(rows, &key)
		if err != nil {
			return err
		}
		if err := fill(&e.list[e.at[key]]); err != nil { // read in the same transaction, by the same condition
			return fmt.Errorf("%s of %q: %w", table, key.payee, err)
		}
		return nil
	})
}

func (e *entitlement) read(ctx context.Context, conn *sql.Conn) error {
	for _, read := range []func(context.Context, *sql.Conn) error{e.ramps, e.absences, e.changes, e.relief} {
		if err := read(ctx, conn); err != nil {
			return err
		}
	}
	return nil
}

func (e *entitlement) ramps(ctx context.Context, conn *sql.Conn) error {
	return e.rowsOf(ctx, conn, "ramps", "ramp_from, ramp_until, share", "position", func(rows *sql.Rows, key *assignmentKey) (func(*incentive.Assignment) error, error) {
		var from, share string
		var until sql.NullString
		err := rows.Scan(&key.payee, &key.plan, &key.from, &from, &until, &share)
		return func(a *incentive.Assignment) (err error) {
			var r incentive.Ramp
			if r.Period, err = period(from, until); err != nil {
				return err
			}
			r.Share, err = number(share)
			a.Ramps = append(a.Ramps, r)
			return err
		}, err
	})
}

func (e *entitlement) absences(ctx context.Context, conn *sql.Conn) error {
	return e.rowsOf(ctx, conn, "absences", "id, absence_from, absence_until, reason, prorates", "position", func(rows *sql.Rows, key *assignmentKey) (func(*incentive.Assignment) error, error) {
		var x incentive.Absence
		var from string
		var until sql.NullString
		err := rows.Scan(&key.payee, &key.plan, &key.from, &x.ID, &from, &until, &x.Reason, &x.Prorates)
		return func(a *incentive.Assignment) (err error) {
			x.Period, err = period(from, until)
			a.Absences = append(a.Absences, x)
			return err
		}, err
	})
}

func (e *entitlement) changes(ctx context.Context, conn *sql.Conn) error {
	return e.rowsOf(ctx, conn, "target_changes", "change_from, amount", "position", func(rows *sql.Rows, key *assignmentKey) (func(*incentive.Assignment) error, error) {
		var from, amount string
		err := rows.Scan(&key.payee, &key.plan, &key.from, &from, &amount)
		return func(a *incentive.Assignment) (err error) {
			var x incentive.TargetChange
			if x.From, err = dayOrUnset(nullText(from)); err != nil {
				return err
			}
			x.Amount, err = number(amount)
			a.Target.Changes = append(a.Target.Changes, x)
			return err
		}, err
	})
}

func (e *entitlement) relief(ctx context.Context, conn *sql.Conn) error {
	return e.rowsOf(ctx, conn, "relief", "quota, amount, share, absence, reason, approved_by", "quota, position", func(rows *sql.Rows, key *assignmentKey) (func(*incentive.Assignment) error, error) {
		var x incentive.Relief
		var quota int
		var amount, share sql.NullString
		err := rows.Scan(&key.payee, &key.plan, &key.from, &quota, &amount, &share, &x.For, &x.Reason, &x.ApprovedBy)
		return func(a *incentive.Assignment) (err error) {
			if x.Amount, err = numberOrNull(amount); err != nil {
				return err
			}
			if x.Share, err = numberOrNull(share); err != nil {
				return err
			}
			if quota < 0 || quota >= len(a.Quotas) {
				return fmt.Errorf("%w: there is no quota %d", ErrDamaged, quota)
			}
			a.Quotas[quota].Relief = append(a.Quotas[quota].Relief, x)
			return nil
		}, err
	})
}

// putEntitlement stores what stands beside an assignment that was just inserted, quotas included.
func putEntitlement(ctx context.Context, conn *sql.Conn, a incentive.Assignment) error {
	from := a.Period.From.String()
	insert := func(table, columns string, values ...any) error {
		query := "INSERT INTO " + table + " (payee, plan, period_from, " + columns + ") VALUES (?, ?, ?"
		for range values {
			query += ", ?"
		}
		_, err := conn.ExecContext(ctx, query+")", append([]any{a.Payee, a.Plan, from}, values...)...)
		return err
	}
	for i, r := range a.Ramps {
		if err := insert("ramps", "position, ramp_from, ramp_until, share", i, r.Period.From.String(), nullText(r.Period.Until.String()), storable.NumberText(r.Share)); err != nil {
			return err
		}
	}
	for i, x := range a.Absences {
		if err := insert("absences", "position, id, absence_from, absence_until, reason, prorates", i, x.ID, x.Period.From.String(), nullText(x.Period.Until.String()), x.Reason, x.Prorates); err != nil {
			return err
		}
	}
	for i, x := range a.Target.Changes {
		if err := insert("target_changes", "position, change_from, amount", i, x.From.String(), storable.NumberText(x.Amount)); err != nil {
			return err
		}
	}
	for quota, q := range a.Quotas {
		for i, r := range q.Relief {
			if err := insert("relief", "quota, position, amount, share, absence, reason, approved_by", quota, i, nullNumber(r.Amount), nullNumber(r.Share), r.For, r.Reason, r.ApprovedBy); err != nil {
				return err
			}
		}
	}
	return nil
}
