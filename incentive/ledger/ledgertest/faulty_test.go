package ledgertest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// faulty is a ledger with one fault. Without one it keeps every rule.
type faulty struct {
	fault   string
	mu      sync.Mutex
	records []ledger.Record
	changes []ledger.Changed
	runs    map[string]ledger.Receipt
	digests map[string]string
	head    ledger.Head
	kept    []ledger.Entry  // the caller's slice, for the fault that keeps it
	left    bool            // a loop was left early
	shared  []ledger.Posted // what the fault "snapshot shared" hands to everyone
}

// has tells whether the ledger has that fault.
func (f *faulty) has(fault string) bool { return f.fault == fault }

// faults maps each fault to the rule that must find it.
var faults = map[string]string{
	"born with a head":                "new",
	"receipt without head":            "receipt",
	"receipt counts pairs":            "receipt",
	"adds invalid batches":            "invalid",
	"checks staleness first":          "repeated",
	"receipt of today":                "repeated",
	"not said to be repeated":         "repeated",
	"digest of order":                 "repeated",
	"repeats add":                     "repeated",
	"conflict is a repeat":            "conflict",
	"conflict after staleness":        "conflict",
	"empty before conflict":           "conflict",
	"conflicting batch half added":    "conflict",
	"empty is stale":                  "empty",
	"empty is remembered":             "empty",
	"empty moves the head":            "empty",
	"stale is added":                  "stale",
	"stale is half added":             "stale",
	"stale when head is longer":       "stale",
	"stale in another case":           "stale",
	"head is the sums":                "heads",
	"drops after a thousand":          "whole",
	"keeps the caller's slice":        "own",
	"sums without version":            "sums",
	"sums without currency":           "sums",
	"sums without reference":          "sums",
	"sums without open period":        "sums",
	"payee account alone":             "accounts",
	"opening balances too":            "accounts",
	"mark without entries is empty":   "mark",
	"mark leaves the head":            "mark",
	"mark is nothing":                 "mark",
	"digest without mark":             "mark-digest",
	"last change alone":               "lives",
	"lives outside the window":        "lives",
	"lives unsorted":                  "lives",
	"any mark":                        "life-order",
	"one life for all":                "life-order",
	"approves alone":                  "four-eyes",
	"calculated by the last alone":    "four-eyes",
	"approved takes entries":          "approved",
	"approved takes no payouts":       "approved",
	"closed takes payouts":            "closed",
	"late entries change their days":  "closed",
	"unmarked entries leave it":       "unmarked",
	"refused mark is kept":            "refused",
	"life before staleness":           "refused",
	"reasons trimmed":                 "mark-texts",
	"forgets who marked":              "mark-texts",
	"open period is the entry's":      "order",
	"references trimmed":              "texts",
	"lives of now":                    "moment",
	"sums both accounts":              "sums",
	"last amount wins":                "sums",
	"keeps zero sums":                 "zero-sums",
	"versions as text":                "sorted",
	"sorted without case":             "sorted",
	"unsorted":                        "sorted",
	"window touches":                  "snapshot-window",
	"window starts in it":             "snapshot-window",
	"head of the window":              "snapshot-window",
	"entries without window":          "entries-window",
	"entries window touches":          "entries-window",
	"no window is nothing":            "no-window",
	"entries newest first":            "order",
	"payee entries alone":             "order",
	"numbers start at zero":           "order",
	"numbers per batch":               "order",
	"loses a cent":                    "balance",
	"amounts as float":                "exact",
	"amounts of 20 places":            "exact",
	"sums of 38 digits":               "exact",
	"ids trimmed":                     "texts",
	"runs trimmed":                    "texts",
	"two digit years":                 "days",
	"race lets two win":               "race",
	"race loser conflicts":            "race",
	"same race adds twice":            "same-race",
	"head and sums apart":             "moment",
	"entries seen half":               "moment",
	"snapshot shared":                 "isolated",
	"loop sees appends":               "loop",
	"left loop locks":                 "loop",
	"loop goes on where it was":       "loop",
	"ignores the context":             "cancelled",
	"entries end quietly when over":   "cancelled",
	"entries go on after their error": "cancelled",
}

