package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive"
)

// transactionColumns are the columns that are a transaction's content, in the order of [row.content].
const transactionColumns = `id, sequence, owner, participants, amount, currency, margin, units, cash,
	booked, invoiced, cash_date, delivered, attributes, numbers, reverses`

// Transactions yields every transaction with a date in the period, and the originals of the reversals among them, in
// the order of their ids; see [incentive.TransactionReader].
func (s *Store) Transactions(ctx context.Context, period kam.Period) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		if err := asked(period); err != nil {
			yield(incentive.Transaction{}, err)
			return
		}
		left := false
		err := s.read(ctx, "read the transactions of", func(conn *sql.Conn) error {
			return eachTransaction(ctx, conn, period, func(t incentive.Transaction) bool {
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
func eachTransaction(ctx context.Context, conn *sql.Conn, p kam.Period, do func(incentive.Transaction) bool) error {
	from, until := bounds(p)
	rows, err := conn.QueryContext(ctx, `
		WITH dated (id, reverses) AS (
			SELECT id, reverses FROM transactions WHERE booked    >= ?1 AND booked    < ?2
			UNION
			SELECT id, reverses FROM transactions WHERE invoiced  >= ?1 AND invoiced  < ?2
			UNION
			SELECT id, reverses FROM transactions WHERE cash_date >= ?1 AND cash_date < ?2
			UNION
			SELECT id, reverses FROM transactions WHERE delivered >= ?1 AND delivered < ?2
		)
		SELECT `+transactionColumns+`, place FROM transactions
		WHERE id IN (SELECT id FROM dated UNION SELECT reverses FROM dated)
		ORDER BY id`, from, until)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	for rows.Next() {
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
	err := s.write(ctx, "put transactions into", func(conn *sql.Conn) (err error) {
		added, err = putTransactions(ctx, conn, transactions)
		return err
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

func putTransactions(ctx context.Context, conn *sql.Conn, source iter.Seq2[incentive.Transaction, error]) (int, error) {
	put, err := newPutter(ctx, conn)
	if err != nil {
		return 0, err
	}
	defer put.close()
	var check storable.Checker
	var other ContentError
	added := 0
	for t, err := range source {
		if err != nil {
			return 0, err
		}
		if !check.Transaction(t) {
			continue
		}
		r, err := rowOf(t)
		if err != nil {
			return 0, err
		}
		outcome, err := put.put(ctx, r)
		switch {
		case err != nil:
			return 0, err
		case outcome == isNew:
			added++
		case outcome == isOther:
			other.Add(t.ID)
		}
	}
	err = check.Err()
	if len(other.IDs) > 0 {
		err = errors.Join(err, &other)
	}
	return added, err
}

// outcome is what became of a transaction that was put.
type outcome int

const (
	isNew outcome = iota
	isSame
	isOther
)

// putter has the statements that put one transaction.
type putter struct {
	insert, same, place *sql.Stmt
}

func newPutter(ctx context.Context, conn *sql.Conn) (*putter, error) {
	p := &putter{}
	for _, s := range []struct {
		into **sql.Stmt
		text string
	}{
		{&p.insert, `INSERT INTO transactions (` + transactionColumns + `, place)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`},
		{&p.same, `SELECT count(*) FROM transactions WHERE (` + transactionColumns + `)
			IS (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&p.place, `UPDATE transactions SET place = ?2 WHERE id = ?1 AND place <> ?2`},
	} {
		var err error
		if *s.into, err = conn.PrepareContext(ctx, s.text); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

func (p *putter) close() {
	for _, s := range []*sql.Stmt{p.insert, p.same, p.place} {
		if s != nil {
			_ = s.Close()
		}
	}
}

func (p *putter) put(ctx context.Context, r row) (outcome, error) {
	content := r.content()
	done, err := p.insert.ExecContext(ctx, append(content, r.place)...)
	if err != nil {
		return 0, err
	}
	rows, err := done.RowsAffected()
	if err != nil || rows > 0 {
		return isNew, err
	}
	var same int
	if err := p.same.QueryRowContext(ctx, content...).Scan(&same); err != nil {
		return 0, err
	}
	if same == 0 {
		return isOther, nil
	}
	_, err = p.place.ExecContext(ctx, r.id, r.place)
	return isSame, err
}
