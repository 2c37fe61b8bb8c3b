package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/incentive"
)

// Job is what a worker has to know to do any part of the work. DoFns carry it as JSON.
type Job struct {
	Quarter madeup.Quarter
	// Shares is in how many shares the payees are computed.
	Shares int
	// Out is the folder of what is written, as Beam's file systems name it.
	Out string
}

func (j Job) check() error {
	if err := j.Quarter.Check(); err != nil {
		return err
	}
	if j.Shares < 1 || j.Shares > incentive.MaxShares {
		return fmt.Errorf("%d shares: there can be 1 to %d", j.Shares, incentive.MaxShares)
	}
	if j.Out == "" {
		return errors.New("no folder to write into: give one with -out")
	}
	if strings.ContainsAny(j.Out, "*?[") {
		return fmt.Errorf("the folder %q: Beam's file systems read *, ? and [ as patterns", j.Out)
	}
	return nil
}

// file returns the path of a file in the job's folder.
func (j Job) file(name string) string { return strings.TrimSuffix(j.Out, "/") + "/" + name }

// share returns the path of the file in which a share keeps what it has of one kind until the files are merged.
func (j Job) share(kind string, index int64) string {
	return j.file(fmt.Sprintf("shares/%s-%05d-of-%05d", kind, index, j.Shares))
}

// enrolments has what [Job.enrolment] returns, by quarter: the DoFns of a process share it.
var enrolments sync.Map

// enrolment returns the plans with everything of a run but its transactions. It is the same in every process.
func (j Job) enrolment() (*incentive.Enrolment, error) {
	made, _ := enrolments.LoadOrStore(j.Quarter, sync.OnceValues(func() (*incentive.Enrolment, error) {
		program, err := madeup.Program()
		if err != nil {
			return nil, err
		}
		return program.Enrol(context.Background(), j.Quarter.Inputs())
	}))
	return made.(func() (*incentive.Enrolment, error))()
}
