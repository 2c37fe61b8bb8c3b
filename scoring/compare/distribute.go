package compare

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// BandResult is what became of one band.
type BandResult struct {
	Key  string   `json:"key"`
	Name kam.Text `json:"name,omitzero"`
	// Quota is the exact share of the people, rounded half up to the decimal places of the package.
	Quota decimal.Decimal `json:"quota"`
	// Seats is the number of places, and People how many are in the band, which differs only where ties are shared.
	Seats  int `json:"seats"`
	People int `json:"people"`
}

// Placement is one person with the band.
type Placement struct {
	Person string              `json:"person"`
	Score  decimal.NullDecimal `json:"score,omitzero"`
	// Rank is 1 for the best; equals have the same rank, and the next one is as many lower. It is 0 without a score.
	Rank int `json:"rank,omitempty"`
	// Band is the key of the band; empty without a score.
	Band string `json:"band,omitempty"`
	// Tied is the number of others with the same rank, and Raised tells that the person's place is in a worse band and
	// the better one is shared.
	Tied   int  `json:"tied,omitempty"`
	Raised bool `json:"raised,omitempty"`
	// Text says in a sentence why it is that band.
	Text kam.Text `json:"text"`
}

// Distribution is the outcome of [Distribute].
type Distribution struct {
	// N is the number of people with a score.
	N int `json:"n"`
	// Advisory tells that the group is too small for the bands to be more than advice.
	Advisory bool         `json:"advisory"`
	Bands    []BandResult `json:"bands"`
	// People are in the order of rank, then name; those without a score are last.
	People []Placement `json:"people"`
	// Findings are warnings: compare.small-group, compare.tie (equal in all keys), compare.band-limit (a shared tie
	// took a band beyond its limits) and compare.shared-seats (a shared tie left a band with more people than it has
	// places).
	Findings kam.Findings `json:"findings,omitempty"`
}

// Distribute returns the people ranked by score and placed into bands as [DistributionRule.BandPlaces] has places for.
// Raw scores stay as they are, and the order of people changes nothing.
//
// Faults are findings in one [*kam.InvalidError]: those of the rule, compare.size, .name, .twice, .number, .key (a
// person lacks a tie key), .limits (the people do not fit between the limits), and compare.tie for every tie that
// [RefuseTies] refuses.
func Distribute(people []Candidate, rule DistributionRule) (*Distribution, error) {
	c := checker{}
	c.distribution(rule)
	c.candidates(people, rule)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	var ranked, unknown []Candidate
	for _, p := range people {
		if p.Score.Valid {
			ranked = append(ranked, p)
		} else {
			unknown = append(unknown, p)
		}
	}
	n := len(ranked)
	if n > 0 {
		c.room(rule.Bands, n)
		if err := c.found.Err(); err != nil {
			return nil, err
		}
	}
	byName := func(a, b Candidate) int { return cmp.Compare(a.Person, b.Person) }
	slices.SortFunc(ranked, func(a, b Candidate) int { return cmp.Or(rule.order(a, b), byName(a, b)) })
	slices.SortFunc(unknown, byName)

	d := &Distribution{N: n, Advisory: n < orDefault(rule.MinGroup, DefaultMinGroup)}
	seats := make([]int, len(rule.Bands))
	if n > 0 {
		seats = apportion(rule.Bands, n)
	}
	for i, b := range rule.Bands {
		d.Bands = append(d.Bands, BandResult{Key: b.Key, Name: b.Name, Quota: num.RoundRat(b.quota(n), Places, num.HalfUp), Seats: seats[i]})
	}
	d.place(ranked, rule, &c)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	for _, p := range unknown {
		d.People = append(d.People, Placement{Person: p.Person, Text: say("there is no score, so there is no band", "没有分数，因此不定等级")})
	}
	d.warn(rule)
	return d, nil
}

// order compares two people with scores: below 0 when a is ahead, 0 when they are tied.
func (r DistributionRule) order(a, b Candidate) int {
	if o := better(a.Score.Decimal, b.Score.Decimal, r.Direction); o != 0 {
		return o
	}
	for _, k := range r.TieKeys {
		if o := better(a.Keys[k.Key], b.Keys[k.Key], k.Direction); o != 0 {
			return o
		}
	}
	return 0
}

// place gives each of the ranked people a band.
func (d *Distribution) place(ranked []Candidate, rule DistributionRule, c *checker) {
	ends := make([]int, len(d.Bands)) // the first position after each band
	end := 0
	for i, b := range d.Bands {
		end += b.Seats
		ends[i] = end
	}
	bandAt := func(position int) int {
		i, _ := slices.BinarySearch(ends, position+1)
		return i
	}
	for from := 0; from < len(ranked); {
		until := from + 1
		for until < len(ranked) && rule.order(ranked[from], ranked[until]) == 0 {
			until++
		}
		band, last := bandAt(from), bandAt(until-1)
		if band != last {
			d.straddle(ranked[from:until], from+1, [2]int{band, last}, rule, c)
		}
		for position := from; position < until; position++ {
			p := Placement{
				Person: ranked[position].Person, Score: ranked[position].Score, Rank: from + 1, Band: d.Bands[band].Key,
				Tied: until - from - 1, Raised: band != bandAt(position),
			}
			p.Text = d.why(p, ends[band]-d.Bands[band].Seats+1, ends[band], last != band)
			d.People = append(d.People, p)
		}
		d.Bands[band].People += until - from
		from = until
	}
}

