package pgstore

import (
	"fmt"
	"math/big"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
)

// numeric returns a number as PostgreSQL takes it, without trailing zeros after the point.
func numeric(d decimal.Decimal) pgtype.Numeric {
	coefficient, exponent := d.Coefficient(), d.Exponent()
	ten, rest := big.NewInt(10), new(big.Int)
	for exponent < 0 {
		shorter, rest := new(big.Int).QuoRem(coefficient, ten, rest)
		if rest.Sign() != 0 {
			break
		}
		coefficient, exponent = shorter, exponent+1
	}
	return pgtype.Numeric{Int: coefficient, Exp: exponent, Valid: true}
}

func nullNumeric(d decimal.NullDecimal) pgtype.Numeric {
	if !d.Valid {
		return pgtype.Numeric{}
	}
	return numeric(d.Decimal)
}

// number reads a number that was stored.
func number(n pgtype.Numeric) (decimal.Decimal, error) {
	if !n.Valid || n.NaN || n.InfinityModifier != pgtype.Finite {
		return decimal.Decimal{}, fmt.Errorf("%w: no number where one should be", ErrDamaged)
	}
	d := decimal.NewFromBigInt(n.Int, n.Exp)
	if !storable.Usable(d) {
		return decimal.Decimal{}, fmt.Errorf("%w: a number of %d digits and the exponent %d", ErrDamaged, d.NumDigits(), n.Exp)
	}
	return d, nil
}

func numberOrNull(n pgtype.Numeric) (decimal.NullDecimal, error) {
	if !n.Valid {
		return decimal.NullDecimal{}, nil
	}
	d, err := number(n)
	if err != nil {
		return decimal.NullDecimal{}, err
	}
	return decimal.NewNullDecimal(d), nil
}

// dateOf returns a day as PostgreSQL takes it, NULL for one that is not set.
func dateOf(d kam.Day) pgtype.Date {
	if !d.IsSet() {
		return pgtype.Date{}
	}
	return pgtype.Date{Time: time.Date(d.Year(), d.Month(), d.DayOfMonth(), 0, 0, 0, 0, time.UTC), Valid: true}
}

// day reads a day that was stored, unset for NULL.
func day(d pgtype.Date) (kam.Day, error) {
	if !d.Valid {
		return kam.Day{}, nil
	}
	if d.InfinityModifier != pgtype.Finite {
		return kam.Day{}, fmt.Errorf("%w: an infinite day", ErrDamaged)
	}
	read, err := kam.NewDay(d.Time.Date())
	if err != nil {
		return kam.Day{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return read, nil
}

// period reads a period that was stored, without an end for a NULL as until.
func period(from, until pgtype.Date) (kam.Period, error) {
	first, err := day(from)
	if err != nil {
		return kam.Period{}, err
	}
	end, err := day(until)
	if err != nil {
		return kam.Period{}, err
	}
	p, err := kam.NewPeriod(first, end)
	if err != nil {
		return kam.Period{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return p, nil
}

// bounds returns the days of a period; what has no end ends after every day.
func bounds(p kam.Period) (from, until pgtype.Date) {
	if p.IsOpen() {
		return dateOf(p.From), pgtype.Date{InfinityModifier: pgtype.Infinity, Valid: true}
	}
	return dateOf(p.From), dateOf(p.Until)
}

// asked returns nil when p is a period that can be asked for.
func asked(p kam.Period) error {
	if _, err := kam.NewPeriod(p.From, p.Until); err != nil {
		return fmt.Errorf("pgstore: the period asked for: %w", err)
	}
	return nil
}
