package meetings

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// DefaultLeastMinutes is how long a topic is talked about at least, unless an [AgendaSpec] says otherwise.
const DefaultLeastMinutes = 5

// AgendaSpec is what an agenda is made of. The order of its lists does not matter.
type AgendaSpec struct {
	// Format gives the boxes of time. It is required.
	Format Format `json:"format"`
	// On is the day of the meeting, by which actions are overdue and requests wait. It is required.
	On kam.Day `json:"on"`
	// Limits say which topics are to be discussed.
	Limits Limits `json:"limits"`
	// LeastMinutes is the least time of a topic, at most that of the box that holds topics.
	// Defaults to [DefaultLeastMinutes], or to the box where that is shorter.
	LeastMinutes int `json:"leastMinutes,omitempty"`
	// Topics are the goals, each once.
	Topics []Topic `json:"topics,omitempty"`
	// Accounts are those at risk, each once; Currency is that of their values.
	Accounts []AtRisk     `json:"accounts,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
	// Actions are what was agreed before: those overdue on the day, or escalated, are on the agenda.
	Actions []Action `json:"actions,omitempty"`
	// Requests are the resources asked for: those that wait on the day are on the agenda.
	Requests []Request `json:"requests,omitempty"`
	// Successes are to be shared, all that happened by the day of the meeting.
	Successes []Success `json:"successes,omitempty"`
}

// AtRisk is an account that may be lost. The zero value is none.
type AtRisk struct {
	// Account is the host's ID of it, Name what people read; empty reads as Account.
	Account string `json:"account"`
	Name    string `json:"name,omitempty"`
	// Why says what is the matter.
	Why kam.Text `json:"why"`
	// Value is what is at stake, in the agenda's currency; not valid when unknown.
	Value decimal.NullDecimal `json:"value,omitzero"`
}

// Item is a topic as an agenda has it.
type Item struct {
	Topic Topic `json:"topic"`
	// Reason says why it is there; empty for one that is quiet or unknown.
	Reason Reason `json:"reason,omitempty"`
	// Minutes is its time, 0 when it is not discussed.
	Minutes int `json:"minutes,omitempty"`
	// Share is its exact part of the weight x gap of all that are discussed, and unset when that of all is 0.
	Share *big.Rat `json:"-"`
}

// Agenda is what a meeting is to talk about, in order. It is not changed once it was made; its lists are its own.
// [Agenda.Markdown] writes it for people.
type Agenda struct {
	Format Format  `json:"format"`
	On     kam.Day `json:"on"`
	// Discussed are the topics with their minutes, which sum to the box of topics exactly unless there are none: by
	// weight x gap, largest first, ties by weight, largest first, then by goal ID.
	Discussed []Item `json:"discussed,omitempty"`
	// Carried are topics that should be discussed and did not fit, in the same order. They are carried to the next
	// meeting, not dropped.
	Carried []Item `json:"carried,omitempty"`
	// Quiet are the topics within the limits, and Unknown those whose figures are missing, both in the order of IDs.
	Quiet   []Item `json:"quiet,omitempty"`
	Unknown []Item `json:"unknown,omitempty"`
	// Accounts are those at risk, by value, largest first, those of unknown value first of all, ties by ID.
	Accounts []AtRisk     `json:"accounts,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
	// Actions are those overdue or escalated: carried most often first, then by due day and ID.
	Actions []Action `json:"actions,omitempty"`
	// Requests are those waiting, by due day, unset last, then by the day of asking and ID.
	Requests []Request `json:"requests,omitempty"`
	// Successes are by day, then ID.
	Successes []Success `json:"successes,omitempty"`
	// Unplaced lists the sections that have something to talk about while no box of the format holds them. What is
	// in them, topics in Carried included, is listed after the boxes, not dropped.
	Unplaced []Section `json:"unplaced,omitempty"`
}

