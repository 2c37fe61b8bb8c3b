package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam/examples/internal/paycsv"
)

// bulkOptions are the flags of a payroll of millions of deals.
type bulkOptions struct {
	deals, people string
	// memory is in bytes; 0: no limit.
	memory  int64
	grouped bool
	detail  paycsv.Detail
}

// fits checks that a flag belongs to the kind of payroll that is asked for.
func fits(name string, bulk bool) error {
	onlyBulk := []string{"people", "memory", "grouped", "lines"}
	both := []string{"plan", "period", "out", "lang", "deals"}
	switch {
	case bulk && !slices.Contains(both, name) && !slices.Contains(onlyBulk, name):
		return fmt.Errorf("-%s does not go with -deals, which takes -%s", name, strings.Join(append(onlyBulk, both[:4]...), ", -"))
	case !bulk && slices.Contains(onlyBulk, name):
		return fmt.Errorf("-%s goes with -deals FILE only", name)
	}
	return nil
}

// check checks the flags of a payroll of millions of deals.
func (b bulkOptions) check(o options) error {
	switch {
	case b.people == "":
		return errors.New("-deals needs -people FILE, who owns the deals")
	case len(o.plans) == 0:
		return errors.New("-deals needs -plan FILE, by what they are paid")
	case o.period == "":
		return errors.New("-deals needs -period LABEL, such as 2025-Q1")
	case b.detail != paycsv.Full && b.detail != paycsv.Brief && b.detail != paycsv.None:
		return fmt.Errorf("-lines %q: write full, brief or none", string(b.detail))
	}
	return nil
}

// parseSize reads a number of bytes such as 512MB: in B, KB, MB or GB, each 1,024 times the one before.
func parseSize(text string) (int64, error) {
	upper := strings.ToUpper(strings.TrimSpace(text))
	for i, unit := range []string{"KB", "MB", "GB", "B"} {
		digits, ok := strings.CutSuffix(upper, unit)
		if !ok {
			continue
		}
		shift := 10 * ((i + 1) % 4)
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n <= 0 || n > math.MaxInt64>>shift {
			break
		}
		return n << shift, nil
	}
	return 0, fmt.Errorf("%q is no size; write it as 512MB or 4GB", text)
}
