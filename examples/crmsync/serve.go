package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/kam-go/kam/crm"
)

// system is a CRM system that this process serves.
type system interface {
	// start listens on this machine.
	start() (address string, stop func())
	// put creates or changes a record of the sample, remove deletes it.
	put(object string, fields map[string]any)
	remove(object, id string)
	// fill makes up so many records.
	fill(n int)
	// unrest says whether calls go wrong and records change while they are read.
	unrest(on bool)
	counts() counts
	// each calls do with the fields of the records of an object, by id.
	each(object string, do func(fields map[string]json.RawMessage))
}

// world is the systems and their clock.
type world struct {
	mu        sync.Mutex
	clock     worldClock
	systems   map[crm.System]system
	addresses map[crm.System]string
	acts      int
}

func newWorld(o options) *world {
	w := &world{
		clock:     worldClock{Base: began(), Began: time.Now(), Speed: int64(o.speed)},
		addresses: map[crm.System]string{},
	}
	w.systems = map[crm.System]system{}
	for _, name := range o.systems {
		switch name {
		case zohoName:
			w.systems[name] = newZoho(w.now, o)
		case fxiaokeName:
			w.systems[name] = newFxiaoke(w.now, o)
		}
	}
	return w
}

// began is when the systems begin: a Wednesday morning in Shanghai.
func began() time.Time { return time.Date(2026, 4, 15, 9, 0, 0, 0, shanghai()) }

// now is the time of the systems.
func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock.Now()
}

func (w *world) about() about {
	w.mu.Lock()
	defer w.mu.Unlock()
	return about{Systems: w.addresses, Clock: w.clock}
}

// next lets the sample go on: what happens in its next act, and then two hours without anything.
func (w *world) next() {
	w.mu.Lock()
	w.acts++
	act := w.acts
	w.mu.Unlock()
	w.play(act)
	w.mu.Lock()
	w.clock.Base = w.clock.Base.Add(2 * time.Hour)
	w.mu.Unlock()
}

// serve runs the systems until the context or the input ends, which is when the process that started this one has ended.
// It tells the address of its controls in the first line.
func serve(ctx context.Context, o options, in io.Reader, out io.Writer) error {
	w := newWorld(o)
	if o.records > 0 {
		for _, s := range w.systems {
			s.fill(o.records)
		}
	} else {
		w.play(0)
		w.clock.Base = w.clock.Base.Add(time.Hour)
	}
	for name, s := range w.systems {
		s.unrest(true)
		address, stop := s.start()
		defer stop()
		w.addresses[name] = address
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: w.controls(), ReadHeaderTimeout: time.Minute}
	ended, end := context.WithCancel(ctx)
	defer end()
	go func() {
		_, _ = io.Copy(io.Discard, in) // however it ends, nobody is there any more
		end()
	}()
	go func() {
		<-ended.Done()
		_ = server.Close()
	}()
	if _, err := fmt.Fprintln(out, "http://"+listener.Addr().String()); err != nil {
		return err
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