// NewAgenda returns the agenda of a meeting.
//
// A topic is discussed when the distance between its actual and its plan exceeds both limits, in whichever direction,
// or when it has become worse for long enough. Topics are taken by weight x gap, and as many as the box has room for
// at the least time of one. Each gets its share of the box by weight x gap, in whole minutes by largest remainders;
// those whose share is below the least time get that, and the others share the rest in the same way. Where all
// weight x gap are 0 the time is shared evenly. A topic ahead of plan has a gap of 0.
//
// The error is an [*kam.InvalidError] with every fault. The agenda shares no list with the spec.
func NewAgenda(spec AgendaSpec) (*Agenda, error) {
	c := checker{}
	c.agenda(spec)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	a := &Agenda{Format: spec.Format, On: spec.On, Currency: spec.Currency}
	a.Format.Boxes = slices.Clone(spec.Format.Boxes)
	for i := range a.Format.Boxes {
		a.Format.Boxes[i].Holds = slices.Clone(a.Format.Boxes[i].Holds)
	}
	a.placeTopics(spec)
	a.Accounts = slices.SortedFunc(slices.Values(spec.Accounts), AtRisk.compare)
	for _, x := range slices.SortedFunc(slices.Values(spec.Actions), Action.compare) {
		if !x.Opened.After(spec.On) && (x.Task.Overdue(spec.On) || x.Escalated(spec.On)) {
			a.Actions = append(a.Actions, x)
		}
	}
	for _, r := range slices.SortedFunc(slices.Values(spec.Requests), Request.compare) {
		if r.Waiting(spec.On) {
			a.Requests = append(a.Requests, r)
		}
	}
	for _, s := range slices.SortedFunc(slices.Values(spec.Successes), Success.compare) {
		if !s.On.After(spec.On) {
			s.Seen = slices.Clone(s.Seen)
			a.Successes = append(a.Successes, s)
		}
	}
	for _, s := range Sections() {
		if a.has(s) && a.Format.box(s) < 0 {
			a.Unplaced = append(a.Unplaced, s)
		}
	}
	return a, nil
}

// has tells whether there is something to talk about in a section.
func (a *Agenda) has(s Section) bool {
	switch s {
	case Topics:
		return len(a.Discussed)+len(a.Carried) > 0
	case Risks:
		return len(a.Accounts) > 0
	case Actions:
		return len(a.Actions) > 0
	case Resources:
		return len(a.Requests) > 0
	case Recognition:
		return len(a.Successes) > 0
	default: // a look at the figures, and ahead, needs no list
		return false
	}
}

// placeTopics sorts the topics into those discussed, carried, quiet and unknown.
func (a *Agenda) placeTopics(spec AgendaSpec) {
	topics := make([]assessed, len(spec.Topics))
	for i, t := range spec.Topics {
		if t.Gap != nil {
			gap := *t.Gap
			t.Gap = &gap
		}
		topics[i] = t.assess(spec.Limits)
	}
	slices.SortFunc(topics, assessed.compare)
	var wanted []assessed
	for _, t := range topics {
		switch {
		case t.reason != "":
			wanted = append(wanted, t)
		case !t.known:
			a.Unknown = append(a.Unknown, Item{Topic: t.Topic})
		default:
			a.Quiet = append(a.Quiet, Item{Topic: t.Topic})
		}
	}
	byID := func(x, y Item) int { return cmp.Compare(x.Topic.Goal, y.Topic.Goal) }
	slices.SortFunc(a.Quiet, byID)
	slices.SortFunc(a.Unknown, byID)

	room, minutes, least := 0, 0, 1
	if box := spec.Format.box(Topics); box >= 0 {
		minutes = spec.Format.Boxes[box].Minutes
		least = spec.leastMinutes(minutes)
		room = min(len(wanted), minutes/least)
	}
	allotted := allot(minutes, least, wanted[:room])
	total := new(big.Rat)
	for _, t := range wanted[:room] {
		total.Add(total, t.worth)
	}
	for i, t := range wanted {
		item := Item{Topic: t.Topic, Reason: t.reason}
		if i >= room {
			a.Carried = append(a.Carried, item)
			continue
		}
		item.Minutes = allotted[i]
		if total.Sign() > 0 {
			item.Share = new(big.Rat).Quo(t.worth, total)
		}
		a.Discussed = append(a.Discussed, item)
	}
}

// leastMinutes returns the least time of a topic in a box of so many minutes.
func (s AgendaSpec) leastMinutes(box int) int {
	if s.LeastMinutes == 0 {
		return min(DefaultLeastMinutes, box)
	}
	return s.LeastMinutes
}

