package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// demonstrate serves the sample in another process, reads it, lets it go on for two hours, reads it again, and shows what
// follows.
func demonstrate(ctx context.Context, o options, out io.Writer) (err error) {
	if o.db == "" {
		folder, err := os.MkdirTemp("", "crmsync")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(folder) }() // it is a temporary one
		o.db = filepath.Join(folder, "crm.db")
	}
	servers, stop, err := serveElsewhere(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	o.servers = string(servers)
	if o.sweepEvery == 0 {
		o.sweepEvery = time.Hour // so that what vanished without a word is noticed in two
	}
	say := func(en, zh string, args ...any) {
		terminal.Tell(out, findings.Say(en, zh, args...).In(o.lang))
	}
	say("== First reading", "== 首次读取")
	if err := syncFrom(ctx, o, out); err != nil {
		return err
	}
	if err := servers.post(ctx, "/next", &about{}); err != nil {
		return err
	}
	terminal.Tell(out)
	say("== Two hours later", "== 两小时后")
	if err := syncFrom(ctx, o, out); err != nil {
		return err
	}
	for _, name := range o.systems {
		var c counts
		if err := servers.get(ctx, "/counts?system="+string(name), &c); err != nil {
			return err
		}
		say("%s: %d calls, of which %d went wrong on purpose; %d access tokens", "%s：调用 %d 次，其中故意出错 %d 次；访问令牌 %d 个", name, c.Calls, c.injected(), c.Tokens)
	}
	return show(ctx, o, out)
}

// serveElsewhere starts this program again, as a process that serves the sample, and returns its controls and what ends it.
func serveElsewhere(ctx context.Context, o options) (control, func() error, error) {
	program, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	command := exec.CommandContext(ctx, program, "serve", "-systems", join(o.systems), "-drops", fmt.Sprint(o.drops), "-speed", fmt.Sprint(o.speed))
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	told, err := command.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	stop := func() error { return errors.Join(in.Close(), command.Wait()) }
	address, err := bufio.NewReader(told).ReadString('\n')
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("the process that serves the systems says nothing: %w", err), stop())
	}
	return control(strings.TrimSpace(address)), stop, nil
}
