package replica

import (
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// MaxFindings is the most findings that a report keeps.
const MaxFindings = 1_000

// Report is what a reading did, also one that ended with an error.
type Report struct {
	System crm.System `json:"system"`
	// Kinds are those whose reading has begun, in its order.
	Kinds []KindReport `json:"kinds"`
	// Findings are about fields and records that could not be read, in the order of reading, at most [MaxFindings]; More is
	// how many others there were.
	Findings kam.Findings `json:"findings,omitempty"`
	More     int          `json:"more,omitempty"`
}

// KindReport is what the reading of one kind did.
type KindReport struct {
	Kind crm.Kind `json:"kind"`
	// Until is the instant before which changes were read, Mark the last of them that is in the copy.
	Until time.Time `json:"until"`
	Mark  crm.Mark  `json:"mark"`
	// Version is that of the position in the store.
	Version int64 `json:"version"`
	// Pages are those of changes, Records the changed records on them that were applied, Skipped those that were unfit.
	Pages   int `json:"pages"`
	Records int `json:"records"`
	Skipped int `json:"skipped,omitempty"`
	// Deleted are the deletions that were listed; some may have been known.
	Deleted int `json:"deleted,omitempty"`
	// Compared are the records of the copy that a sweep looked for, Forgotten those that the system has no more, Restored
	// those that it has again or that the copy had never seen, Missing those that could not be read.
	Compared  int `json:"compared,omitempty"`
	Forgotten int `json:"forgotten,omitempty"`
	Restored  int `json:"restored,omitempty"`
	Missing   int `json:"missing,omitempty"`
	// Swept says that a sweep has come to its end.
	Swept bool `json:"swept,omitempty"`
	// Complete says that everything was read that was due.
	Complete bool `json:"complete"`
}

// Text tells what the reading of the kind did in one line.
func (k KindReport) Text() kam.Text {
	parts := []kam.Text{wording.Say("%s: %d changed", "%s：变更 %d 条", string(k.Kind), k.Records)}
	for _, p := range []struct {
		n      int
		en, zh string
	}{
		{k.Skipped, "%d unfit", "无法采用 %d 条"},
		{k.Deleted, "%d deleted", "删除 %d 条"},
		{k.Forgotten, "%d no longer there", "已不存在 %d 条"},
		{k.Restored, "%d back or new to the copy", "恢复或补入 %d 条"},
		{k.Missing, "%d not readable", "无法读取 %d 条"},
	} {
		if p.n > 0 {
			parts = append(parts, wording.Say(p.en, p.zh, p.n))
		}
	}
	if !k.Complete {
		parts = append(parts, wording.Say("not complete", "未完成"))
	}
	return wording.Join(parts)
}

// Step is a part of the reading of a kind.
type Step string

// Steps of a reading, in their order.
const (
	Changes   Step = "changes"
	Deletions Step = "deletions"
	Sweep     Step = "sweep"
)

// Progress is how far the reading of a kind has come.
type Progress struct {
	System crm.System
	Kind   crm.Kind
	Step   Step
	// Records and Pages are those of the step so far: changes, deletions, or ids.
	Records, Pages int
	// Estimate is about how many records the step will come to, where the source is a [crm.Counter]; 0 when nobody knows.
	Estimate int
}

// add keeps findings within bounds.
func (r *Report) add(found kam.Findings) {
	for _, f := range found {
		if len(r.Findings) >= MaxFindings {
			r.More += 1 + f.More
			continue
		}
		r.Findings.Add(f)
	}
}
