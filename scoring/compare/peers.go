package compare

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// DefaultMinPeers is the smallest peer group, the person included, unless a [PeerRule] says otherwise.
const DefaultMinPeers = 5

// Peer is a person with a value and what makes others comparable. The zero value is nobody.
type Peer struct {
	Person string `json:"person"`
	// Value is not valid while unknown; who has none belongs to no group.
	Value decimal.NullDecimal `json:"value,omitzero"`
	// Attributes are such as role, region and tenure band, by name. An attribute that is absent or empty is unknown,
	// and makes nobody a peer.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// PeerRule says who is compared with whom. The zero value is refused: it has no levels.
type PeerRule struct {
	// Levels are lists of attributes, the closest first: those who share all of them are a group. A person is compared
	// in the first level whose group is large enough. An empty list is everybody. 1 to [MaxAttributes] levels.
	Levels [][]string `json:"levels"`
	// Names are what people read instead of the names of attributes, in both languages; of an attribute without one a
	// Chinese text states the value only. At most [MaxAttributes] times [MaxAttributes].
	Names map[string]kam.Text `json:"names,omitempty"`
	// MinGroup is the smallest group, at least 2. Defaults to [DefaultMinPeers].
	MinGroup int `json:"minGroup,omitempty"`
	// Deviation is the standard deviation of z-scores. Without it there are none.
	Deviation Deviation `json:"deviation,omitempty"`
	// Direction says which values are better. Defaults to [kam.HigherIsBetter].
	Direction kam.Direction `json:"direction,omitempty"`
}

// Attribute is one name and value of what a group shares.
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// PeerGroup is a group with which somebody is compared.
type PeerGroup struct {
	// Level is the index of the rule's level, and Shared what its members have in common, in the order of the level.
	Level  int         `json:"level"`
	Shared []Attribute `json:"shared,omitempty"`
	Moments
	Quartiles Quartiles `json:"quartiles"`
}

// Standing is where a person stands among peers.
type Standing struct {
	Person string              `json:"person"`
	Value  decimal.NullDecimal `json:"value,omitzero"`
	// Known tells whether there is a group; when not, Text says why and the rest is zero.
	Known bool `json:"known"`
	// Group is the index of the group in the result.
	Group int `json:"group"`
	// Worse, Equal and Better count the others in the group.
	Worse  int `json:"worse"`
	Equal  int `json:"equal"`
	Better int `json:"better"`
	// Rank is 1 for the best: one more than Better.
	Rank int `json:"rank,omitempty"`
	// Percentile is the mid-rank, (Worse + (Equal+1)/2) / N, in lowest terms: the share of the group that is worse, the
	// person and equals counted half. It is between 0 and 1, neither reached, and 1/2 in the middle.
	Percentile kam.Fraction `json:"percentile"`
	// Quarter is 4 above the quartile on the better side, 3 above the median, 2 above the quartile on the worse side,
	// else 1: a value on a border is in the worse quarter.
	Quarter int `json:"quarter,omitempty"`
	// ZScore is the distance from the mean of the group in standard deviations, above 0 on the better side, rounded half
	// up to [Places] decimal places. It is not valid when it was not asked for and when all values are the same.
	ZScore decimal.NullDecimal `json:"zScore,omitzero"`
	// Text is the standing in one sentence.
	Text kam.Text `json:"text"`
}

// Peers is the outcome of [AmongPeers].
type Peers struct {
	// Groups are those with which somebody is compared, in the order of level, then shared values.
	Groups []PeerGroup `json:"groups"`
	// Standings are in the order of names.
	Standings []Standing `json:"standings"`
}

// AmongPeers returns where each person stands in the closest group that is large enough. The order of people changes
// nothing.
//
// Faults are findings in one [*kam.InvalidError]: compare.size, .name, .twice, .number, .levels, .least, .deviation
// and .direction.
func AmongPeers(people []Peer, rule PeerRule) (*Peers, error) {
	c := checker{}
	c.peers(people, rule)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	sorted := slices.SortedFunc(slices.Values(people), func(a, b Peer) int { return cmp.Compare(a.Person, b.Person) })
	places := finest(people, func(p Peer) decimal.NullDecimal { return p.Value })
	chosen := make([]*peerGroup, len(sorted))
	groups := map[string]*peerGroup{}
	for level, names := range rule.Levels {
		atLevel := map[string]*peerGroup{}
		member := make([]*peerGroup, len(sorted))
		for i, p := range sorted {
			shared, ok := p.shared(names)
			if !p.Value.Valid || !ok {
				continue
			}
			key := groupKey(level, shared)
			g := atLevel[key]
			if g == nil {
				g = &peerGroup{level: level, key: key, shared: shared, sum: newTally(places)}
				atLevel[key] = g
			}
			g.values = append(g.values, p.Value.Decimal)
			g.sum.add(p.Value.Decimal)
			member[i] = g
		}
		for i, g := range member {
			if chosen[i] == nil && g != nil && len(g.values) >= orDefault(rule.MinGroup, DefaultMinPeers) {
				chosen[i] = g
				groups[g.key] = g
			}
		}
	}
	out := &Peers{}
	for _, g := range slices.SortedFunc(maps.Values(groups), (*peerGroup).compare) {
		g.index = len(out.Groups)
		out.Groups = append(out.Groups, g.finish(rule))
	}
	for i, p := range sorted {
		out.Standings = append(out.Standings, p.standing(chosen[i], rule))
	}
	return out, nil
}

// shared returns the attributes of some names, and whether all are known.
func (p Peer) shared(names []string) ([]Attribute, bool) {
	out := make([]Attribute, 0, len(names))
	for _, n := range names {
		v := p.Attributes[n]
		if v == "" {
			return nil, false
		}
		out = append(out, Attribute{Name: n, Value: v})
	}
	return out, true
}

// groupKey is unlike for unlike groups.
func groupKey(level int, shared []Attribute) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(level))
	for _, a := range shared {
		b.WriteString(strconv.Quote(a.Value))
	}
	return b.String()
}