// allot shares minutes out to topics by weight x gap, at least so many to each, for which there is room.
func allot(minutes, least int, topics []assessed) []int {
	out := make([]int, len(topics))
	open := make([]int, len(topics)) // those that share the rest, by index
	for i := range topics {
		open[i] = i
	}
	rest := minutes
	for len(open) > 0 {
		weights := weigh(topics, open)
		total := new(big.Rat)
		for _, w := range weights {
			total.Add(total, w)
		}
		floor := new(big.Rat).SetInt64(int64(least))
		floor.Mul(floor, total)
		// A share is below the least time when rest x weight < least x total.
		var above []int
		for k, i := range open {
			share := new(big.Rat).SetInt64(int64(rest))
			if share.Mul(share, weights[k]).Cmp(floor) < 0 {
				out[i] = least
			} else {
				above = append(above, i)
			}
		}
		if len(above) < len(open) {
			rest -= least * (len(open) - len(above))
			open = above
			continue
		}
		parts, err := num.Split(decimal.NewFromInt(int64(rest)), weights, 0)
		if err != nil { // the weights are there, none is negative, and their sum is above 0
			return out
		}
		for k, i := range open {
			out[i] = int(parts[k].IntPart())
		}
		break
	}
	return out
}

// weigh returns the weight x gap of some topics, or 1 for each when all are 0.
func weigh(topics []assessed, which []int) []*big.Rat {
	weights := make([]*big.Rat, len(which))
	zero := true
	for k, i := range which {
		weights[k] = topics[i].worth
		zero = zero && weights[k].Sign() == 0
	}
	for k := range weights {
		if zero {
			weights[k] = big.NewRat(1, 1)
		}
	}
	return weights
}

// compare orders accounts by value, unknown first, then largest first, then by ID.
func (x AtRisk) compare(o AtRisk) int {
	if x.Value.Valid != o.Value.Valid {
		if o.Value.Valid {
			return -1
		}
		return 1
	}
	order := 0
	if x.Value.Valid {
		order = o.Value.Decimal.Cmp(x.Value.Decimal)
	}
	return cmp.Or(order, cmp.Compare(x.Account, o.Account))
}

// compare orders successes by day, then ID.
func (s Success) compare(o Success) int { return cmp.Or(s.On.Compare(o.On), cmp.Compare(s.ID, o.ID)) }

// MaxItems is how many elements each list of an [AgendaSpec] may have, inclusive.
const MaxItems = 10_000

func (c *checker) agenda(spec AgendaSpec) {
	c.format("$.format", spec.Format)
	c.day("$.on", spec.On)
	c.limits("$.limits", spec.Limits)
	box := spec.Format.box(Topics)
	if spec.LeastMinutes < 0 || box >= 0 && spec.LeastMinutes > spec.Format.Boxes[box].Minutes {
		c.add("minutes", "$.leastMinutes",
			say("%d minutes for a topic", "每个议题至少 %d 分钟", spec.LeastMinutes),
			say("use 1 to the minutes of the box that holds topics", "请使用 1 到议题时间段的分钟数"))
	}
	each(c, "$.topics", spec.Topics, c.topic, ".goal", func(t Topic) string { return t.Goal })
	each(c, "$.accounts", spec.Accounts, c.atRisk, ".account", func(x AtRisk) string { return x.Account })
	c.currency("$.currency", spec.Currency)
	each(c, "$.actions", spec.Actions, c.action, ".task.id", func(a Action) string { return a.Task.ID })
	each(c, "$.requests", spec.Requests, c.request, ".id", func(r Request) string { return r.ID })
	each(c, "$.successes", spec.Successes, c.success, ".id", func(s Success) string { return s.ID })
}

// each checks the elements of a list, and that each id stands once.
func each[T any](c *checker, place string, list []T, check func(place string, x T), field string, id func(T) string) {
	if len(list) > MaxItems {
		c.add("list", place, say("the list has %d elements", "列表有 %d 个元素", len(list)), say("use at most %d", "最多 %d 个", MaxItems))
		return
	}
	seen := make(map[string]bool, len(list))
	for i, x := range list {
		check(at(place, i), x)
		c.unique(at(place, i)+field, id(x), seen)
	}
}

func (c *checker) atRisk(place string, x AtRisk) {
	c.id(place+".account", x.Account)
	c.optionalID(place+".name", x.Name)
	c.title(place+".why", x.Why)
	c.number(place+".value", x.Value)
}
