package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// process is a worker in a process of its own.
type process struct {
	name    string
	command *exec.Cmd
	// held is its standard input: it ends when this process does.
	held   io.Closer
	report *os.File
}

// startWorker starts this program once more, as a worker.
func startWorker(ctx context.Context, o options, name string) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{name: name, command: exec.CommandContext(ctx, program, workIt, "-attended", "-postgres", o.postgres, "-name", name, "-timeout", o.timeout.String())}
	if p.report, err = os.Create(filepath.Join(o.logs, name+".log")); err != nil {
		return nil, err
	}
	p.command.Stdout, p.command.Stderr = p.report, p.report
	if p.held, err = p.command.StdinPipe(); err == nil {
		err = p.command.Start()
	}
	if err != nil {
		return nil, errors.Join(err, p.report.Close())
	}
	return p, nil
}

// kill ends the worker without warning.
func (p *process) kill() error {
	if err := p.command.Process.Kill(); err != nil {
		return err
	}
	if err := p.command.Wait(); p.command.ProcessState == nil {
		return err
	}
	return p.report.Close()
}

// stop lets the worker finish what it has in hand.
func (p *process) stop() error {
	if err := p.held.Close(); err != nil {
		return err
	}
	if err := p.command.Wait(); err != nil {
		return errors.Join(fmt.Errorf("%s: %w, see %s", p.name, err, p.report.Name()), p.report.Close())
	}
	return p.report.Close()
}

// used returns the processor time of a worker that has ended.
func (p *process) used() time.Duration {
	if p.command.ProcessState == nil {
		return 0
	}
	return p.command.ProcessState.UserTime() + p.command.ProcessState.SystemTime()
}

// attended returns a context that ends when what is read does.
func attended(ctx context.Context, input io.Reader) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, input) // however it ends
		cancel()
	}()
	return ctx, cancel
}
