package pgstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive"
)

// contentColumns are the columns that are a transaction's content, in the order of [row.content].
var contentColumns = []string{
	"id", "sequence", "owner", "participants", "amount", "currency", "margin", "units", "cash",
	"booked", "invoiced", "cash_date", "delivered", "attributes", "numbers", "reverses",
}

// columns returns the content columns for a query, each with a prefix.
func columns(prefix string) string {
	return prefix + strings.Join(contentColumns, ", "+prefix)
}

// Transactions yields every transaction with a date in the period, and the originals of the reversals among them, in
// the order of their ids; see [incentive.TransactionReader]. It keeps a connection until the loop ends.
func (s *Store) Transactions(ctx context.Context, period kam.Period) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		if err := asked(period); err != nil {
			yield(incentive.Transaction{}, err)
			return
		}
		left := false
		err := s.read(ctx, "read the transactions of", func(tx pgx.Tx) error {
			return eachTransaction(ctx, tx, period, func(t incentive.Transaction) bool {
				left = !yield(t, nil)
				return !left
			})
		})
		if err != nil && !left {
			yield(incentive.Transaction{}, err)
		}
	}
}

// eachTransaction calls do for each transaction of the period until it returns false.
func eachTransaction(ctx context.Context, tx pgx.Tx, p kam.Period, do func(incentive.Transaction) bool) error {
	from, until := bounds(p)
	rows, err := tx.Query(ctx, `
		WITH dated AS (
			SELECT id, reverses FROM transactions
			WHERE booked >= $1 AND booked < $2 OR invoiced >= $1 AND invoiced < $2
				OR cash_date >= $1 AND cash_date < $2 OR delivered >= $1 AND delivered < $2
		)
		SELECT `+columns("")+`, place FROM transactions
		WHERE id IN (SELECT id FROM dated UNION SELECT reverses FROM dated)
		ORDER BY id`, from, until)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		var r row
		if err := rows.Scan(r.targets()...); err != nil {
			return err
		}
		t, err := r.transaction()
		if err != nil {
			return fmt.Errorf("transaction %q: %w", r.id, err)
		}
		if !do(t) {
			return nil
		}
	}
	return rows.Err()
}

// PutTransactions stores the transactions and returns how many of them are new. A transaction that is there with the
// same content is no error and counts as old; its place is brought up to date.
//
// All are stored or none. The error is the sequence's own, a *[kam.InvalidError] with every transaction that cannot
// be stored (codes store.id, store.text, store.number and store.share), or a *[ContentError] with the ids that are
// stored with other content. The sequence must not write to the store while it is read.
func (s *Store) PutTransactions(ctx context.Context, transactions iter.Seq2[incentive.Transaction, error]) (int, error) {
	added := 0
	err := s.write(ctx, "put transactions into", func(tx pgx.Tx) (err error) {
		added, err = putTransactions(ctx, tx, transactions)
		return err
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// putTransactions brings the transactions to the server first, and then compares and adds them all at once.
func putTransactions(ctx context.Context, tx pgx.Tx, source iter.Seq2[incentive.Transaction, error]) (int, error) {
	_, err := tx.Exec(ctx, `CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
		SELECT 0::BIGINT AS met, `+columns("")+`, place FROM transactions WITH NO DATA`)
	if err != nil {
		return 0, err
	}
	faults, err := bring(ctx, tx, source)
	if err != nil {
		return 0, err
	}
	if err := lock(ctx, tx, "transactions"); err != nil {
		return 0, err
	}
	done, err := tx.Exec(ctx, `INSERT INTO transactions (`+columns("")+`, place)
		SELECT DISTINCT ON (id) `+columns("")+`, place FROM incoming ORDER BY id, met
		ON CONFLICT (id) DO NOTHING`)
	if err != nil {
		return 0, err
	}
	other, err := others(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(faults, other); err != nil {
		return 0, ownError{err}
	}
	_, err = tx.Exec(ctx, `UPDATE transactions t SET place = i.place
		FROM (SELECT DISTINCT ON (id) id, place FROM incoming ORDER BY id, met DESC) i
		WHERE i.id = t.id AND i.place <> t.place`)
	return int(done.RowsAffected()), err
}

// bring copies the transactions to the table incoming, numbered as met. The first error is what cannot be stored, the
// second what stopped it.
func bring(ctx context.Context, tx pgx.Tx, source iter.Seq2[incentive.Transaction, error]) (faults, failed error) {
	var check storable.Checker
	var rows [][]any
	met := int64(0)
	send := func() error {
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"incoming"}, append(append([]string{"met"}, contentColumns...), "place"), pgx.CopyFromRows(rows))
		rows = rows[:0]
		return err
	}
	for t, err := range source {
		if err != nil {
			return nil, ownError{err}
		}
		met++
		if !check.Transaction(t) {
			continue
		}
		r, err := rowOf(t)
		if err != nil {
			return nil, err
		}
		rows = append(rows, append(append([]any{met}, r.content()...), r.place))
		if len(rows) == page {
			if err := send(); err != nil {
				return nil, err
			}
		}
	}
	return check.Err(), send()
}

// others returns a [ContentError] when transactions were brought whose content differs from what is stored.
func others(ctx context.Context, tx pgx.Tx) (different, failed error) {
	rows, err := tx.Query(ctx, `SELECT i.id FROM incoming i JOIN transactions t ON t.id = i.id
		WHERE (`+columns("i.")+`) IS DISTINCT FROM (`+columns("t.")+`) ORDER BY i.met`)
	if err != nil {
		return nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var other ContentError
	for _, id := range ids {
		other.Add(id)
	}
	return &other, nil
}
