package ledger

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"maps"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Batch is everything one run posts. The zero value is no valid batch: Run and
// Period are needed. A batch without entries is valid; without a mark too, it changes nothing.
type Batch struct {
	// Run identifies the run: the hash of its inputs without the head. 1 to 128 bytes.
	Run string `json:"run"`
	// Head is the head of the snapshot that the run started from. Empty: an empty ledger.
	Head Head `json:"head,omitempty"`
	// Period is the open period that the batch is posted into. Entries may belong to earlier ones. It has an end.
	Period kam.Period `json:"period"`
	// Entries are the amounts, in any order. They sum to zero in each currency.
	Entries []Entry `json:"entries,omitempty"`
	// Mark moves the life of Period on, together with the entries. Nil: it stays as it is.
	Mark *Mark `json:"mark,omitempty"`
}

// Empty tells whether the batch changes nothing: it has neither entries nor a mark.
func (b Batch) Empty() bool { return len(b.Entries) == 0 && b.Mark == nil }

// Digest returns the SHA-256, in hex, of the run, the period, the entries and the mark. It
// depends neither on the order of the entries nor on the head nor on how an
// amount is written (1.5 or 1.50). Digests of batches that fail [Batch.Check]
// mean nothing.
func (b Batch) Digest() string {
	entries := slices.Clone(b.Entries)
	slices.SortFunc(entries, func(x, y Entry) int {
		if order := x.compare(y); order != 0 {
			return order
		}
		return cmp.Compare(amountText(x.Amount), amountText(y.Amount))
	})
	d := digest{sha256.New()}
	// A batch with neither marks nor references has the digest that it had before there were any, so that books keep
	// theirs.
	plain := b.Mark == nil && !slices.ContainsFunc(entries, func(e Entry) bool { return e.Reference != "" })
	if plain {
		d.texts("kam ledger batch 1")
	} else {
		d.texts("kam ledger batch 2")
	}
	d.texts(b.Run, b.Period.String(), strconv.Itoa(len(entries)))
	for _, e := range entries {
		d.texts(e.Payee, e.Plan, strconv.Itoa(e.Version), e.Component, string(e.Kind), e.Period.String(),
			string(e.Account), amountText(e.Amount), string(e.Currency))
		if !plain {
			d.texts(e.Reference)
		}
	}
	if b.Mark != nil {
		d.texts(string(b.Mark.State), b.Mark.By, b.Mark.Reason, b.Mark.On.String())
	}
	return d.hex()
}

// NextHead returns a head for the state after b was appended to a ledger with
// the head b.Head: the SHA-256, in hex, of that head and [Batch.Digest]. It
// chains every batch to all before it, so the same batches in the same order
// give the same head. A ledger may use it, or any other head of its own.
func (b Batch) NextHead() Head {
	d := digest{sha256.New()}
	d.texts("kam ledger head 1", string(b.Head), b.Digest())
	return Head(d.hex())
}

// Total returns the sum on [PayeeAccount] in each currency that has an entry there, ascending by currency code:
// what the batch adds to what the house owes. The amounts must have passed [Batch.Check].
func (b Batch) Total() []kam.Money {
	sums := map[kam.Currency]decimal.Decimal{}
	for _, e := range b.Entries {
		if e.Account == PayeeAccount {
			sums[e.Currency] = sums[e.Currency].Add(e.Amount)
		}
	}
	totals := make([]kam.Money, 0, len(sums))
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		totals = append(totals, kam.Money{Amount: sums[currency], Currency: currency})
	}
	return totals
}

// amountText returns the one text of an amount. An amount out of bounds, which [Batch.Check] refuses, has a short
// text too.
func amountText(d decimal.Decimal) string {
	if num.Check(d) != nil {
		return d.Coefficient().Text(62) + "e" + strconv.Itoa(int(d.Exponent()))
	}
	return num.Format(d)
}

// digest hashes texts so that no two lists of texts run together.
type digest struct{ hash.Hash }

func (d digest) texts(texts ...string) {
	for _, text := range texts {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(text)))
		d.Write(length[:])
		d.Write([]byte(text))
	}
}

func (d digest) hex() string {
	return hex.EncodeToString(d.Sum(nil))
}
