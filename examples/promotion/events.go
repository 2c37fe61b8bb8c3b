package main

import (
	"slices"
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/examples/internal/crmfile"
)

// happened is an event and where it is written down.
type happened struct {
	event promotion.Event
	place string
}

// readEvents returns what the file says in its order.
func readEvents(f crmfile.File, found *kam.Findings) []happened {
	list, ok := parsed(f, promotion.ParseEvents, found)
	if !ok {
		return nil
	}
	out := make([]happened, len(list))
	for i, e := range list {
		out[i] = happened{e, f.Name + ":$[" + strconv.Itoa(i) + "]"}
	}
	return out
}

// readScores returns the scores: of each row those under the IDs of the judges. An empty cell is no score.
func readScores(f crmfile.File, cycle promotion.Cycle, found *kam.Findings) []happened {
	columns := []string{"on", "exercise", "candidate"}
	for _, j := range cycle.Panel {
		columns = append(columns, j.Person.ID)
	}
	var out []happened
	crmfile.Read(f, columns, found, func(in *crmfile.Record) {
		on := in.Day("on", "YYYY-MM-DD")
		for _, j := range columns[3:] {
			score := in.Number(j)
			if !score.Valid {
				continue
			}
			out = append(out, happened{place: in.Place(j), event: promotion.Event{
				Step: promotion.StepScore, On: on, By: subject(j), Person: subject(in.Cell("candidate")), Exercise: in.Cell("exercise"), Score: score,
			}})
		}
	})
	return out
}

// inOrder returns all events by their days: of one day applications first, then what else happened, then scores, each as
// they are written down.
func (c competition) inOrder() []happened {
	var all []happened
	for _, p := range c.people {
		if a, applied := p.application(); applied {
			all = append(all, a)
		}
	}
	all = append(all, c.events...)
	slices.SortStableFunc(all, func(a, b happened) int { return a.event.On.Compare(b.event.On) })
	return all
}
