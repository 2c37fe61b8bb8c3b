package compare

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// DefaultMinGroup is the number of people below which a distribution only advises, unless a [DistributionRule] says
// otherwise.
const DefaultMinGroup = 10

// Band is one part of a forced distribution. The zero value is refused: it has no key.
type Band struct {
	Key  string   `json:"key"`
	Name kam.Text `json:"name,omitzero"`
	// Share is the part of the people that belongs into the band, from 0 to 1; those of all bands sum to 1 exactly.
	Share kam.Fraction `json:"share"`
	// Least and Most are the smallest and the largest number of places of the band, both inclusive; a Most of 0 sets
	// no limit.
	Least int `json:"least,omitempty"`
	Most  int `json:"most,omitempty"`
}

// TieRule says what happens to equal scores of which not all fit into one band. The zero value is not stated, and
// refused: the choice decides about people.
type TieRule string

// Rules for ties.
const (
	// ShareBetter puts all of them into the better band, which then holds more people than it has places; the bands
	// after it hold fewer.
	ShareBetter TieRule = "share-better"
	// SplitByKeys decides by the keys of the rule, in their order. Those who are equal in all keys share the better
	// band, and a warning says so.
	SplitByKeys TieRule = "split-by-keys"
	// RefuseTies makes them an error that names the people.
	RefuseTies TieRule = "refuse"
)

// TieKey is a second measure that decides between equal scores.
type TieKey struct {
	Key string `json:"key"`
	// Direction says which side is better. Defaults to [kam.HigherIsBetter].
	Direction kam.Direction `json:"direction,omitempty"`
}

// DistributionRule says how people are spread over bands. The zero value is refused: it has no bands.
type DistributionRule struct {
	// Bands are in order, the best first, 1 to [MaxBands].
	Bands []Band  `json:"bands"`
	Ties  TieRule `json:"ties"`
	// TieKeys are for [SplitByKeys], which needs at least one, and for no other rule.
	TieKeys []TieKey `json:"tieKeys,omitempty"`
	// Direction says which scores are better. Defaults to [kam.HigherIsBetter].
	Direction kam.Direction `json:"direction,omitempty"`
	// MinGroup is the smallest number of people with a score for which the outcome is more than advice, at least 2.
	// Defaults to [DefaultMinGroup].
	MinGroup int `json:"minGroup,omitempty"`
}

// Check returns nil for a rule that can be used, else an [*kam.InvalidError] with every fault: compare.bands (none, or
// shares that do not sum to 1), .name, .twice, .share, .limits, .ties, .key, .direction, .least, .size.
func (r DistributionRule) Check() error {
	c := checker{}
	c.distribution(r)
	return c.found.Err()
}

func (c *checker) distribution(r DistributionRule) {
	if len(r.Bands) == 0 {
		c.add("bands", field("bands"), say("no band is stated", "未填写等级"), say("state at least one, the best first", "请至少填写一个等级，由优到劣"))
	} else if c.size(field("bands"), len(r.Bands), MaxBands) {
		c.bands(r.Bands)
	}
	switch r.Ties {
	case ShareBetter, SplitByKeys, RefuseTies:
	default:
		c.word("ties", field("ties"), say("rule for equal scores", "同分处理规则"), string(r.Ties),
			say("use share-better, split-by-keys or refuse", "请填 share-better（同入较高等级）、split-by-keys（按次要指标区分）或 refuse（拒绝）"))
	}
	if (r.Ties == SplitByKeys) != (len(r.TieKeys) > 0) {
		c.add("key", field("tieKeys"), say("the rule for equal scores is %q, and there are %d keys", "同分处理规则为 %q，而次要指标有 %d 项", show(string(r.Ties)), len(r.TieKeys)),
			say("state keys with split-by-keys, and only with it", "仅在规则为 split-by-keys 时填写次要指标，且至少一项"))
	}
	if c.size(field("tieKeys"), len(r.TieKeys), MaxAttributes) {
		seen := map[string]bool{}
		for i, k := range r.TieKeys {
			at := spot{list: "$.tieKeys", index: i}
			c.name(at.of(".key"), k.Key)
			if seen[k.Key] {
				c.twice(at.of(".key"), k.Key)
			}
			seen[k.Key] = true
			c.direction(at.of(".direction"), k.Direction)
		}
	}
	c.direction(field("direction"), r.Direction)
	c.least(field("minGroup"), r.MinGroup, 2)
}