func (f *faulty) Append(ctx context.Context, b ledger.Batch) (ledger.Receipt, error) {
	if err := b.Check(); err != nil && !f.has("adds invalid batches") {
		return ledger.Receipt{}, err
	}
	if err := ctx.Err(); err != nil && !f.has("ignores the context") {
		return ledger.Receipt{}, err
	}
	run := b.Run
	if f.has("runs trimmed") {
		run = strings.TrimSpace(run)
	}
	if f.has("race lets two win") || f.has("same race adds twice") {
		f.mu.Lock()
		stale, old, there := b.Head != f.head, f.runs[run], f.runs[run].Run != ""
		f.mu.Unlock()
		time.Sleep(50 * time.Millisecond)
		f.mu.Lock()
		defer f.mu.Unlock()
		if there {
			old.Repeated = true
			return old, nil
		}
		if stale {
			return ledger.Receipt{}, ledger.ErrStale
		}
		return f.add(run, b), nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	stale := b.Head != f.head
	if f.has("left loop locks") && f.left {
		return ledger.Receipt{}, errors.New("locked")
	}
	switch {
	case f.has("stale is added"):
		stale = false
	case f.has("stale when head is longer"):
		stale = !strings.HasPrefix(string(b.Head), string(f.head)) || f.head == "" && b.Head != ""
	case f.has("stale in another case"):
		stale = !strings.EqualFold(string(b.Head), string(f.head))
	}
	digest := b.Digest()
	if f.has("digest without mark") {
		digest = f.digestOf(b)
	}
	if f.has("digest of order") {
		digest = fmt.Sprint(b.Entries)
	}
	old, there := f.runs[run]
	if stale && (f.has("checks staleness first") || f.has("conflict after staleness") && f.digests[run] != digest) {
		if len(b.Entries) > 0 {
			return ledger.Receipt{}, ledger.ErrStale
		}
	}
	empty := ledger.Receipt{Run: b.Run, Head: f.head, Empty: true}
	nothing := b.Empty() || f.has("mark without entries is empty") && len(b.Entries) == 0
	if nothing && f.has("empty before conflict") {
		return empty, nil
	}
	if there && f.digests[run] != digest && !f.has("conflict is a repeat") {
		if f.has("conflicting batch half added") && len(b.Entries) > 0 {
			f.records = append(f.records, ledger.Record{Run: b.Run, Number: int64(len(f.records) + 1), Entry: b.Entries[0]})
		}
		return ledger.Receipt{}, ledger.ErrConflict
	}
	if there {
		old.Repeated = !f.has("not said to be repeated")
		if f.has("receipt of today") {
			old.Head = f.head
		}
		if f.has("repeats add") {
			f.add(run, b)
		}
		return old, nil
	}
	if nothing {
		if f.has("empty is stale") && stale {
			return ledger.Receipt{}, ledger.ErrStale
		}
		if f.has("empty is remembered") {
			f.remember(run, digest, empty)
		}
		if f.has("empty moves the head") {
			f.head = b.NextHead()
		}
		return empty, nil
	}
	if _, err := f.life(b); err != nil && f.has("life before staleness") {
		return ledger.Receipt{}, err
	}
	if stale {
		if f.has("stale is half added") {
			f.records = append(f.records, ledger.Record{Run: b.Run, Number: int64(len(f.records) + 1), Entry: b.Entries[0]})
		}
		if f.has("race loser conflicts") {
			return ledger.Receipt{}, ledger.ErrConflict
		}
		return ledger.Receipt{}, ledger.ErrStale
	}
	change, err := f.life(b)
	if err != nil {
		if f.has("refused mark is kept") {
			f.remember(run, digest, empty)
		}
		return ledger.Receipt{}, err
	}
	if change != nil {
		f.changes = append(f.changes, ledger.Changed{Period: b.Period, Change: *change})
	}
	return f.add(run, b), nil
}

// life returns what the batch does to the life of its period.
func (f *faulty) life(b ledger.Batch) (*ledger.Change, error) {
	if f.has("mark is nothing") {
		return nil, nil
	}
	state := ledger.PeriodState{Period: b.Period}
	for _, known := range ledger.Lives(f.changes) {
		if known.Period == b.Period || f.has("one life for all") {
			state = known
		}
	}
	payouts := !slices.ContainsFunc(b.Entries, func(e ledger.Entry) bool { return e.Kind != ledger.Payout && e.Kind != ledger.PayoutReturn })
	change, err := state.Next(b)
	marked := func() (*ledger.Change, error) {
		if b.Mark == nil {
			return nil, nil
		}
		return &ledger.Change{State: b.Mark.State, By: b.Mark.By, Reason: b.Mark.Reason, On: b.Mark.On, Run: b.Run}, nil
	}
	switch {
	case f.has("any mark") && errors.Is(err, ledger.ErrOrder), f.has("approves alone") && errors.Is(err, ledger.ErrSamePerson),
		f.has("calculated by the last alone") && errors.Is(err, ledger.ErrSamePerson) && state.By != strings.ToLower(strings.TrimSpace(b.Mark.By)),
		f.has("approved takes entries") && errors.Is(err, ledger.ErrApproved),
		f.has("closed takes payouts") && errors.Is(err, ledger.ErrClosed) && payouts:
		return marked()
	case f.has("approved takes no payouts") && state.State == ledger.Approved && len(b.Entries) > 0:
		return nil, ledger.ErrApproved
	case f.has("unmarked entries leave it") && b.Mark == nil:
		return nil, err
	case f.has("reasons trimmed") && change != nil:
		change.Reason = strings.TrimSpace(change.Reason)
	}
	return change, err
}

func (f *faulty) add(run string, b ledger.Batch) ledger.Receipt {
	entries := slices.Clone(b.Entries)
	if f.has("drops after a thousand") {
		entries = entries[:min(len(entries), 1000)]
	}
	for i, e := range entries {
		number := int64(len(f.records) + 1)
		switch {
		case f.has("numbers start at zero"):
			number--
		case f.has("numbers per batch"):
			number = int64(i + 1)
		case f.has("loses a cent") && len(f.records) > 10 && i == 0:
			e.Amount = e.Amount.Sub(decimal.New(1, -2))
		case f.has("amounts as float"):
			e.Amount = decimal.NewFromFloat(e.Amount.InexactFloat64())
		case f.has("amounts of 20 places"):
			e.Amount = e.Amount.Round(20)
		case f.has("ids trimmed"):
			e.Payee = strings.TrimSpace(e.Payee)
		case f.has("references trimmed"):
			e.Reference = strings.TrimSpace(e.Reference)
		case f.has("late entries change their days"):
			e.Period = b.Period
		case f.has("two digit years") && e.Period.From.Year() < 1000:
			e.Period = kam.MustPeriod("2001-01-01/2001-02-01")
		}
		into := b.Period
		if f.has("open period is the entry's") {
			into = e.Period
		}
		f.records = append(f.records, ledger.Record{Run: b.Run, Number: number, Into: into, Entry: e})
		if f.has("entries seen half") {
			f.mu.Unlock()
			time.Sleep(100 * time.Microsecond)
			f.mu.Lock()
		}
	}
	if f.has("keeps the caller's slice") {
		f.records = f.records[:len(f.records)-len(entries)]
		f.records = append(f.records, ledger.Record{Run: "\x00", Number: -1})
		f.kept = b.Entries
	}
	if !f.has("mark leaves the head") || len(b.Entries) > 0 {
		f.head = b.NextHead()
	}
	if f.has("head is the sums") {
		f.head = f.headOfSums()
	}
	receipt := ledger.Receipt{Run: b.Run, Head: f.head, Entries: len(b.Entries)}
	f.remember(run, b.Digest(), receipt)
	if f.has("digest of order") {
		f.digests[run] = fmt.Sprint(b.Entries)
	}
	if f.has("digest without mark") {
		f.digests[run] = f.digestOf(b)
	}
	if f.has("receipt without head") {
		receipt.Head = ""
	}
	if f.has("receipt counts pairs") {
		receipt.Entries /= 2
	}
	return receipt
}

func (f *faulty) digestOf(b ledger.Batch) string {
	b.Mark = nil
	return b.Digest()
}

func (f *faulty) headOfSums() ledger.Head {
	posted, _ := ledger.Sum(seq(f.records))
	return ledger.Head(fmt.Sprintf("sums %v", posted))
}

func (f *faulty) remember(run, digest string, r ledger.Receipt) {
	if f.runs == nil {
		f.runs, f.digests = map[string]ledger.Receipt{}, map[string]string{}
	}
	f.runs[run], f.digests[run] = r, digest
}

func (f *faulty) Snapshot(ctx context.Context, window kam.Period) (ledger.Snapshot, error) {
	if err := ledger.CheckWindow(window); err != nil {
		if f.has("no window is nothing") {
			return ledger.Snapshot{}, nil
		}
		return ledger.Snapshot{}, err
	}
	if err := ctx.Err(); err != nil && !f.has("ignores the context") {
		return ledger.Snapshot{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	head := f.head
	if f.has("head and sums apart") {
		f.mu.Unlock()
		time.Sleep(200 * time.Microsecond)
		f.mu.Lock()
	}
	if f.has("born with a head") && head == "" {
		head = "genesis"
	}
	var records []ledger.Record
	for _, r := range f.all() {
		in := window.ContainsPeriod(r.Period)
		switch {
		case f.has("window touches"):
			in = window.Overlaps(r.Period)
		case f.has("window starts in it"):
			in = window.Contains(r.Period.From)
		case f.has("sums both accounts"):
			r.Account = ledger.PayeeAccount
		case f.has("payee account alone") && r.Account != ledger.PayeeAccount:
			in = false
		case f.has("opening balances too") && r.Account == ledger.OpeningAccount:
			r.Account = ledger.PayeeAccount
		}
		if !in {
			continue
		}
		if f.has("sums without version") {
			r.Version = 1
		}
		if f.has("sums without currency") {
			r.Currency = "CNY"
		}
		if f.has("sums without reference") {
			r.Reference = ""
		}
		if f.has("sums without open period") {
			r.Into = kam.MustPeriod("2026-03-01/2026-04-01")
		}
		records = append(records, r)
	}
	posted, err := ledger.Sum(seq(records))
	if f.has("head of the window") && len(records) == 0 {
		head = ""
	}
	if f.has("lives of now") {
		f.mu.Unlock()
		time.Sleep(200 * time.Microsecond)
		f.mu.Lock()
	}
	return ledger.Snapshot{Head: head, Posted: f.spoil(posted, records), Periods: f.lives(window)}, err
}

func (f *faulty) lives(window kam.Period) []ledger.PeriodState {
	var changes []ledger.Changed
	for _, c := range f.changes {
		if window.ContainsPeriod(c.Period) || f.has("lives outside the window") {
			changes = append(changes, c)
		}
	}
	if f.has("forgets who marked") {
		for i := range changes {
			changes[i].By = "somebody else"
		}
	}
	lives := ledger.Lives(changes)
	if f.has("last change alone") {
		for i, l := range lives {
			lives[i].History = l.History[len(l.History)-1:]
		}
	}
	if f.has("lives unsorted") {
		slices.Reverse(lives)
	}
	return lives
}

// spoil changes right sums in the way of the fault.
func (f *faulty) spoil(posted []ledger.Posted, records []ledger.Record) []ledger.Posted {
	switch f.fault {
	case "last amount wins":
		for i := range posted {
			for _, r := range records {
				if p := posted[i]; r.Account == ledger.PayeeAccount && r.Payee == p.Payee && r.Plan == p.Plan &&
					r.Version == p.Version && r.Component == p.Component && r.Kind == p.Kind && r.Period == p.Period {
					posted[i].Amount = r.Amount
				}
			}
		}
	case "keeps zero sums":
		if len(posted) > 0 && posted[0].Payee != "anna" {
			zero := posted[0]
			zero.Payee, zero.Amount = "anna", decimal.Zero
			posted = slices.Insert(posted, 0, zero)
		}
	case "versions as text":
		slices.SortStableFunc(posted, func(a, b ledger.Posted) int {
			if a.Payee != b.Payee || a.Plan != b.Plan {
				return 0
			}
			return strings.Compare(strconv.Itoa(a.Version), strconv.Itoa(b.Version))
		})
	case "sorted without case":
		slices.SortStableFunc(posted, func(a, b ledger.Posted) int {
			return strings.Compare(strings.ToLower(a.Payee), strings.ToLower(b.Payee))
		})
	case "unsorted":
		slices.Reverse(posted)
	case "sums of 38 digits":
		for i := range posted {
			if posted[i].Amount.NumDigits() > 38 {
				posted[i].Amount = posted[i].Amount.Round(8)
			}
		}
	case "snapshot shared":
		if len(f.shared) != len(posted) {
			f.shared = posted
		}
		return f.shared
	}
	return posted
}

func (f *faulty) all() []ledger.Record {
	if !f.has("keeps the caller's slice") {
		return slices.Clone(f.records)
	}
	var records []ledger.Record
	for i, e := range f.kept {
		records = append(records, ledger.Record{Run: "first", Number: int64(i + 1), Entry: e})
	}
	return records
}

func (f *faulty) Entries(ctx context.Context, window kam.Period) iter.Seq2[ledger.Record, error] {
	resumed := 0
	return func(yield func(ledger.Record, error) bool) {
		if err := ledger.CheckWindow(window); err != nil {
			if !f.has("no window is nothing") {
				yield(ledger.Record{}, err)
			}
			return
		}
		if err := ctx.Err(); err != nil && !f.has("ignores the context") {
			if f.has("entries end quietly when over") {
				return
			}
			if !yield(ledger.Record{}, err) || !f.has("entries go on after their error") {
				return
			}
		}
		f.mu.Lock()
		records := f.all()
		if f.has("entries newest first") {
			slices.Reverse(records)
		}
		f.mu.Unlock()
		start := 0
		if f.has("loop goes on where it was") {
			start = resumed
		}
		for i := start; i < len(records); i++ {
			r := records[i]
			if f.has("loop sees appends") && i == len(records)-1 {
				f.mu.Lock()
				records = f.all()
				f.mu.Unlock()
			}
			in := window.ContainsPeriod(r.Period) || f.has("entries without window")
			if f.has("entries window touches") {
				in = window.Overlaps(r.Period)
			}
			if f.has("payee entries alone") {
				in = in && r.Account == ledger.PayeeAccount
			}
			resumed = i + 1
			if in && !yield(r, nil) {
				f.mu.Lock()
				f.left = true
				f.mu.Unlock()
				return
			}
		}
	}
}

func seq(records []ledger.Record) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}
