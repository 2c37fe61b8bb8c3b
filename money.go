package kam

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// ErrCurrency is wrapped by every error about a code that is no currency, and about two currencies in one sum.
var ErrCurrency = errors.New("kam: invalid currency")

// ErrNumber is wrapped by every error about a number beyond the bounds of the library.
var ErrNumber = num.ErrNumber

// Currency is an ISO 4217 alphabetic code such as "CNY". The zero value is no currency.
// A text from outside becomes one through [ParseCurrency].
type Currency string

// currencies lists the active codes of ISO 4217 list one up to amendment 180 (Bulgaria to the euro, 2026-01-01),
// four bytes each. Precious metals, bond market units, XDR, XSU, XUA and the codes for testing and for none are no
// currencies in which people are paid.
const currencies = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
	"CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP " +
	"GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP " +
	"LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN " +
	"PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT " +
	"TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG "

// ParseCurrency returns the currency with the code s, three capital letters of an active ISO 4217 currency.
// Withdrawn codes, lower case and everything else are an error that wraps [ErrCurrency].
func ParseCurrency(s string) (Currency, error) {
	if len(s) == 3 && strings.Index(currencies, s)%4 == 0 {
		return Currency(s), nil
	}
	if upper := strings.ToUpper(s); len(s) == 3 && strings.Index(currencies, upper)%4 == 0 {
		return "", fmt.Errorf("%w: %q is written %q", ErrCurrency, s, upper)
	}
	return "", fmt.Errorf("%w: %s is no active ISO 4217 code such as CNY or USD", ErrCurrency, quote(s))
}

// MinorUnits returns the decimal places of the smallest unit of c: 0 for JPY, 3 for KWD, 4 for CLF, 2 for most.
// For a code that is no currency it is 2.
func (c Currency) MinorUnits() int32 {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// Money is an amount in a currency; Amount is in whole units of it, so 12.5 CNY is twelve yuan fifty.
// The zero value is 0 in no currency, and adds to nothing but its like. Two Money are compared with [Money.Cmp]:
// == and deep equality see how the decimal is stored.
type Money struct {
	Amount   decimal.Decimal `json:"amount"`
	Currency Currency        `json:"currency"`
}

// Add returns m + o, exact. Two currencies are an error that wraps [ErrCurrency], numbers out of bounds [ErrNumber].
func (m Money) Add(o Money) (Money, error) {
	if err := m.with(o); err != nil {
		return Money{}, err
	}
	return Money{Amount: m.Amount.Add(o.Amount), Currency: m.Currency}, nil
}

// Sub returns m - o, exact. Two currencies are an error that wraps [ErrCurrency], numbers out of bounds [ErrNumber].
func (m Money) Sub(o Money) (Money, error) {
	if err := m.with(o); err != nil {
		return Money{}, err
	}
	return Money{Amount: m.Amount.Sub(o.Amount), Currency: m.Currency}, nil
}

// Cmp returns -1, 0 or +1 when m is less than, equal to or more than o. Two currencies are an error that wraps
// [ErrCurrency], numbers out of bounds [ErrNumber].
func (m Money) Cmp(o Money) (int, error) {
	if err := m.with(o); err != nil {
		return 0, err
	}
	return m.Amount.Cmp(o.Amount), nil
}

// with returns nil when m and o may be computed with one another.
func (m Money) with(o Money) error {
	if m.Currency != o.Currency {
		return fmt.Errorf("%w: %s and %s do not mix; convert one at a stated rate first", ErrCurrency, quote(string(m.Currency)), quote(string(o.Currency)))
	}
	return errors.Join(num.Check(m.Amount), num.Check(o.Amount))
}

// String returns the currency and the amount with at least the decimal places of its smallest unit, "CNY 12.50";
// no digit is ever rounded away, so 12.505 reads "CNY 12.505". An amount beyond the bounds reads "CNY ?".
func (m Money) String() string {
	amount := "?"
	if num.Check(m.Amount) == nil {
		places := m.Currency.MinorUnits()
		if text := num.Format(m.Amount); strings.Contains(text, ".") {
			places = max(places, int32(len(text)-strings.Index(text, ".")-1))
		}
		amount = m.Amount.StringFixed(places)
	}
	if m.Currency == "" {
		return amount
	}
	return oneLine(string(m.Currency)) + " " + amount
}
