package library

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Tasks returns what is to be done about the resources and deals of one system, for a [crm.TaskWriter]:
//
//   - to renew each stale resource that was used in a deal or would close a gap, for its owner, else the policy's steward,
//     in the order of [Shelf.Stale];
//   - to find something for each gap that no stale resource would close, for the steward, in the order of the gaps.
//
// None has a due day. What nobody can do is left out. IDs are made of what is to be renewed, and of the day since which it
// is stale, or of what is lacking.
func (s *Shelf) Tasks(system crm.System) []kam.Task {
	gaps := map[crm.Ref]bool{}
	for _, g := range s.Gaps {
		for _, ref := range g.Renew {
			gaps[ref] = true
		}
	}
	var tasks []kam.Task
	for _, i := range s.Stale() {
		if i.Resource.System != system || i.Use.Deals == 0 && !gaps[i.Resource] {
			continue
		}
		owner := i.Owner
		if !s.book.works(system, owner) {
			owner = s.rules.policy.Steward
		}
		if owner == "" {
			continue
		}
		tasks = append(tasks, kam.Task{
			ID: taskID("renew", string(system), i.Resource.ID, i.From.String()), Title: say("renew %s: %s", "更新资料 %s：%s", wording.Quote(i.Title), i.Why),
			Owner: owner, About: kam.Subject{Kind: string(crm.KindResource), ID: i.Resource.ID}, Origin: prefix + ".stale",
		})
	}
	for _, g := range s.Gaps {
		n := int64(0)
		for _, d := range g.Deals {
			if d.System == system {
				n++
			}
		}
		if s.rules.policy.Steward == "" || n == 0 || slices.ContainsFunc(g.Renew, func(r crm.Ref) bool { return r.System == system }) {
			continue
		}
		tasks = append(tasks, kam.Task{
			ID:    taskID("gap", string(system), string(g.Aspect), fold(g.Word)),
			Title: say("find something about %[1]s %[2]s: %[3]s", "补充资料（%[1]s：%[2]s），涉及 %[4]d 个进行中商机", aspectText(g.Aspect), wording.Quote(g.Word), counted(n), n),
			Owner: s.rules.policy.Steward, Origin: prefix + ".gap",
		})
	}
	return tasks
}

// counted writes a number of deals in English.
func counted(n int64) string {
	if n == 1 {
		return "1 open deal"
	}
	return strconv.FormatInt(n, 10) + " open deals"
}

// taskID strings parts together so that different parts never give one ID. One that some system might not keep, because it
// is longer than 100 bytes or has more than letters, digits and plain marks in it, is replaced by its hash.
func taskID(parts ...string) string {
	for i, p := range parts {
		parts[i] = strings.NewReplacer("~", "~0", "/", "~1").Replace(p)
	}
	id := prefix + "/" + strings.Join(parts, "/")
	if len(id) > 100 || strings.ContainsFunc(id, awkward) {
		sum := sha256.Sum256([]byte(id))
		return prefix + "/" + hex.EncodeToString(sum[:])
	}
	return id
}

func awkward(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("/-_.~:@", r)
}
