package main

import (
	"context"
	"embed"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/compare"
	"github.com/kam-go/kam/scoring/improve"
)

// embedded are the rules, the same for every export, and the answers of the sample's feedback round.
//
//go:embed rules sample
var embedded embed.FS

// reviewOf is the review of one person.
type reviewOf struct {
	person   string
	year     scoring.Result
	quarters []scoring.Result
	whole    []scoring.Result // the quarters that the export covers
	standing compare.Standing
	trend    compare.Trend
	plan     improve.Plan
}

// rules are card and levers, as data.
type rules struct {
	card   scoring.Card
	levers []improve.Lever
}

// readRules reads them. What the card measures in money is in the currency of the deals.
func readRules(currency kam.Currency, found *kam.Findings) (rules, bool) {
	var r rules
	data, ok := crmfile.ReadAll(crmfile.BuiltIn(embedded, "rules/card.json"), found)
	if !ok || !crmfile.ReadJSON(crmfile.BuiltIn(embedded, "rules/levers.json"), &r.levers, found) {
		return r, false
	}
	var err error
	if r.card, err = scoring.ParseCard(data); err != nil {
		found.Merge(of(err, "rules/card.json"))
		return r, false
	}
	for i := range r.card.Measures {
		if r.card.Measures[i].Metric == wonRevenue {
			r.card.Measures[i].Currency = currency
		}
	}
	return r, true
}

// review scores everybody for each quarter and the year, and says where each stands and what to do first.
func (b book) review(ctx context.Context, r rules) ([]reviewOf, error) {
	program, err := scoring.Compile(r.card)
	if err != nil {
		return nil, err
	}
	out := make([]reviewOf, 0, len(b.reviewed()))
	for i, p := range append([]kam.Period{b.year}, b.quarters...) {
		in, err := b.batch(program, p)
		if err != nil {
			return nil, err
		}
		scores, err := program.ScoreAll(ctx, in, scoring.Options{})
		if err != nil {
			return nil, err
		}
		for k := range scores.Len() {
			if i == 0 {
				out = append(out, reviewOf{person: scores.Subject(k).ID, year: scores.Result(k)})
			} else {
				out[k].quarters = append(out[k].quarters, scores.Result(k))
			}
		}
	}
	if err := b.stand(out); err != nil {
		return nil, err
	}
	for i := range out {
		if err := b.follow(&out[i], r.levers); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// stand compares everybody with the own team, and with all where that is too small.
func (b book) stand(all []reviewOf) error {
	people := make([]compare.Peer, len(all))
	for i, r := range all {
		people[i] = compare.Peer{Person: r.person, Value: r.year.Score, Attributes: map[string]string{"team": b.team.Lead(r.person)}}
	}
	peers, err := compare.AmongPeers(people, compare.PeerRule{
		Levels: [][]string{{"team"}, {}}, Names: map[string]kam.Text{"team": {EN: "team", ZH: "团队"}},
	})
	if err != nil {
		return err
	}
	byPerson := map[string]compare.Standing{}
	for _, s := range peers.Standings {
		byPerson[s.Person] = s
	}
	for i := range all {
		all[i].standing = byPerson[all[i].person]
	}
	return nil
}

// follow adds the trend over the quarters, and the plan for the next one.
func (b book) follow(r *reviewOf, levers []improve.Lever) (err error) {
	r.whole = r.quarters[len(r.quarters)-len(b.whole):]
	points := make([]compare.Point, len(r.whole))
	for i, q := range r.whole {
		points[i] = compare.Point{Period: q.Period, Value: q.Score}
	}
	if r.trend, err = compare.TrendOf(points, compare.TrendRule{Threshold: decimal.NewFromInt(2)}); err != nil {
		return err
	}
	r.plan, err = improve.NewPlan(improve.Request{
		ID: b.calendar.Label(b.next) + "/" + r.person, Result: r.year, Levers: levers,
		Order: improve.ByPointsPerEffort, MaxLevers: 3,
		Owner: r.person, Roles: []improve.RoleHolder{{Role: "manager", Person: b.team.Lead(r.person)}},
		Period: b.next,
	}, b.calendar)
	return err
}
