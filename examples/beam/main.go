// Command beam computes a commission period of any size on Apache Beam, which spreads it over the workers of a runner, and
// writes the same statements, byte for byte, that one process writes.
//
// # How it goes
//
// The period is made up: [madeup] makes each transaction from its number, so that the workers make their parts of it where they
// are. Sellers have a commission, a contest of all of them and a pool of each team; leads are paid a part of the commission of
// those below them. A host's own transactions come from its files or tables instead, in the DoFn that reads.
//
//	numbers → read → by original → route → by share → step 0 ⟶ step 1 ⟶ … ⟶ step n → by share → merge
//	                                             figures    figures         statements
//
// The transactions are read and grouped by the deal that they are about, so that a reversal meets the deal that it takes back.
// With it, incentive.Enrolment.Shares knows which shares of the payees need it, and the transactions are grouped by share. Then
// the shares go step by step, incentive.Enrolment.Step: what they tell each other, because a contest has to compare everybody
// and a lead waits for the sellers, is a side input of the next step, which is the barrier: nobody goes on before everybody has
// told. Each step starts again from the transactions, so that a runner may repeat any of it. Beam keeps no order within a key,
// and none is needed. A share that is done writes its statements into a file; at the end the files are merged, and what is
// posted to the ledger is put together by incentive.Enrolment.Join.
//
// # How many steps
//
// A pipeline is drawn before it runs, and how many steps there are shows only while it runs: where somebody has to be held, those
// who were compared with him are compared again. So the pipeline is drawn with some steps, -steps of them; steps after the last
// that was needed do nothing. When the steps were too few, the pipeline has written nothing: the program draws it again, with
// twice as many, and runs it from the start. incentive.Enrolment.Rounds says how many can be needed at most.
//
// # Runners
//
// Without -runner the pipeline runs on Prism, the runner that comes with Beam's Go SDK, in this process; that is what was tested.
// Prism uses one machine, keeps what it shuffles in memory and does not go on after a failure. -runner also takes what
// the SDK has for clusters, among them flink, spark and dataflow with their own flags; none of them was tested. There -out is
// a folder that every worker can reach, such as gs://bucket/folder.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"

	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/incentive"
)

func main() {
	payees := flag.Int("payees", 1_100, "how many people the made-up company has")
	transactions := flag.Int("transactions", 20_000, "how many deals and refunds their quarter has")
	shares := flag.Int("shares", 8, fmt.Sprintf("in how many shares their pay is computed, at most %d: a worker has one in memory", incentive.MaxShares))
	steps := flag.Int("steps", 0, "how many steps the pipeline is drawn with at first; 0: as many as the plans need where nobody is held")
	out := flag.String("out", "out/beam", "the folder of the statements")
	check := flag.Bool("check", false, "compute everybody in this process too, and compare")
	declare()
	flag.Parse()
	log.LogLevel = "warn"
	beam.Init() // stays where the process is a worker

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	job := Job{Quarter: madeup.Quarter{Payees: *payees, Transactions: *transactions}, Shares: *shares, Out: *out}
	if err := play(ctx, job, *steps, *check); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(1)
	}
}

// play runs the pipeline until the statements are written, and compares them where it is asked to.
func play(ctx context.Context, job Job, steps int, check bool) error {
	began := time.Now()
	done, err := job.run(ctx, steps)
	if err != nil {
		return err
	}
	fmt.Printf("%d transactions of %d payees in %d shares and %d steps: %s%s\n",
		job.Quarter.Transactions, job.Quarter.Payees, job.Shares, done, time.Since(began).Round(time.Millisecond), peak())
	for _, kind := range kinds {
		fmt.Println(job.file(kind.name))
	}
	fmt.Println(job.file(posted))
	if !check {
		return nil
	}
	debug.FreeOSMemory() // of the pipeline, before the memory of a whole run is needed
	began = time.Now()
	if err := job.compare(ctx); err != nil {
		return errors.Join(errors.New("one process computes something else"), err)
	}
	fmt.Printf("one process computes the same, byte for byte: %s%s\n", time.Since(began).Round(time.Millisecond), peak())
	return nil
}