func (c *checker) bands(bands []Band) {
	seen, good := map[string]bool{}, true
	shares := make([]kam.Fraction, len(bands))
	for i, b := range bands {
		at := spot{list: "$.bands", index: i}
		c.name(at.of(".key"), b.Key)
		if seen[b.Key] {
			c.twice(at.of(".key"), b.Key)
		}
		seen[b.Key] = true
		shares[i] = b.Share
		if b.Share.Check() != nil || b.Share.Num < 0 || b.Share.Cmp(kam.Whole()) > 0 {
			good = false
			c.add("share", at.of(".share"), say("%d/%d is no share from 0 to 1", "%d/%d 不是 0 至 1 的占比", b.Share.Num, b.Share.Den),
				say("use 0 to 1, such as 0.2 or 1/3", "请填 0 至 1，例如 0.2 或 1/3"))
		}
		if b.Least < 0 || b.Least > MaxEntries || b.Most < 0 || b.Most > MaxEntries || b.Most > 0 && b.Most < b.Least {
			c.add("limits", at.of(".least"), say("no band can have at least %d and at most %d places", "名额下限 %d 与上限 %d 不能成立", b.Least, b.Most),
				say("use 0 to %d, the smaller first, or 0 as the larger for no limit", "请填 0 至 %d，下限在前；上限填 0 表示不限", MaxEntries))
		}
	}
	if sum := kam.Sum(shares...); good && sum.Cmp(whole(1)) != 0 {
		c.add("bands", field("bands"), say("the shares sum to %s", "各等级占比合计为 %s", sum.RatString()),
			say("shares sum to 1 exactly; thirds are written 1/3", "占比合计须恰为 1；三分之一请写作 1/3"))
	}
}

// BandPlaces returns how many of n people each band has places for, in the order of bands; they sum to n. Every band
// gets its share of n rounded down, and the places left go one each to the largest remainders, ties to the better band.
//
// Where that breaks a limit, the band stops at it, and what is left or missing goes on in the same order: a place is
// added where the exact share is furthest above the places so far, and taken where it is least above them, ties taken
// from the worse band. Within the limits no other places have a smaller sum of squared distances from the exact shares.
//
// Faults are those of [DistributionRule.Check], and compare.limits when n is below the sum of all Least, above that of
// all Most, below 0 or above [MaxEntries].
func (r DistributionRule) BandPlaces(n int) ([]int, error) {
	c := checker{}
	c.distribution(r)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	c.room(r.Bands, n)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	return apportion(r.Bands, n), nil
}

// room checks that n people fit between the limits of bands.
func (c *checker) room(bands []Band, n int) {
	least, most := 0, 0
	for _, b := range bands {
		least += b.Least
		if b.Most == 0 {
			most += MaxEntries
		} else {
			most += b.Most
		}
	}
	most = min(most, MaxEntries)
	if n < least || n > most {
		c.add("limits", field("bands"), say("the bands have %d to %d places, and there are %d people", "各等级共有 %d 至 %d 个名额，而人数为 %d", least, most, n),
			say("lower the smallest or raise the largest numbers, or take more groups together", "请降低下限或提高上限，或合并更多小组"))
	}
}

// quota returns the exact share of n people.
func (b Band) quota(n int) *big.Rat {
	q := b.Share.Rat()
	return q.Mul(q, whole(n))
}

// apportion returns the places of bands for n people who fit between the limits.
func apportion(bands []Band, n int) []int {
	// Over the common denominator of all shares: distance[i] is quota minus places, times that denominator.
	common := big.NewInt(1)
	for _, b := range bands {
		d := b.Share.Rat().Denom()
		common.Mul(common, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, common, d)))
	}
	places, most := make([]int, len(bands)), make([]int, len(bands))
	distance := make([]*big.Int, len(bands))
	left := n
	for i, b := range bands {
		q := b.quota(n)
		most[i] = n
		if b.Most > 0 {
			most[i] = b.Most
		}
		down := int(num.RoundRat(q, 0, num.Floor).IntPart())
		places[i] = min(max(down, b.Least), most[i])
		left -= places[i]
		q.Sub(q, whole(places[i])).Mul(q, new(big.Rat).SetInt(common))
		distance[i] = new(big.Int).Set(q.Num())
	}
	for ; left > 0; left-- {
		pick := -1
		for i := range bands {
			if places[i] < most[i] && (pick < 0 || distance[i].Cmp(distance[pick]) > 0) {
				pick = i
			}
		}
		places[pick]++
		distance[pick].Sub(distance[pick], common)
	}
	for ; left < 0; left++ {
		pick := -1
		for i, b := range bands {
			if places[i] > b.Least && (pick < 0 || distance[i].Cmp(distance[pick]) <= 0) {
				pick = i
			}
		}
		places[pick]--
		distance[pick].Add(distance[pick], common)
	}
	return places
}

// Candidate is a person who is to be placed. The zero value is nobody.
type Candidate struct {
	Person string `json:"person"`
	// Score is not valid while unknown; a person without a score is not placed, and not counted as the last.
	Score decimal.NullDecimal `json:"score,omitzero"`
	// Keys are the values of the rule's tie keys, all of them with [SplitByKeys]; others are not read.
	Keys map[string]decimal.Decimal `json:"keys,omitempty"`
}
