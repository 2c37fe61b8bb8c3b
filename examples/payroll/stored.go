package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive"
)

// stored puts deals and people into the database and calculates from there, as a host does that keeps them. The
// runs must be those calculated from the files: the database must neither lose anything nor add what an earlier
// export had and this one has not.
func (c calculator) stored(ctx context.Context, store *sqlstore.Store, inputs inMemory, periods []kam.Period, fromFiles []result) ([]result, error) {
	if _, err := store.PutTransactions(ctx, incentive.Transactions(inputs.transactions).All()); err != nil {
		return nil, changed(err)
	}
	if err := store.PutRoster(ctx, inputs.roster); err != nil {
		return nil, err
	}
	c.from = store
	results, err := c.all(ctx, periods)
	if err != nil {
		return nil, err
	}
	for i, r := range results {
		if r.run.ID() != fromFiles[i].run.ID() {
			return nil, c.stale(ctx, inputs, r)
		}
	}
	return results, nil
}

// changed explains deals whose content differs from what is stored.
func changed(err error) error {
	if _, ok := errors.AsType[*sqlstore.ContentError](err); !ok {
		return err
	}
	return (kam.Findings{findings.Fault("payroll.deal-changed", "-db", findings.Say("deals have changed since they were stored: %v", "以下商机与已存储的内容不同：%v", err),
		findings.Say("book the change as a refund and a new deal, as package fromcrm does from a history, or use another -db",
			"请将变更记为一笔退款和一笔新交易（fromcrm 包可根据历史记录生成），或使用其他 -db"))}).Err()
}

// stale explains why the database gives another run than the files.
func (c calculator) stale(ctx context.Context, inputs inMemory, r result) error {
	const shown = 5
	known := map[string]bool{}
	for _, t := range inputs.transactions {
		known[t.ID] = true
	}
	window, err := c.program.Window(r.period)
	if err != nil {
		return err
	}
	var gone []string
	for t, err := range c.from.Transactions(ctx, window) {
		if err != nil {
			return err
		}
		if !known[t.ID] {
			gone = append(gone, t.ID)
		}
	}
	message := findings.Say("%s: the database also holds people or quotas that are not in the files", "%s：数据库中还有文件里没有的人员或目标", r.label)
	if len(gone) > 0 {
		list := strings.Join(gone[:min(shown, len(gone))], ", ")
		if more := len(gone) - shown; more > 0 {
			list += fmt.Sprintf(" (+%d)", more)
		}
		message = findings.Say("%s: the database also holds deals that are not in the opportunities: %s", "%s：数据库中还有商机文件里没有的交易：%s", r.label, list)
	}
	return (kam.Findings{findings.Fault("payroll.stored-otherwise", "-db", message,
		findings.Say("a deal that was taken back is a refund and stays in the file; for other data use another -db",
			"被撤销的交易应记为退款并保留在文件中；其他数据请使用另一个 -db"))}).Err()
}
