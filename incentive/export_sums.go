package incentive

// ExportedPay is what a component pays that has no lines: a curve, every so many, a contest or a pool. Amount alone is
// there for a payee who takes no part in a contest or pool.
type ExportedPay struct {
	// Position is exact: where the payee stands on what the component looks at, in the basis that the plan names; left
	// out for pools that look at no measure.
	Position string `json:"position,omitempty"`
	// Target is exact: the target incentive that a curve takes a part of, or that is the weight in a pool.
	Target string `json:"target,omitempty"`
	// Base and Factor are exact, on curves: Amount is their product.
	Base   string `json:"base,omitempty"`
	Factor string `json:"factor,omitempty"`
	// Times is exact: how many full steps of every were reached.
	Times string `json:"times,omitempty"`
	// Contest and Pool say how the payee stands among others.
	Contest *ExportedContest `json:"contest,omitempty"`
	Pool    *ExportedPool    `json:"pool,omitempty"`
	// Amount is exact: what is paid before gates, multipliers, caps and floors.
	Amount string `json:"amount"`
}

// ExportedContest is a payee's place in a contest. Of the others it tells how they stand, and neither who they are nor
// what they are paid.
type ExportedContest struct {
	// Contestants is how many were compared. Place is the payee's, from 1; left out with the rest for one who does not
	// stand high enough for any. Tied is how many share it.
	Contestants int `json:"contestants"`
	Place       int `json:"place,omitempty"`
	Tied        int `json:"tied,omitempty"`
	// Then are exact: where the payee stands on the plan's further comparisons, as far as they were needed.
	Then []string `json:"then,omitempty"`
	// Standings are those of everybody who stands at a place with a prize, best first; those who are level stand in
	// order of payee id. Standing is the payee's own number among them, from 1; left out for one who stands further down.
	Standings []ExportedStanding `json:"standings,omitempty"`
	Standing  int                `json:"standing,omitempty"`
	// Prize is exact: the payee's before the contest's fund cuts it. Fund is exact: the fund, when the prizes exceed it.
	Prize string `json:"prize,omitempty"`
	Fund  string `json:"fund,omitempty"`
}

// ExportedStanding is where one contestant stands.
type ExportedStanding struct {
	// Value and Then are exact: the position compared, and those of further comparisons, as far as they were needed.
	Value string   `json:"value"`
	Then  []string `json:"then,omitempty"`
}

// ExportedPool is a payee's part of a pool. Of the other members it has sums alone.
type ExportedPool struct {
	// Members is how many share the fund.
	Members int `json:"members"`
	// Brought and Total are exact: the position that the payee brings to a fund that is a part of all positions, and their sum.
	Brought string `json:"brought,omitempty"`
	Total   string `json:"total,omitempty"`
	// Fund is exact, on the plan's grid. Weight is exact, and so is Weights, the sum of all members'.
	Fund    string `json:"fund"`
	Weight  string `json:"weight"`
	Weights string `json:"weights"`
	// Share is exact: Fund x Weight ÷ Weights; left out when all weights are zero. Placed says how it comes to the grid.
	Share  string          `json:"share,omitempty"`
	Placed *ExportedPlaced `json:"placed,omitempty"`
}

// ExportedPlaced says how one of several exact parts comes to the grid: it is
// taken down to it, and the units that the sum is then short of go to the parts
// that lost most, one each.
type ExportedPlaced struct {
	// Units is how many units there are to give, Rank the part's own turn, from 1: it is given one when its turn comes
	// before they are gone. Those who lost as much as each other take turns in order of payee id.
	Units int `json:"units"`
	Rank  int `json:"rank"`
}

// ExportedMultiplier is a factor on a component's sum, in the plan's order; those on slices are in the rates of the slices.
type ExportedMultiplier struct {
	// Position and Factor are exact: where the measure stands in the multiplier's basis, and the factor of its band.
	Position string `json:"position"`
	Factor   string `json:"factor"`
}

// ExportedSharedDeal is a deal on which the component's cap per transaction looks, in the order in which the deals
// first count. Of the others who are paid for it it has the sum alone.
type ExportedSharedDeal struct {
	Transaction string `json:"transaction"`
	// Payees is how many are paid for it. Own and Total are exact: what its lines pay the payee, its refunds included, and all payees together.
	Payees int    `json:"payees"`
	Own    string `json:"own"`
	Total  string `json:"total"`
	// Cut is exact: the payee's part of what Total has above the cap; left out when that is nothing. Placed says how it
	// comes to the grid, in plans that round slices or credits.
	Cut    string          `json:"cut,omitempty"`
	Placed *ExportedPlaced `json:"placed,omitempty"`
}
