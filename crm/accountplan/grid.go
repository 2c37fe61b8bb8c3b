package accountplan

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Opening is what the account could buy and does not buy from us.
type Opening struct {
	// Cells are all products by all units, by product and then by unit in the order of the grid.
	Cells []CellStatus `json:"cells,omitempty"`
	// Total is the sum of all cells, Products and Units are those of each, in the order of the grid.
	Total    GridSum   `json:"total"`
	Products []GridSum `json:"products,omitempty"`
	Units    []GridSum `json:"units,omitempty"`
}

// CellStatus is one product in one unit.
type CellStatus struct {
	Product string `json:"product"`
	Unit    string `json:"unit"`
	// Potential, Current and Open are amounts in the plan's currency, not valid while unknown. Open is potential - current,
	// and 0 where more is bought than the potential says.
	Potential decimal.NullDecimal `json:"potential,omitzero"`
	Current   decimal.NullDecimal `json:"current,omitzero"`
	Open      decimal.NullDecimal `json:"open,omitzero"`
	// Computed says that Current comes from orders, or would, and Orders are those, by ref.
	Computed bool      `json:"computed,omitempty"`
	Orders   []crm.Ref `json:"orders,omitempty"`
	// Gap says why Current cannot be computed.
	Gap Gap `json:"gap,omitempty"`
}

// Gap says why what a unit buys cannot be computed.
type Gap string

// Why not.
const (
	GapPeriod   Gap = "period"   // the period of purchases is not over
	GapLines    Gap = "lines"    // an order does not say what was ordered
	GapAmount   Gap = "amount"   // a line says no amount
	GapCurrency Gap = "currency" // an order is in another currency than the plan, or in none
	GapDay      Gap = "day"      // an order does not say when
	GapSum      Gap = "sum"      // the sum is too long
)

// GridSum adds cells up of which both potential and current are known.
type GridSum struct {
	// ID and Name are those of the product or unit; empty of all.
	ID        string          `json:"id,omitempty"`
	Name      string          `json:"name,omitempty"`
	Potential decimal.Decimal `json:"potential"`
	Current   decimal.Decimal `json:"current"`
	Open      decimal.Decimal `json:"open"`
	// Known of Cells cells are in the sums.
	Known int `json:"known"`
	Cells int `json:"cells"`
}

// Penetration is current / potential of the cells that are known; unknown where their potential is 0.
func (g GridSum) Penetration() Ratio { return ratioOf(g.Current, g.Potential) }

// Complete reports whether every cell is known, and there is one.
func (g GridSum) Complete() bool { return g.Cells > 0 && g.Known == g.Cells }

func (g *GridSum) add(c CellStatus) {
	g.Cells++
	if !c.Open.Valid {
		return
	}
	g.Known++
	g.Potential = g.Potential.Add(c.Potential.Decimal)
	g.Current = g.Current.Add(c.Current.Decimal)
	g.Open = g.Open.Add(c.Open.Decimal)
}

// bought is what orders say of a cell.
type bought struct {
	sum    decimal.Decimal
	orders []crm.Ref
	gap    Gap
}

// open works the whitespace out.
func (v *Review) open() {
	g := v.Plan.Whitespace
	stated := map[string]Cell{}
	for _, c := range g.Cells {
		stated[cellID(c.Product, c.Unit)] = c
	}
	from := v.purchases()
	w := &v.Whitespace
	for _, u := range g.Units {
		w.Units = append(w.Units, GridSum{ID: u.ID, Name: u.Name})
	}
	for _, p := range g.Products {
		sum := GridSum{ID: p.ID, Name: p.Name}
		for i, u := range g.Units {
			cell := stated[cellID(p.ID, u.ID)]
			c := CellStatus{Product: p.ID, Unit: u.ID, Potential: cell.Potential, Current: cell.Current}
			if !c.Current.Valid && !g.Purchases.IsZero() && len(p.Of) > 0 && len(u.Of) > 0 {
				b := from[[2]string{p.ID, u.ID}]
				c.Computed, c.Gap, c.Orders = true, b.gap, refsOf(b.orders)
				if b.gap == "" && !usable(b.sum) {
					c.Gap = GapSum
				}
				if g.Purchases.Until.After(v.AsOf.AddDays(1)) {
					c.Gap = GapPeriod
				}
				c.Current = decimal.NullDecimal{Decimal: b.sum, Valid: c.Gap == ""}
			}
			if c.Potential.Valid && c.Current.Valid {
				c.Open = decimal.NewNullDecimal(decimal.Max(c.Potential.Decimal.Sub(c.Current.Decimal), decimal.Zero))
			}
			w.Cells = append(w.Cells, c)
			sum.add(c)
			w.Units[i].add(c)
			w.Total.add(c)
		}
		w.Products = append(w.Products, sum)
	}
}

// purchases adds up what orders say of each product and unit. What an order leaves open makes every cell unknown that it
// may belong to.
func (v *Review) purchases() map[[2]string]bought {
	g := v.Plan.Whitespace
	out := map[[2]string]bought{}
	products, units := map[string]string{}, map[string]string{}
	for _, p := range g.Products {
		for _, id := range p.Of {
			products[id] = p.ID
		}
	}
	for _, u := range g.Units {
		for _, id := range u.Of {
			units[id] = u.ID
		}
	}
	for _, o := range v.book.orders {
		unit, ok := units[o.data.Account]
		if !ok || slices.Contains(v.rules.policy.Cancelled, o.data.Status) || o.data.Ordered.IsSet() && !g.Purchases.Contains(o.data.Ordered) {
			continue
		}
		v.purchase(out, o, unit, products)
	}
	return out
}

// purchase adds one order up.
func (v *Review) purchase(out map[[2]string]bought, o order, unit string, products map[string]string) {
	put := func(product string, amount decimal.Decimal, gap Gap) {
		b := out[[2]string{product, unit}]
		b.sum = b.sum.Add(amount)
		b.orders = append(b.orders, o.ref)
		if b.gap == "" {
			b.gap = gap
		}
		out[[2]string{product, unit}] = b
	}
	unclear := len(o.data.Lines) == 0
	for _, line := range o.data.Lines {
		id := line.Product
		if id == "" {
			id = line.Name
		}
		product, ours := products[id]
		switch {
		case id == "":
			unclear = true
		case !ours:
		case !o.data.Ordered.IsSet():
			put(product, decimal.Zero, GapDay)
		case o.data.Currency != v.Plan.Currency:
			put(product, decimal.Zero, GapCurrency)
		case !line.Amount.Valid || !usable(line.Amount.Decimal):
			put(product, decimal.Zero, GapAmount)
		default:
			put(product, line.Amount.Decimal, "")
		}
	}
	if unclear {
		for _, p := range v.Plan.Whitespace.Products {
			put(p.ID, decimal.Zero, GapLines)
		}
	}
}

// gapText says why what a unit buys cannot be computed.
func gapText(g Gap) kam.Text {
	switch g {
	case GapPeriod:
		return say("the period of purchases is not over", "采购期间尚未结束")
	case GapLines:
		return say("an order does not say what was ordered", "有订单未列明产品")
	case GapAmount:
		return say("a line of an order has no amount", "有订单明细缺少金额")
	case GapCurrency:
		return say("an order is in another currency than the plan", "有订单的币种与计划不同")
	case GapDay:
		return say("an order has no day", "有订单缺少日期")
	default:
		return say("the sum is too long", "合计位数过多")
	}
}
