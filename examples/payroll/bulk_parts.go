package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/dealcsv"
	"github.com/kam-go/kam/examples/internal/dealparts"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// way is how the deals are computed. The files are the same whichever it is.
type way string

const (
	atOnce   way = "at once"
	byGroups way = "by groups"
	byParts  way = "by parts"
)

const (
	// memoryPerByte is about how many bytes of memory a byte of the file takes when everything is in memory.
	memoryPerByte = 4
	// bytesPerRow is about how long a row of a file is.
	bytesPerRow = 50
	// usualGroups is how much memory groups take when nothing is said.
	usualGroups = 64 << 20
	// maxFiles is how many temporary files are written at once.
	maxFiles = 256
)

// way decides how the deals are computed, or says why they cannot be.
func (b *bulk) way() (way, error) {
	together, managers := b.together()
	fault := func(message, remedy kam.Text) (way, error) {
		return "", (&kam.Findings{findings.Fault("payroll.parts", b.bulk.deals, message, remedy)}).Err()
	}
	large := b.bulk.memory > 0 && b.size > b.bulk.memory/memoryPerByte
	switch {
	case b.bulk.grouped && together != "":
		return fault(findings.Say("the plan %s has a contest, a pool or a cap per transaction: groups cannot be computed one by one", "方案 %s 含竞赛、奖金池或按交易封顶：无法逐组计算", findings.Quote(together)), findings.Say("leave -grouped out", "请去掉 -grouped"))
	case b.bulk.grouped && managers != "":
		return fault(findings.Say("the plan %s credits managers for the deals of others: groups of one payee's deals cannot be computed one by one", "方案 %s 将他人交易计入主管：无法按人逐组计算", findings.Quote(managers)),
			findings.Say("leave -grouped out; with -memory, those who report to each other are computed together", "请去掉 -grouped；使用 -memory 时，有汇报关系的人一起计算"))
	case b.bulk.grouped:
		return byGroups, nil
	case large && together != "":
		return fault(findings.Say("the plan %s has a contest, a pool or a cap per transaction: the deals must be in memory at once, which takes about %d MB", "方案 %s 含竞赛、奖金池或按交易封顶：所有交易须同时在内存中，约需 %d MB", findings.Quote(together), b.size*memoryPerByte>>20),
			findings.Say("raise -memory, or leave it out", "请提高或去掉 -memory"))
	case large:
		return byParts, nil
	}
	return atOnce, nil
}

// together returns a plan that needs the figures of all payees at once, and one that credits managers.
func (b *bulk) together() (together, managers string) {
	for _, p := range b.program.Plans() {
		for _, k := range p.Components {
			if k.Contest != nil || k.Pool != nil {
				together = p.ID
			}
			for _, c := range k.Caps {
				if c.Per == incentive.PerDeal {
					together = p.ID
				}
			}
		}
		for _, c := range p.Credits {
			if c.To == incentive.ToManager {
				managers = p.ID
			}
		}
	}
	return together, managers
}

// newIDs makes the set that finds ids of deals that come in several parts.
func (b *bulk) newIDs() (*dealparts.IDs, error) {
	const perID = 100 // bytes of memory, as they are sorted
	budget := max(b.bulk.memory, usualGroups) / 4
	return dealparts.NewIDs(b.out, int(min(max(b.size/bytesPerRow*perID/budget, 1), maxFiles)))
}

// reversal marks the key of a deal that takes another one back: it goes where that one goes.
const reversal = 1 << 63

// keyOf returns a key that deals have in common whose ids are compared when their part is computed.
func keyOf(r *dealcsv.Row, part int) uint64 {
	if r.Reverses != "" {
		return reversal | dealparts.Hash(r.Reverses)
	}
	return uint64(part)
}