// peerGroup is a group while it is gathered.
type peerGroup struct {
	level     int
	key       string
	shared    []Attribute
	values    []decimal.Decimal // rising once finished
	sum       *tally
	index     int
	quartiles Quartiles
	mean, own *big.Rat // own is the deviation, 0 when there is none
}

func (g *peerGroup) compare(o *peerGroup) int {
	return cmp.Or(cmp.Compare(g.level, o.level), slices.CompareFunc(g.shared, o.shared, func(a, b Attribute) int {
		return cmp.Compare(a.Value, b.Value)
	}))
}

// finish returns the group as a result.
func (g *peerGroup) finish(rule PeerRule) PeerGroup {
	g.values = rise(g.values)
	g.quartiles = quartilesOf(g.values)
	g.mean, g.own = g.sum.mean(), new(big.Rat)
	if rule.Deviation != "" {
		g.own = root(g.sum.variance(rule.Deviation))
	}
	return PeerGroup{Level: g.level, Shared: g.shared, Moments: momentsOf(g.sum, rule.Deviation), Quartiles: g.quartiles}
}

// standing returns where p stands in a group, which is nil when there is none.
func (p Peer) standing(g *peerGroup, rule PeerRule) Standing {
	s := Standing{Person: p.Person, Value: p.Value}
	switch {
	case !p.Value.Valid:
		s.Text = say("not known: there is no value", "未知：没有数值")
		return s
	case g == nil:
		s.Text = say("not known: no peer group has %d people", "未知：没有达到 %d 人的可比小组", orDefault(rule.MinGroup, DefaultMinPeers))
		return s
	}
	x, n := p.Value.Decimal, len(g.values)
	less, _ := slices.BinarySearchFunc(g.values, x, decimal.Decimal.Cmp)
	up, _ := slices.BinarySearchFunc(g.values, x, func(v, x decimal.Decimal) int {
		if v.GreaterThan(x) {
			return 1
		}
		return -1
	})
	s.Known, s.Group = true, g.index
	s.Worse, s.Equal, s.Better = less, up-less-1, n-up
	borders := [3]decimal.Decimal{g.quartiles.Low.Decimal, g.quartiles.Median.Decimal, g.quartiles.High.Decimal}
	if rule.Direction == kam.LowerIsBetter {
		s.Worse, s.Better = s.Better, s.Worse
	}
	s.Quarter = 1
	for _, b := range borders {
		if better(x, b, rule.Direction) < 0 {
			s.Quarter++
		}
	}
	s.Rank = s.Better + 1
	s.Percentile = lowest(2*s.Worse+s.Equal+1, 2*n)
	if g.own.Sign() > 0 {
		z := num.Rat(x)
		z.Quo(z.Sub(z, g.mean), g.own)
		if rule.Direction == kam.LowerIsBetter {
			z.Neg(z)
		}
		s.ZScore = rounded(z)
	}
	percent := s.Percentile.Rat()
	s.Text = say("rank %d of %d (%s), percentile %s", "在 %[2]d 人中（%[3]s）排名第 %[1]d，百分位 %[4]s",
		s.Rank, n, g.name(rule), about(percent.Mul(percent, whole(100))))
	return s
}

