package weights

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// RandomIndex names a table of random indices: the mean consistency index of random matrices by number of items. The
// tables come from different simulations, so the same judgements have different ratios under them. The zero value is
// none: a table is never assumed.
type RandomIndex string

// Tables of random indices. Each starts with three items.
const (
	// Saaty1980 is for up to 15 items: 0.58, 0.90, 1.12, 1.24, 1.32 ... (Saaty, The Analytic Hierarchy Process, 1980).
	Saaty1980 RandomIndex = "saaty-1980"
	// Saaty2005 is for up to 15 items: 0.52, 0.89, 1.11, 1.25, 1.35 ... (Saaty, Theory and Applications of the Analytic
	// Network Process, 2005, p. 31).
	Saaty2005 RandomIndex = "saaty-2005"
	// DoneganDodd1991 is for up to 20 items: 0.4914, 0.8286, 1.0591, 1.1797, 1.2519 ... (Donegan and Dodd, A Note on
	// Saaty's Random Indexes, Mathematical and Computer Modelling 15:10, 1991).
	DoneganDodd1991 RandomIndex = "donegan-dodd-1991"
)

// table returns the indices in units of 10^-4, of three items, four and so on.
func (t RandomIndex) table() []int64 {
	switch t {
	case Saaty1980:
		return []int64{5800, 9000, 11200, 12400, 13200, 14100, 14500, 14900, 15100, 14800, 15600, 15700, 15900}
	case Saaty2005:
		return []int64{5200, 8900, 11100, 12500, 13500, 14000, 14500, 14900, 15200, 15400, 15600, 15800, 15900}
	case DoneganDodd1991:
		return []int64{
			4914, 8286, 10591, 11797, 12519, 13171, 13733, 14055, 14213, 14497, 14643, 14822, 14969,
			15078, 15153, 15262, 15313, 15371,
		}
	default:
		return nil
	}
}

// Of returns the random index of n items, and false where the table has none: below three items, beyond its last
// entry, and for what is no table.
func (t RandomIndex) Of(n int) (decimal.Decimal, bool) {
	table := t.table()
	if n < 3 || n-3 >= len(table) {
		return decimal.Decimal{}, false
	}
	return decimal.New(table[n-3], -4), true
}

// String returns the name as people cite it, such as "Saaty 2005".
func (t RandomIndex) String() string { return t.name().EN }

func (t RandomIndex) name() kam.Text {
	switch t {
	case Saaty1980:
		return say("Saaty 1980", "Saaty 1980")
	case Saaty2005:
		return say("Saaty 2005", "Saaty 2005")
	case DoneganDodd1991:
		return say("Donegan-Dodd 1991", "Donegan–Dodd 1991")
	default:
		return say("%s", "%s", show(string(t)))
	}
}

// check reports a table that has no index for n items. None is needed for one and two.
func (t RandomIndex) check(found *kam.Findings, n int) {
	remedy := say("name one of saaty-1980, saaty-2005 (3 to 15 items) and donegan-dodd-1991 (3 to 20)",
		"请指明 saaty-1980、saaty-2005（3 至 15 项）或 donegan-dodd-1991（3 至 20 项）之一")
	last := len(t.table()) + 2
	switch {
	case t == "":
		if n > 2 {
			found.Add(fault("random-index", "$.randomIndex", say("no random-index table is named for %d items", "未指明 %d 项所用的随机一致性指标（RI）表", n), remedy))
		}
	case last == 2:
		found.Add(fault("random-index", "$.randomIndex", say("unknown random-index table %q", "未知的随机一致性指标表 %q", show(string(t))), remedy))
	case n > last:
		found.Add(fault("random-index", "$.randomIndex",
			say("the table %s ends at %d items and there are %d", "%s 表只到 %d 项，此处有 %d 项", t.name(), last, n), remedy))
	}
}
