// Command river pays a company on a job queue in PostgreSQL, [River]: its payees are computed in shares by worker processes, on as
// many machines as one likes, and the statements and postings are the same to the byte as those of one process.
//
//	go run ./examples/river                                      a demonstration: see below
//	go run ./examples/river -transactions 1000000 -payees 10000  the same, large
//	go run ./examples/river fill -postgres DSN                   bring a made-up quarter to a database and queue the first jobs
//	go run ./examples/river work -postgres DSN                   a worker; start as many as you like, end them as you like
//	go run ./examples/river check -postgres DSN                  compare what they have posted with a run in one process
//
// The demonstration starts a PostgreSQL of its own (Debian: apt-get install postgresql) and three workers. In the middle of it
// one worker is killed as kill -9 does, then PostgreSQL itself, which is started again. Then everything is computed once more
// in one process, and compared. -h explains every flag.
//
// # The jobs
//
// The payees depend on each other: sellers have a contest and a pool of each team, and their leads a part of their commission.
// So the shares tell each other figures, in rounds, as [incentive.Enrolment.Step] describes. A job computes one share in one
// round, from the share's deals and the figures of the rounds before. In one transaction it keeps what comes of it, completes
// itself, and counts itself told; the one that is counted last adds the jobs of the next round. So each job has its effect
// exactly once, although it may be begun several times: after a worker or the database was killed, River gives it to another
// worker, which computes the same bytes.
//
// When the last round is told, one more job joins the shares and posts the batch. The ledger takes the batch of one run once.
//
// # What a host does otherwise
//
// The roster and the plans are made up here from two numbers, in every process; a host reads them from its database, once they
// are frozen for the run. What was posted before is frozen when the deals are brought in, for the same reason.
//
// # Exit codes
//
//	0   done, or a worker was told to stop
//	1   something failed, there is no PostgreSQL, or what was compared differs
//	2   bad usage
//
// [River]: https://riverqueue.com
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
