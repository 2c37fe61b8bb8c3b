package crm

import (
	"context"
	"maps"
	"slices"
)

// Live returns all records that a copy has of systems and that are not deleted, each once and as it was last read: system
// by system in the order given, kind by kind in the order of [Kinds], by id. A system that is named twice is read once.
// Errors are those of from; no records are returned beside one.
func Live(ctx context.Context, from ChangeReader, systems ...System) ([]Record, error) {
	var all []Record
	done := map[System]bool{}
	for _, system := range systems {
		if done[system] {
			continue
		}
		done[system] = true
		for _, kind := range Kinds() {
			live := map[string]Record{}
			var after Mark
			for more := true; more; {
				page, err := from.Changes(ctx, system, kind, after, MaxBatch)
				if err != nil {
					return nil, err
				}
				for _, r := range page {
					after = MarkOf(r)
					if r.Deleted {
						delete(live, r.Ref.ID) // changed while pages were read: it may have been on an earlier one
						continue
					}
					live[r.Ref.ID] = r
				}
				more = len(page) == MaxBatch
			}
			for _, id := range slices.Sorted(maps.Keys(live)) {
				all = append(all, live[id])
			}
		}
	}
	return all, nil
}
