package main

import "context"

// disturbance is done when it is due, and once more where it hit nobody at work.
type disturbance struct {
	due func(state) bool
	do  func(context.Context, state) (hit bool, err error)
}

// disturb plans what is done to the payroll: a worker is killed when a quarter of the first round is told, and the server when a
// quarter of the second round is, both while they have something to do.
func (d *demonstration) disturb() {
	d.disturbances = []disturbance{{
		func(s state) bool { return s.all >= d.shares/4 && s.hands[d.workers[0].name] != 0 }, d.killWorker,
	}}
	if d.server != nil {
		d.disturbances = append(d.disturbances, disturbance{
			func(s state) bool { return s.all >= d.shares+d.shares/4 && len(d.inHand(s)) > 0 }, d.killServer,
		})
	}
}

// killWorker kills the first worker. Where it ended its job at that very moment, another one takes its place.
func (d *demonstration) killWorker(ctx context.Context, _ state) (hit bool, err error) {
	victim := d.workers[0]
	d.workers = d.workers[1:]
	if err := victim.kill(); err != nil {
		return false, err
	}
	d.used += victim.used()
	after, err := d.state(ctx)
	if err != nil {
		return false, err
	}
	job := after.hands[victim.name]
	if job == 0 {
		return false, d.hire(ctx)
	}
	d.tell("%s was killed (-9) with job %d in hand, %d of %d told in round %d", victim.name, job, after.told, d.shares, after.round)
	return true, nil
}

// killServer kills PostgreSQL, and starts it again.
func (d *demonstration) killServer(ctx context.Context, before state) (hit bool, err error) {
	if err := d.server.Kill(ctx); err != nil {
		return false, err
	}
	d.tell("PostgreSQL was killed (-9) in round %d", before.round)
	if err := d.server.Restart(); err != nil {
		return false, err
	}
	d.pool.Reset() // its connections are dead
	after, err := d.state(ctx)
	if err != nil {
		return false, err
	}
	open := 0
	still := d.inHand(after)
	for job := range d.inHand(before) {
		if still[job] {
			open++
		}
	}
	d.tell("PostgreSQL is back, with %d of %d told in round %d; %d of the jobs that were in hand were not done", after.told, d.shares, after.round, open)
	return open > 0, nil
}

// inHand returns the jobs of the workers that live.
func (d *demonstration) inHand(s state) map[int64]bool {
	jobs := map[int64]bool{}
	for _, w := range d.workers {
		if job := s.hands[w.name]; job != 0 {
			jobs[job] = true
		}
	}
	return jobs
}