// name says who is in the group.
func (g *peerGroup) name(rule PeerRule) kam.Text {
	if len(g.shared) == 0 {
		return say("everybody", "全体")
	}
	en, zh := make([]string, len(g.shared)), make([]string, len(g.shared))
	for i, a := range g.shared {
		name, value := rule.Names[a.Name], show(a.Value)
		en[i], zh[i] = show(cmp.Or(name.EN, a.Name))+" "+value, value
		if name.ZH != "" {
			zh[i] = show(name.ZH) + " " + value
		}
	}
	return kam.Text{EN: strings.Join(en, ", "), ZH: strings.Join(zh, "、")}
}

func (c *checker) peers(people []Peer, rule PeerRule) {
	if len(rule.Levels) == 0 {
		c.add("levels", field("levels"), say("no level of peer groups is stated", "未填写可比小组的层级"),
			say("state the closest level first; an empty one is everybody", "请由近及远填写层级；空层级表示全体"))
	}
	if c.size(field("levels"), len(rule.Levels), MaxAttributes) {
		for i, names := range rule.Levels {
			at := spot{list: "$.levels", index: i}
			if !c.size(at, len(names), MaxAttributes) {
				continue
			}
			for j, n := range names {
				c.name(at, n)
				if slices.Contains(names[:j], n) {
					c.twice(at, n)
				}
			}
		}
	}
	if c.size(field("names"), len(rule.Names), MaxAttributes*MaxAttributes) {
		for _, n := range slices.Sorted(maps.Keys(rule.Names)) {
			c.name(field("names"), n)
			c.name(field("names"), rule.Names[n].EN)
			c.name(field("names"), rule.Names[n].ZH)
		}
	}
	c.least(field("minGroup"), rule.MinGroup, 2)
	if rule.Deviation != "" {
		c.deviation(field("deviation"), rule.Deviation)
	}
	c.direction(field("direction"), rule.Direction)
	if !c.size(field("people"), len(people), MaxEntries) {
		return
	}
	seen := make(map[string]bool, len(people))
	for i, p := range people {
		at := spot{list: "$.people", index: i}
		c.name(at.of(".person"), p.Person)
		if seen[p.Person] {
			c.twice(at.of(".person"), p.Person)
		}
		seen[p.Person] = true
		c.value(at.of(".value"), p.Value)
		if !c.size(at.of(".attributes"), len(p.Attributes), MaxAttributes) {
			continue
		}
		for _, n := range slices.Sorted(maps.Keys(p.Attributes)) {
			c.name(at.of(".attributes"), n)
			if v := p.Attributes[n]; v != "" {
				c.name(at.of(".attributes"), v)
			}
		}
	}
}
