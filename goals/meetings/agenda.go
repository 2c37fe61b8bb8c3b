package meetings

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// DefaultLeastMinutes is how long a topic is talked about at least, unless an [AgendaSpec] says otherwise.
const DefaultLeastMinutes = 5

// AgendaSpec is what an agenda is made of. The order of its lists does not matter.
type AgendaSpec struct {
	// Format gives the boxes of time. It is required.
	Format Format `json:"format"`
	// On is the day of the meeting, by which actions are overdue and requests wait. It is required.
	On kam.Day `json:"on"`
	// Limits say which topics are to be discussed, but for those with limits of their own. An absolute limit above 0
	// is refused when these topics do not all have the same unit or currency.
	Limits Limits `json:"limits"`
	// LeastMinutes is the least time of a topic, at most that of the box that holds topics: one whose share is below
	// it is carried.
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
	// ActionSummary and RequestSummary, of [SumActions] and [SumRequests], say how actions and requests are getting
	// on; nil leaves that out.
	ActionSummary  *ActionSummary  `json:"actionSummary,omitempty"`
	RequestSummary *RequestSummary `json:"requestSummary,omitempty"`
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
	// ActionSummary and RequestSummary are as the spec has them.
	ActionSummary  *ActionSummary  `json:"actionSummary,omitempty"`
	RequestSummary *RequestSummary `json:"requestSummary,omitempty"`
	// Successes are by day, then ID.
	Successes []Success `json:"successes,omitempty"`
	// Unplaced lists the sections that have something to talk about while no box of the format holds them. What is
	// in them, topics in Carried included, is listed after the boxes, not dropped.
	Unplaced []Section `json:"unplaced,omitempty"`
}

// NewAgenda returns the agenda of a meeting.
//
// A topic is to be discussed when the distance between its actual and its plan exceeds both limits, in whichever
// direction, or when it has become worse for long enough. One whose figures are missing and whose Gap is stated is
// judged by the relative limit alone.
//
// The box of topics is shared out by weight x gap: topics are taken in that order, as long as the share of the next one
// among those taken and itself is not below the least time, and at most [MaxDiscussed] of them. Each has its share in
// whole minutes by largest remainders, so nobody has less than the least time and nobody's share is taken for another:
// what is too small beside the others is carried, not given time of theirs. A topic ahead of plan has a gap of 0. A
// weight x gap of 0 has no time as long as another topic has one; where all are 0, as many as fit share evenly.
//
// The error is an [*kam.InvalidError] with every fault. The agenda shares no list with the spec.
func NewAgenda(spec AgendaSpec) (*Agenda, error) {
	c := checker{}
	c.agenda(spec)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	a := &Agenda{
		Format: spec.Format, On: spec.On, Currency: spec.Currency,
		ActionSummary: pointed(spec.ActionSummary), RequestSummary: pointed(spec.RequestSummary),
	}
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
		return len(a.Actions) > 0 || a.ActionSummary != nil
	case Resources:
		return len(a.Requests) > 0 || a.RequestSummary != nil
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
		t.Gap, t.Limits = pointed(t.Gap), pointed(t.Limits)
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

	var allotted []int
	if box := spec.Format.box(Topics); box >= 0 {
		minutes := spec.Format.Boxes[box].Minutes
		allotted = admit(minutes, spec.leastMinutes(minutes), wanted)
	}
	parts := shares(wanted[:len(allotted)])
	for i, t := range wanted {
		item := Item{Topic: t.Topic, Reason: t.reason}
		if i >= len(allotted) {
			a.Carried = append(a.Carried, item)
			continue
		}
		item.Minutes, item.Share = allotted[i], parts[i]
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
	c.oneUnit(spec)
	each(c, "$.accounts", spec.Accounts, c.atRisk, ".account", func(x AtRisk) string { return x.Account })
	c.currency("$.currency", spec.Currency)
	each(c, "$.actions", spec.Actions, c.action, ".task.id", func(a Action) string { return a.Task.ID })
	each(c, "$.requests", spec.Requests, c.request, ".id", func(r Request) string { return r.ID })
	each(c, "$.successes", spec.Successes, c.success, ".id", func(s Success) string { return s.ID })
	if s := spec.ActionSummary; s != nil {
		c.number("$.actionSummary.medianAge", s.MedianAge)
		c.number("$.actionSummary.medianToClose", s.MedianToClose)
	}
	if s := spec.RequestSummary; s != nil {
		c.number("$.requestSummary.medianDays", s.MedianDays)
		c.number("$.requestSummary.effect", s.Effect)
	}
}

// oneUnit checks that an absolute limit is of one unit.
func (c *checker) oneUnit(spec AgendaSpec) {
	if spec.Limits.Absolute.IsZero() || len(spec.Topics) > MaxItems {
		return
	}
	var units []string
	for _, t := range spec.Topics {
		if unit := cmp.Or(t.Unit, string(t.Currency)); t.Limits == nil && !slices.Contains(units, unit) {
			units = append(units, unit)
		}
		if len(units) > 1 {
			c.add("unit", "$.limits.absolute",
				say("one absolute limit for topics in %s and in %s", "%s 与 %s 两种单位的议题共用一个绝对限值", quote(units[0]), quote(units[1])),
				say("state limits of their own for the topics of one of them, or a relative limit only", "请为其中一种单位的议题单独填写限值，或只填写相对限值"))
			return
		}
	}
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