// why says why a person is in a band that holds the places first to last.
func (d *Distribution) why(p Placement, first, last int, shared bool) kam.Text {
	seats := say("places %d to %d are band %s", "第 %d 至 %d 名属 %s 等级", first, last, show(p.Band))
	if first == last {
		seats = say("place %d is band %s", "第 %d 名属 %s 等级", first, show(p.Band))
	}
	switch {
	case shared:
		return say("rank %d of %d, tied with %d: %s, and all who are equal share it", "排名第 %d（共 %d 人），另有 %d 人并列：%s，并列者同入该等级", p.Rank, d.N, p.Tied, seats)
	case p.Tied > 0:
		return say("rank %d of %d, tied with %d: %s", "排名第 %d（共 %d 人），另有 %d 人并列：%s", p.Rank, d.N, p.Tied, seats)
	default:
		return say("rank %d of %d: %s", "排名第 %d（共 %d 人）：%s", p.Rank, d.N, seats)
	}
}

// straddle reports equals whose places are in two bands or more, unless they simply share the better one.
func (d *Distribution) straddle(tied []Candidate, rank int, bands [2]int, rule DistributionRule, c *checker) {
	names := make([]string, len(tied))
	for i, p := range tied {
		names[i] = p.Person
	}
	place := "$.people"
	evidence := []kam.Evidence{count("rank", rank), count("tied", len(tied)), fact("people", shown(names)), fact("score", write(tied[0].Score.Decimal))}
	better, worse := show(d.Bands[bands[0]].Key), show(d.Bands[bands[1]].Key)
	switch rule.Ties {
	case RefuseTies:
		c.found.Add(kam.Finding{
			Code: "compare.tie", Severity: kam.Error, Place: place, Evidence: evidence,
			Message: say("%d people are equal from place %d on, and their places reach from band %s to band %s", "%d 人自第 %d 名起同分，名次跨 %s 至 %s 等级", len(tied), rank, better, worse),
			Remedy:  say("look at them one by one, or choose another rule for ties", "请逐一复核，或改用其他同分规则"),
		})
	case SplitByKeys:
		d.Findings.Add(warn("tie", place,
			say("%d people from place %d on are equal in score and in all keys and share band %s", "自第 %[2]d 名起 %[1]d 人分数及全部次要指标均相同，同入 %[3]s 等级", len(tied), rank, better),
			say("add a key that tells them apart, or accept it", "请增加可区分的次要指标，或接受该结果"), evidence...))
	default:
	}
}

// warn adds what must be known before the bands are used.
func (d *Distribution) warn(rule DistributionRule) {
	if d.Advisory {
		least := orDefault(rule.MinGroup, DefaultMinGroup)
		d.Findings.Add(warn("small-group", "$.people",
			say("the group has a size of %d, below %d: the bands are advice only", "小组人数为 %d，少于 %d，等级仅供参考", d.N, least),
			say("take more groups together, or decide person by person", "请合并更多小组，或逐人评定"),
			count("people", d.N), count("smallest group", least)))
	}
	for i, b := range rule.Bands {
		band := spot{list: "$.bands", index: i}.String()
		if r := d.Bands[i]; d.N > 0 && (r.People < b.Least || b.Most > 0 && r.People > b.Most) {
			d.Findings.Add(warn("band-limit", band,
				say("shared ties leave %d people in band %s, which is to have %s", "并列使 %[2]s 等级有 %[1]d 人，而限定%[3]s", r.People, show(b.Key), b.limits()),
				say("split ties by keys where limits must hold", "如须严守名额限制，请按次要指标区分同分"),
				count("people", r.People), count("least", b.Least), count("most", b.Most)))
		}
		if r := d.Bands[i]; r.People > r.Seats {
			d.Findings.Add(warn("shared-seats", band,
				say("shared ties put %d people into band %s, which has %d places", "并列使 %[2]s 等级有 %[1]d 人，而该等级名额为 %[3]d", r.People, show(b.Key), r.Seats),
				say("split ties by keys, or look at those who are equal one by one", "请按次要指标区分同分，或逐一复核同分者"),
				count("people", r.People), count("seats", r.Seats)))
		}
	}
}

// limits says how many people the band is to have.
func (b Band) limits() kam.Text {
	switch {
	case b.Most == 0:
		return say("at least %d", "至少 %d 人", b.Least)
	case b.Least == 0:
		return say("at most %d", "至多 %d 人", b.Most)
	}
	if b.Least == b.Most {
		return say("exactly %d", "恰为 %d 人", b.Least)
	}
	return say("%d to %d", "为 %d 至 %d 人", b.Least, b.Most)
}

func (c *checker) candidates(people []Candidate, rule DistributionRule) {
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
		if !c.value(at.of(".score"), p.Score) {
			continue
		}
		for _, k := range rule.TieKeys {
			v, ok := p.Keys[k.Key]
			if !ok {
				c.add("key", at.of(".keys"), say("the key %q is missing", "缺少次要指标 %q", show(k.Key)),
					say("state every key that splits ties", "请填写全部用于区分同分的次要指标"))
				continue
			}
			c.number(at.of(".keys"), v)
		}
	}
}
