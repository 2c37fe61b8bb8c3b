package careerpath

import "github.com/kam-go/kam"

// Points is a framework from skills to titles: each level of a skill is worth points, the sum of them makes a level, and
// a level opens stages with their titles. It is published as such for engineers by Medium (Snowflake).
type Points struct {
	// Groups put skills together for people to read. Optional.
	Groups []PointGroup `json:"groups,omitempty"`
	// Skills are those that count, in the order in which people read them.
	Skills []PointSkill `json:"skills"`
	// Worth is what having level 0, 1, 2 and so on of any of the skills is worth altogether. It never falls.
	Worth []int `json:"worth"`
	// Levels begin at 0 points and rise.
	Levels []PointLevel `json:"levels"`
}

// PointGroup is a heading for skills.
type PointGroup struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
}

// PointSkill is a skill that counts.
type PointSkill struct {
	// Skill is the ID of a skill of the vocabulary, which has at most as many levels as [Points].Worth.
	Skill string `json:"skill"`
	// Group is the ID of a group. Optional when there are no groups.
	Group string `json:"group,omitempty"`
}

// PointLevel is what a number of points makes.
type PointLevel struct {
	ID string `json:"id"`
	// From is the least points for it, inclusive. It ends where the next one begins.
	From int `json:"from"`
	// Stages are the stages that it opens, each with its titles. Optional.
	Stages []string `json:"stages,omitempty"`
}
