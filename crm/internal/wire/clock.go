package wire

import (
	"context"
	"crypto/rand"
	"math/big"
	"time"
)

// Clock is time and waiting. Now is needed; Sleep and Jitter have defaults.
type Clock struct {
	// Now is the instant of the call.
	Now func() time.Time
	// Sleep waits, or returns the context's error when that ends first. Defaults to real waiting.
	Sleep func(ctx context.Context, d time.Duration) error
	// Jitter returns a wait from 0 to most, so that many who failed together do not come again together. Defaults to chance.
	Jitter func(most time.Duration) time.Duration
}

// complete fills what is not given.
func (c Clock) complete() Clock {
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	if c.Jitter == nil {
		c.Jitter = chance
	}
	return c
}

// sleep waits in real time.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	wait, stop := context.WithTimeout(ctx, d)
	defer stop()
	<-wait.Done()
	return ctx.Err()
}

// chance returns a wait from 0 to most, each as likely.
func chance(most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	n, err := rand.Int(rand.Reader, big.NewInt(int64(most)+1))
	if err != nil {
		return most
	}
	return time.Duration(n.Int64())
}