// byParts puts the deals aside by payee, or by those who report to each other, and computes part after part.
func (b *bulk) byParts(ctx context.Context, reader *dealcsv.Reader) error {
	_, managers := b.together()
	trees := b.people.trees(managers != "")
	n := int(min(max(b.size*memoryPerByte*3/2/b.bulk.memory, 2), maxFiles))
	partOf := func(owner string) int {
		if rank, ok := b.people.rank[owner]; ok {
			owner = b.people.Payees[trees[rank]].ID
		}
		return int(dealparts.Hash(owner) % uint64(n))
	}
	names := reader.Names()
	parts, err := dealparts.New(b.out, n, len(names))
	if err != nil {
		return err
	}
	defer parts.Close()
	ids, err := b.newIDs()
	if err != nil {
		return err
	}
	defer ids.Close()
	back, err := dealparts.New(b.out, ids.Parts(), len(names)) // deals that take others back, by the ids of those
	if err != nil {
		return err
	}
	defer back.Close()
	err = reader.Each(ctx, b.reading(), func(rows []dealcsv.Row) error {
		b.deals += len(rows)
		for i := range rows {
			r, part := &rows[i], 0
			var err error
			if r.Reverses != "" {
				err = back.Add(ids.Part(r.Reverses), r)
			} else {
				part = partOf(r.Owner)
				err = parts.Add(part, r)
			}
			if err == nil {
				err = ids.Add(dealparts.ID{ID: r.ID, Key: keyOf(r, part), Line: r.Line})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := b.join(ctx, ids, back, parts); err != nil {
		return err
	}
	members := make([][]int, n)
	for rank := range b.people.Payees {
		part := partOf(b.people.Payees[rank].ID)
		members[part] = append(members[part], rank)
	}
	progress, done := b.progress(findings.Say("calculating", "正在计算"))
	defer done()
	for part := range n {
		sheet, add := b.sheet(names)
		if err := parts.Each(part, func(r dealcsv.Row) error { add(r); return nil }); err != nil {
			return err
		}
		if err := b.compute(ctx, b.people.pick(members[part], managers != ""), sheet, nil); err != nil {
			return err
		}
		progress(int64(part+1), int64(n))
	}
	return nil
}

// sheet makes an empty sheet that knows the lines of its deals.
func (b *bulk) sheet(names []string) (*incentive.Sheet, func(dealcsv.Row)) {
	sheet := incentive.NewSheet(names...)
	places := &dealcsv.Places{File: b.bulk.deals}
	sheet.PlaceOf = places.Of
	return sheet, func(r dealcsv.Row) {
		places.Add(r.Line)
		r.AddTo(sheet, names)
	}
}

// join finds ids that come in several parts, and puts deals that take others back to those.
func (b *bulk) join(ctx context.Context, ids *dealparts.IDs, back, parts *dealparts.Parts) error {
	var found kam.Findings
	for i := range ids.Parts() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		list, err := ids.Sorted(i)
		if err != nil {
			return err
		}
		b.several(list, &found)
		if back == nil || back.Len(i) == 0 {
			continue
		}
		partOf := map[string]int{}
		for _, id := range list {
			if id.Key < reversal {
				partOf[id.ID] = int(id.Key)
			}
		}
		if err := back.Each(i, func(r dealcsv.Row) error { return parts.Add(partOf[r.Reverses], &r) }); err != nil {
			return err
		}
	}
	return found.Sorted().Err()
}

// several reports ids that come with different keys; the list is ordered by id and line.
func (b *bulk) several(list []dealparts.ID, found *kam.Findings) {
	for i := 1; i < len(list); i++ {
		if first, x := list[i-1], list[i]; x.ID == first.ID && x.Key != first.Key {
			found.Add(findings.Fault("payroll.deal-twice", b.bulk.deals+":"+strconv.Itoa(x.Line), findings.Say("the deal %s came before, in line %d, with different content", "交易 %s 此前已在第 %d 行出现，内容不同", findings.Quote(x.ID), first.Line),
				findings.Say("keep one of them; a change of a deal is a reversal and a new deal", "请保留其一；交易变更应记为冲销与新交易")))
		}
	}
}

// groups computes payees as their deals come.
type groups struct {
	*bulk
	names []string
	limit int
	sheet *incentive.Sheet
	add   func(dealcsv.Row)
	ids   *dealparts.IDs
	// owner is whose group comes, number its number, ranks those of the payees in the sheet.
	owner  string
	number int
	ranks  []int
	seen   []bool
	others map[string]bool
	faults kam.Findings
}

// byGroups computes groups of deals as they come, some groups at a time.
func (b *bulk) byGroups(ctx context.Context, reader *dealcsv.Reader) error {
	memory := b.bulk.memory
	if memory == 0 {
		memory = usualGroups
	}
	g := &groups{bulk: b, names: reader.Names(), limit: int(max(memory/(2*memoryPerByte*bytesPerRow), 1)), seen: make([]bool, len(b.people.Payees)), others: map[string]bool{}}
	var err error
	if g.ids, err = b.newIDs(); err != nil {
		return err
	}
	defer g.ids.Close()
	g.sheet, g.add = b.sheet(g.names)
	err = reader.Each(ctx, b.reading(), func(rows []dealcsv.Row) error {
		b.deals += len(rows)
		for i := range rows {
			if err := g.row(ctx, &rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := g.flush(ctx); err != nil {
		return err
	}
	if err := g.faults.Err(); err != nil {
		return err
	}
	if err := b.join(ctx, g.ids, nil, nil); err != nil {
		return err
	}
	for rank, seen := range g.seen {
		if !seen {
			if g.ranks = append(g.ranks, rank); len(g.ranks) >= restAtOnce {
				if err := g.flush(ctx); err != nil {
					return err
				}
			}
		}
	}
	return g.flush(ctx)
}

// restAtOnce is how many payees without deals are computed at once.
const restAtOnce = 10_000

// row adds a deal to its group.
func (g *groups) row(ctx context.Context, r *dealcsv.Row) error {
	if r.Owner != "" && r.Owner != g.owner || g.number == 0 {
		if g.sheet.Len() >= g.limit {
			if err := g.flush(ctx); err != nil {
				return err
			}
		}
		g.start(r)
	}
	g.add(*r)
	return g.ids.Add(dealparts.ID{ID: r.ID, Key: uint64(g.number), Line: r.Line})
}

// start begins a group, which must not have come before.
func (g *groups) start(r *dealcsv.Row) {
	g.owner, g.number = strings.Clone(r.Owner), g.number+1
	rank, known := g.people.rank[g.owner]
	again := g.others[g.owner]
	switch {
	case known:
		again = g.seen[rank]
		if !again {
			g.ranks = append(g.ranks, rank)
		}
		g.seen[rank] = true
	default:
		g.others[g.owner] = true
	}
	if again {
		g.faults.Add(findings.Fault("payroll.not-grouped", g.bulk.bulk.deals+":"+strconv.Itoa(r.Line), findings.Say("the deals of %s come again, after those of others", "%s 的交易在他人的交易之后再次出现", findings.Quote(g.owner)),
			findings.Say("sort the file by owner, or leave -grouped out", "请按负责人排序，或去掉 -grouped")))
	}
}

// flush computes the groups that are there.
func (g *groups) flush(ctx context.Context) error {
	if len(g.faults) == 0 && (g.sheet.Len() > 0 || len(g.ranks) > 0) {
		if err := g.compute(ctx, g.people.pick(g.ranks, false), g.sheet, nil); err != nil {
			return err
		}
	}
	g.sheet, g.add = g.bulk.sheet(g.names)
	g.ranks = g.ranks[:0]
	return nil
}
