package main

import (
	"context"
	"time"
)

// worldClock is the clock of the systems and of those who read them. It stands at Base when the machine's stands at Began,
// and goes Speed times as fast, so that an hour in which a token ends need not be waited for.
type worldClock struct {
	Base  time.Time `json:"base"`
	Began time.Time `json:"began"`
	Speed int64     `json:"speed"`
}

// Now is the instant in the world of the systems.
func (c worldClock) Now() time.Time {
	return c.Base.Add(time.Since(c.Began) * time.Duration(c.Speed))
}

// Sleep waits for a time of that world.
func (c worldClock) Sleep(ctx context.Context, d time.Duration) error {
	wait, stop := context.WithTimeout(ctx, d/time.Duration(c.Speed))
	defer stop()
	<-wait.Done()
	return ctx.Err()
}
