package main

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/kam-go/kam/incentive"
)

// batchSize is how many transactions go through the pipeline as one element: a runner has work and memory for each element.
const batchSize = 1_024

// batches gathers transactions by key and emits them as elements: compressed JSON, one document a transaction.
type batches struct {
	emit   func(int64, []byte)
	byKey  map[int64]*batch
	packed bytes.Buffer
	packer *flate.Writer
}

// batch is what has been gathered for one key.
type batch struct {
	count int
	text  bytes.Buffer
}

func newBatches(emit func(int64, []byte)) (*batches, error) {
	packer, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	return &batches{emit: emit, byKey: map[int64]*batch{}, packer: packer}, nil
}

func (b *batches) add(key int64, t incentive.Transaction) error {
	gathered := b.byKey[key]
	if gathered == nil {
		gathered = &batch{}
		b.byKey[key] = gathered
	}
	if err := json.NewEncoder(&gathered.text).Encode(t); err != nil {
		return fmt.Errorf("transaction %q: %w", t.ID, err)
	}
	gathered.count++
	if gathered.count < batchSize {
		return nil
	}
	return b.flush(key, gathered)
}

// end emits what is left.
func (b *batches) end() error {
	for key, gathered := range b.byKey {
		if gathered.count == 0 {
			continue
		}
		if err := b.flush(key, gathered); err != nil {
			return err
		}
	}
	return nil
}

func (b *batches) flush(key int64, gathered *batch) error {
	b.packed.Reset()
	b.packer.Reset(&b.packed)
	if _, err := gathered.text.WriteTo(b.packer); err != nil {
		return err
	}
	if err := b.packer.Close(); err != nil {
		return err
	}
	gathered.count = 0
	b.emit(key, bytes.Clone(b.packed.Bytes()))
	return nil
}

// transactions yields those of all batches; the first error comes last. An element of no bytes has none.
func transactions(next func(*[]byte) bool) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		var element []byte
		for next(&element) {
			if len(element) == 0 {
				continue
			}
			read := json.NewDecoder(flate.NewReader(bytes.NewReader(element)))
			for {
				var t incentive.Transaction
				err := read.Decode(&t)
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					yield(incentive.Transaction{}, fmt.Errorf("a batch of transactions: %w", err))
					return
				}
				if !yield(t, nil) {
					return
				}
			}
		}
	}
}
