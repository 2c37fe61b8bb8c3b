package meetings

import (
	"slices"

	"github.com/kam-go/kam"
)

// Section is what a part of a meeting is for. The zero value is not stated.
type Section string

// Sections, in the order in which an agenda has them.
const (
	// Review is a look at where things stand, Topics the talk about the goals that are off.
	Review Section = "review"
	Topics Section = "topics"
	// Risks is about accounts at risk, Outlook about what comes next.
	Risks   Section = "risks"
	Outlook Section = "outlook"
	// Actions is about what was agreed and is overdue, Resources about requests that wait, Recognition about successes.
	Actions     Section = "actions"
	Resources   Section = "resources"
	Recognition Section = "recognition"
)

// Sections returns all sections in the order in which an agenda has them.
func Sections() []Section {
	return []Section{Review, Topics, Risks, Outlook, Actions, Resources, Recognition}
}

// Format is how a meeting of one kind runs: its boxes of time in order. The zero value is no format.
type Format struct {
	// ID names the format, such as "weekly".
	ID string `json:"id"`
	// Name is what people read.
	Name kam.Text `json:"name"`
	// Boxes are the parts of the meeting in order.
	Boxes []Box `json:"boxes"`
	// Least and Most are how long the meeting is meant to be, in minutes, both inclusive; 0 is no bound.
	Least int `json:"least,omitempty"`
	Most  int `json:"most,omitempty"`
}

// Box is a part of a meeting with its time. The zero value is none.
type Box struct {
	// Name is what people read.
	Name kam.Text `json:"name"`
	// Minutes is at least 1.
	Minutes int `json:"minutes"`
	// Holds lists what belongs into the box; each section is in one box at most.
	Holds []Section `json:"holds"`
}

// maxMinutes is the length of the longest meeting, three days.
const maxMinutes = 3 * 24 * 60

// Minutes returns the sum of the boxes.
func (f Format) Minutes() int {
	total := 0
	for _, b := range f.Boxes {
		total += b.Minutes
	}
	return total
}

// box returns the box that holds a section, counted from 0, and -1 when none does.
func (f Format) box(s Section) int {
	return slices.IndexFunc(f.Boxes, func(b Box) bool { return slices.Contains(b.Holds, s) })
}

// Check returns nil for a format that can be followed, else an [*kam.InvalidError] with every fault: among them boxes
// whose sum is not between Least and Most.
func (f Format) Check() error {
	c := checker{}
	c.format("$", f)
	return c.found.Err()
}

func (c *checker) format(place string, f Format) {
	c.id(place+".id", f.ID)
	c.title(place+".name", f.Name)
	if len(f.Boxes) == 0 {
		c.add("minutes", place+".boxes", say("the meeting has no boxes of time", "会议没有时间段"), say("state at least one", "请至少填写一个"))
	}
	if !c.list(place+".boxes", len(f.Boxes)) {
		return
	}
	seen, usable := map[string]bool{}, len(f.Boxes) > 0
	for i, b := range f.Boxes {
		spot := at(place+".boxes", i)
		c.title(spot+".name", b.Name)
		if b.Minutes < 1 || b.Minutes > maxMinutes {
			usable = false
			c.add("minutes", spot+".minutes",
				say("the box takes %d minutes", "该时间段为 %d 分钟", b.Minutes),
				say("state 1 to %d whole minutes", "请填写 1 到 %d 的整分钟数", maxMinutes))
		}
		if !c.list(spot+".holds", len(b.Holds)) {
			continue
		}
		for j, s := range b.Holds {
			if !slices.Contains(Sections(), s) {
				c.kind(at(spot+".holds", j), string(s), string(Review), string(Topics), string(Risks), string(Outlook),
					string(Actions), string(Resources), string(Recognition))
			}
			c.unique(at(spot+".holds", j), string(s), seen)
		}
	}
	if f.Least < 0 || f.Most < 0 || f.Most > 0 && f.Least > f.Most {
		c.add("minutes", place+".most",
			say("the meeting is to take %d to %d minutes", "会议时长范围为 %d 到 %d 分钟", f.Least, f.Most),
			say("state the smaller number first, 0 for no bound", "请先填写较小的数；0 表示不限"))
		return
	}
	if total := f.Minutes(); usable && (total < f.Least || f.Most > 0 && total > f.Most) {
		c.add("minutes", place+".boxes",
			say("the boxes take %d minutes together, and the meeting %d to %d", "各时间段合计 %d 分钟，而会议时长为 %d 到 %d 分钟", total, f.Least, f.Most),
			say("change the boxes, or the length of the meeting", "请调整时间段或会议时长"))
	}
}

// The time boxes below, and how long the meetings are meant to be, are those that The Pedowitz Group publishes in
// "What's the Best Cadence for Business Reviews?", https://www.pedowitzgroup.com/best-cadence-for-business-reviews-weekly-monthly-quarterly:
// weekly 10/20/10 of 30 to 45 minutes, monthly 15/25/20/15 of 60 to 90, quarterly 30/45/30/15 of 120 to 180. What a box
// is for is said here in the words of key accounts. For the annual planning, of one to two days, it publishes no boxes.

// WeeklyReview returns the format of a weekly meeting: 10 + 20 + 10 minutes of 30 to 45.
func WeeklyReview() Format {
	return Format{
		ID: "weekly", Name: say("Weekly review", "每周例会"), Least: 30, Most: 45,
		Boxes: []Box{
			{say("Top alerts", "重点预警"), 10, []Section{Review, Risks}},
			{say("Goals that are off", "偏离目标的事项"), 20, []Section{Topics}},
			{say("Blockers, actions, recognition", "障碍、行动项与表扬"), 10, []Section{Actions, Resources, Recognition}},
		},
	}
}

// MonthlyReview returns the format of a monthly meeting: 15 + 25 + 20 + 15 minutes of 60 to 90.
func MonthlyReview() Format {
	return Format{
		ID: "monthly", Name: say("Monthly review", "月度例会"), Least: 60, Most: 90,
		Boxes: []Box{
			{say("Trends", "指标趋势"), 15, []Section{Review}},
			{say("Goals that are off", "偏离目标的事项"), 25, []Section{Topics}},
			{say("Accounts at risk", "风险客户"), 20, []Section{Risks}},
			{say("Plan, actions, recognition", "计划、行动项与表扬"), 15, []Section{Outlook, Actions, Resources, Recognition}},
		},
	}
}

// QuarterlyReview returns the format of a quarterly meeting: 30 + 45 + 30 + 15 minutes of 120 to 180.
func QuarterlyReview() Format {
	return Format{
		ID: "quarterly", Name: say("Quarterly review", "季度例会"), Least: 120, Most: 180,
		Boxes: []Box{
			{say("Results and strategy", "结果与策略"), 30, []Section{Review, Outlook}},
			{say("Goals that are off", "偏离目标的事项"), 45, []Section{Topics}},
			{say("Accounts at risk and resources", "风险客户与资源"), 30, []Section{Risks, Resources}},
			{say("Actions and recognition", "行动项与表扬"), 15, []Section{Actions, Recognition}},
		},
	}
}
