package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/kam-go/kam/incentive"
)

// errDiffers is returned when a job that is done again comes to something else.
var errDiffers = errors.New("computed once more, it is something else")

// result is what comes of a job, ready to be kept: figures for the others, or the statements and the tally of a share.
type result struct {
	figures    [][]byte
	statements []statement
	tally      []byte
	digest     []byte
}

// statement is an exported statement, compressed.
type statement struct {
	payee, plan string
	number      int
	export      []byte
}

func resultOf(step incentive.Step) (result, error) {
	r := result{figures: step.Figures}
	hash := sha256.New()
	for _, figure := range r.figures {
		hash.Write(binary.AppendUvarint(nil, uint64(len(figure)))) // a hash takes everything
		hash.Write(figure)
	}
	if step.Run != nil {
		var last statement
		for s := range step.Run.Statements() {
			export, err := s.Export()
			if err != nil {
				return result{}, err
			}
			next := statement{payee: s.Payee().ID, plan: s.PlanID()}
			if next.payee == last.payee && next.plan == last.plan {
				next.number = last.number + 1
			}
			if next.export, err = compressed(export); err != nil {
				return result{}, err
			}
			hash.Write(next.export)
			r.statements, last = append(r.statements, next), next
		}
		var err error
		if r.tally, err = step.Run.Tally(); err != nil {
			return result{}, err
		}
		hash.Write(r.tally)
	}
	r.digest = hash.Sum(nil)
	return r, nil
}

func compressed(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// keep adds the result to the database, unless the share has told in this round: then it reports false, or an error that
// wraps [errDiffers] where it had told otherwise.
func (r result) keep(ctx context.Context, tx pgx.Tx, args shareArgs) (first bool, err error) {
	done, err := tx.Exec(ctx, `INSERT INTO told (round, share, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, args.Round, args.Share, r.digest)
	if err != nil {
		return false, err
	}
	if done.RowsAffected() == 0 {
		var before []byte
		err := tx.QueryRow(ctx, `SELECT digest FROM told WHERE round = $1 AND share = $2`, args.Round, args.Share).Scan(&before)
		if err == nil && !bytes.Equal(before, r.digest) {
			err = fmt.Errorf("share %d in round %d: %w", args.Share, args.Round, errDiffers)
		}
		return false, err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"figures"}, []string{"hearer", "round", "teller", "figure"},
		pgx.CopyFromSlice(len(r.figures), func(i int) ([]any, error) { return []any{i, args.Round, args.Share, r.figures[i]}, nil }))
	if err != nil || r.tally == nil {
		return true, err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"statements"}, []string{"payee", "plan", "number", "export"},
		pgx.CopyFromSlice(len(r.statements), func(i int) ([]any, error) {
			s := r.statements[i]
			return []any{s.payee, s.plan, s.number, s.export}, nil
		}))
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO tallies (share, tally) VALUES ($1, $2)`, args.Share, r.tally)
	return true, err
}
