package develop

import (
	"cmp"
	"slices"
)

// job is an option of a plan with the days on which it is taken.
type job struct {
	option, span int
	from, until  int32
	after        []int // the jobs that have to be done before it, by place in the list
	latest       int32 // the last day on which it can begin without moving a session after it
}

// schedule gives the options that lead to l their days: sessions have theirs; what can be taken at any time comes one after
// the other where there is time for that, and side by side where there is not. The jobs are in the order of their first days.
func (p *problem) schedule(l *label) []job {
	steps := l.steps()
	jobs := make([]job, len(steps))
	for n, step := range steps {
		j := job{option: step.option, span: step.span}
		o := &p.options[j.option]
		j.after = p.waitsFor(jobs[:n], o)
		jobs[n] = j
		jobs[n].from, jobs[n].until = p.times(jobs, n, 0)
	}
	for n := len(jobs) - 1; n >= 0; n-- {
		end := p.end
		for m := n + 1; m < len(jobs); m++ {
			if slices.Contains(jobs[m].after, n) {
				end = min(end, jobs[m].latest)
			}
		}
		jobs[n].latest = jobs[n].from
		if jobs[n].span < 0 {
			jobs[n].latest = end - p.options[jobs[n].option].days
		}
	}
	var last int32
	for n := range jobs {
		jobs[n].from, jobs[n].until = p.times(jobs, n, last)
		if jobs[n].span < 0 {
			last = max(last, jobs[n].until)
		}
	}
	return inOrder(jobs)
}

// waitsFor returns which of the jobs before it an option has to wait for: those that it requires, and for each level that it
// asks for the one that is first to lead there.
func (p *problem) waitsFor(jobs []job, o *option) []int {
	var after []int
	for _, before := range o.requires {
		after = append(after, slices.IndexFunc(jobs, func(j job) bool { return j.option == before }))
	}
	for _, from := range o.entry {
		if from.level <= p.start[from.skill] {
			continue
		}
		first := -1
		for n := range jobs {
			if to, lifts := p.lift(jobs[n].option, from.skill); lifts && to >= from.level && (first < 0 || jobs[n].until < jobs[first].until) {
				first = n
			}
		}
		after = append(after, first)
	}
	slices.Sort(after)
	return slices.Compact(after)
}

// times returns the days of a job: those of its session; else as many as it takes, from the day wished for or the first day
// on which it can begin, whichever is later, but no later than what comes after it allows.
func (p *problem) times(jobs []job, n int, wish int32) (from, until int32) {
	j := &jobs[n]
	o := &p.options[j.option]
	if j.span >= 0 {
		return o.spans[j.span].from, o.spans[j.span].until
	}
	var ready int32
	for _, m := range j.after {
		ready = max(ready, jobs[m].until)
	}
	from = ready
	if wish > ready {
		from = max(ready, min(wish, j.latest))
	}
	return from, from + o.days
}

// inOrder sorts jobs by their first days; what a job waits for keeps pointing there.
func inOrder(jobs []job) []job {
	order := make([]int, len(jobs))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(jobs[a].from, jobs[b].from) })
	place := make([]int, len(jobs))
	for to, from := range order {
		place[from] = to
	}
	sorted := make([]job, len(jobs))
	for n, j := range jobs {
		for i, m := range j.after {
			j.after[i] = place[m]
		}
		slices.Sort(j.after)
		sorted[place[n]] = j
	}
	return sorted
}
