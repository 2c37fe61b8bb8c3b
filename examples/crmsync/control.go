package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/kam-go/kam/crm"
)

// about is what a process that serves systems says of itself.
type about struct {
	// Systems are their addresses.
	Systems map[crm.System]string `json:"systems"`
	Clock   worldClock            `json:"clock"`
}

// counts are what a system has seen.
type counts struct {
	// Calls are all calls, Tokens the access tokens given, Faults the calls that something went wrong with on purpose.
	Calls  int64            `json:"calls"`
	Tokens int64            `json:"tokens"`
	Faults map[string]int64 `json:"faults,omitempty"`
	// Refused counts answers by HTTP status from 400 on.
	Refused map[int]int64 `json:"refused,omitempty"`
	// Objects says of each object how many records it has.
	Objects map[string]objectCounts `json:"objects"`
}

// objectCounts are what became of one object's records since the first was put.
type objectCounts struct {
	// Now are those that there are, Changed those that were changed or came to be after the beginning, Deleted the deletions.
	Now     int64 `json:"now"`
	Changed int64 `json:"changed"`
	Deleted int64 `json:"deleted"`
}

// injected is how many calls something went wrong with on purpose.
func (c counts) injected() int64 {
	sum := int64(0)
	for _, n := range c.Faults {
		sum += n
	}
	return sum
}

// controls answers what those who watch the systems ask: what there is, what was counted, and what the records are.
func (w *world) controls() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /about", func(out http.ResponseWriter, _ *http.Request) {
		reply(out, w.about())
	})
	mux.HandleFunc("GET /counts", func(out http.ResponseWriter, r *http.Request) {
		if s, ok := w.of(out, r); ok {
			reply(out, s.counts())
		}
	})
	mux.HandleFunc("GET /records", func(out http.ResponseWriter, r *http.Request) {
		if s, ok := w.of(out, r); ok {
			lines := json.NewEncoder(out)
			s.each(r.URL.Query().Get("object"), func(fields map[string]json.RawMessage) {
				_ = lines.Encode(fields) // who asked may be gone
			})
		}
	})
	mux.HandleFunc("POST /next", func(out http.ResponseWriter, _ *http.Request) {
		w.next()
		reply(out, w.about())
	})
	mux.HandleFunc("POST /unrest", func(out http.ResponseWriter, r *http.Request) {
		for _, s := range w.systems {
			s.unrest(r.URL.Query().Get("on") == "true")
		}
		reply(out, w.about())
	})
	return mux
}

// of returns the system that a question names.
func (w *world) of(out http.ResponseWriter, r *http.Request) (system, bool) {
	s, ok := w.systems[crm.System(r.URL.Query().Get("system"))]
	if !ok {
		http.Error(out, "no such system", http.StatusNotFound)
	}
	return s, ok
}

func reply(out http.ResponseWriter, v any) {
	out.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(out).Encode(v) // who asked may be gone
}

// control asks a process that serves systems, by the address of its controls.
type control string

// get asks for something and decodes the answer; post also does something.
func (c control) get(ctx context.Context, path string, into any) error {
	return c.ask(ctx, http.MethodGet, path, into)
}

func (c control) post(ctx context.Context, path string, into any) error {
	return c.ask(ctx, http.MethodPost, path, into)
}

func (c control) ask(ctx context.Context, method, path string, into any) error {
	body, err := c.open(ctx, method, path)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }() // it was read
	return json.NewDecoder(body).Decode(into)
}

// open asks for something and returns the answer to read.
func (c control) open(ctx context.Context, method, path string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(string(c), "/")+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		_ = response.Body.Close()
		return nil, fmt.Errorf("%s %s: %s", method, path, response.Status)
	}
	return response.Body, nil
}
