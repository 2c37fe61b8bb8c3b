package skills

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a team, both inclusive.
const (
	MaxPosts = 1000
	MaxHeads = 1_000_000
)

// Post is a place in a team: how many people it is meant to have, who holds it, and what it asks for.
type Post struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Heads is the head count it is meant to have, 1 to [MaxHeads] and no less than People.
	Heads int `json:"heads"`
	// People hold it; they are people of the matrix, each in one post.
	People       []kam.Subject `json:"people,omitempty"`
	Requirements []Requirement `json:"requirements,omitempty"`
}

// Team is what a team can do, skill by skill.
type Team struct {
	// Skills has one for each skill of the matrix, in its order.
	Skills []TeamSkill `json:"skills"`
	// Coverage counts each requirement of a post once for each head; those of heads that nobody fills are vacant.
	Coverage Coverage `json:"coverage"`
}

// TeamSkill is one skill of a team.
type TeamSkill struct {
	Skill string `json:"skill"`
	// Mean is the mean level of the posts, each weighted by its head count; a post's own mean is that of its people who are
	// assessed. It is nil when nobody is.
	Mean *big.Rat `json:"mean,omitempty"`
	// Heads is the head count of the posts in Mean; posts without anybody assessed have no part in it.
	Heads int `json:"heads"`
	// Assessed is how many people are assessed.
	Assessed int `json:"assessed"`
	// Required is the mean level required by the posts that ask for the skill, weighted by head count; nil when none does.
	Required *big.Rat `json:"required,omitempty"`
	// Coverage counts the heads of the posts that ask for the skill.
	Coverage Coverage `json:"coverage"`
}

// Team returns what the posts of a team can do, or an [*kam.InvalidError] with every fault. The order of the posts and
// of the people in them does not matter.
func (m *Matrix) Team(posts []Post) (Team, error) {
	rows := make(map[kam.Subject]int, len(m.People))
	for i, p := range m.People {
		rows[p.Person] = i
	}
	f := wording.Faults{Prefix: prefix}
	m.checkPosts(&f, posts, rows)
	if err := f.Err(); err != nil {
		return Team{}, err
	}
	// The level of each skill that each post asks for, so that a long list of requirements is read once.
	needs := make([]map[string]int, len(posts))
	for i, post := range posts {
		needs[i] = make(map[string]int, len(post.Requirements))
		for _, r := range post.Requirements {
			needs[i][r.Skill] = r.Level
		}
	}
	t := Team{Skills: make([]TeamSkill, len(m.Skills))}
	for i, s := range m.Skills {
		t.Skills[i] = m.teamSkill(i, s.ID, posts, needs, rows)
		t.Coverage.add(t.Skills[i].Coverage)
	}
	return t, nil
}

func (c *Coverage) add(o Coverage) {
	c.Required += o.Required
	c.Met += o.Met
	c.NotMet += o.NotMet
	c.Unknown += o.Unknown
	c.Vacant += o.Vacant
}

func (m *Matrix) teamSkill(column int, skill string, posts []Post, needs []map[string]int, rows map[kam.Subject]int) TeamSkill {
	t := TeamSkill{Skill: skill}
	mean, required, asking := new(big.Rat), 0, 0
	for i, post := range posts {
		need := needs[i][skill]
		levels, known := 0, 0
		for _, person := range post.People {
			level := m.People[rows[person]].Cells[column].Level
			if level.Known {
				levels, known = levels+level.Value, known+1
			}
			if need == 0 {
				continue
			}
			if !level.Known {
				t.Coverage.Unknown++
				continue
			}
			t.Coverage.count(stateOf(level.Value >= need))
		}
		if need > 0 {
			required, asking = required+need*post.Heads, asking+post.Heads
			t.Coverage.Required += post.Heads
			t.Coverage.Vacant += post.Heads - len(post.People)
		}
		if own, ok := quotient(levels, known); ok {
			mean.Add(mean, own.Mul(own, big.NewRat(int64(post.Heads), 1)))
			t.Heads, t.Assessed = t.Heads+post.Heads, t.Assessed+known
		}
	}
	if t.Heads > 0 {
		t.Mean = mean.Quo(mean, big.NewRat(int64(t.Heads), 1))
	}
	t.Required, _ = quotient(required, asking)
	return t
}

func (m *Matrix) checkPosts(f *wording.Faults, posts []Post, rows map[kam.Subject]int) {
	if !f.Count("$", len(posts), 1, MaxPosts) {
		return
	}
	top := m.top()
	ids, people := map[string]bool{}, map[kam.Subject]bool{}
	for i, post := range posts {
		place := wording.At("$", i)
		f.ID(place+".id", post.ID, ids)
		if least := max(1, len(post.People)); post.Heads < least || post.Heads > MaxHeads {
			f.Add("heads", place+".heads", wording.Say("the head count is %d, and %d people hold the post", "编制为 %d，在岗 %d 人", post.Heads, len(post.People)),
				wording.Say("use %d to %d", "请使用 %d 到 %d", least, MaxHeads))
		}
		for j, person := range post.People {
			at := wording.At(place+".people", j)
			if _, ok := rows[person]; !ok {
				f.Add("person", at, wording.Say("the matrix has no %s", "矩阵中没有 %s", wording.Quote(person.ID)),
					wording.Say("make the matrix with the person's file", "请将此人的档案加入矩阵"))
			} else if people[person] {
				f.Add("twice", at, wording.Say("%s holds two posts", "%s 出现在两个岗位", wording.Quote(person.ID)),
					wording.Say("put everybody in one post", "每人只能列入一个岗位"))
			}
			people[person] = true
		}
		checkRequirements(f, place+".requirements", post.Requirements, top)
	}
}

// top returns the highest level of each skill.
func (m *Matrix) top() map[string]int {
	top := make(map[string]int, len(m.Skills))
	for _, s := range m.Skills {
		top[s.ID] = len(s.Levels) - 1
	}
	return top
}
