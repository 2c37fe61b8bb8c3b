package sqlstore

import (
	"database/sql"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
)

func nullNumber(d decimal.NullDecimal) sql.NullString {
	if !d.Valid {
		return sql.NullString{}
	}
	return sql.NullString{String: storable.NumberText(d.Decimal), Valid: true}
}

// number reads a number that was stored.
func number(text string) (decimal.Decimal, error) {
	d, err := storable.ParseNumber(text)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("sqlstore: %w", err)
	}
	return d, nil
}

func numberOrNull(text sql.NullString) (decimal.NullDecimal, error) {
	if !text.Valid {
		return decimal.NullDecimal{}, nil
	}
	d, err := number(text.String)
	if err != nil {
		return decimal.NullDecimal{}, err
	}
	return decimal.NewNullDecimal(d), nil
}

// nullText returns NULL for the empty text.
func nullText(text string) sql.NullString {
	return sql.NullString{String: text, Valid: text != ""}
}

// dayOrUnset reads a day that was stored, unset for NULL.
func dayOrUnset(text sql.NullString) (kam.Day, error) {
	if !text.Valid {
		return kam.Day{}, nil
	}
	d, err := kam.ParseDay(text.String)
	if err != nil {
		return kam.Day{}, fmt.Errorf("sqlstore: %w: %w", ErrDamaged, err)
	}
	return d, nil
}

// period reads a period that was stored, without an end for a NULL as until.
func period(from string, until sql.NullString) (kam.Period, error) {
	first, err := dayOrUnset(sql.NullString{String: from, Valid: true})
	if err != nil {
		return kam.Period{}, err
	}
	end, err := dayOrUnset(until)
	if err != nil {
		return kam.Period{}, err
	}
	p, err := kam.NewPeriod(first, end)
	if err != nil {
		return kam.Period{}, fmt.Errorf("sqlstore: %w: %w", ErrDamaged, err)
	}
	return p, nil
}

// bounds returns the days of a period as text. What has no end ends with a text that sorts after every day.
func bounds(p kam.Period) (from, until string) {
	if p.IsOpen() {
		return p.From.String(), "~"
	}
	return p.From.String(), p.Until.String()
}

// asked returns nil when p is a period that can be asked for.
func asked(p kam.Period) error {
	if _, err := kam.NewPeriod(p.From, p.Until); err != nil {
		return fmt.Errorf("sqlstore: the period asked for: %w", err)
	}
	return nil
}
