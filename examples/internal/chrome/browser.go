package chrome

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// callTime is how long the browser may take for anything: machines may be busy.
const callTime = 30 * time.Second

// names are those under which the browser is known.
var names = []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"}

// Browser is a running browser. It is safe for concurrent use. Get one from [Start].
type Browser struct {
	to io.WriteCloser

	mu      sync.Mutex
	last    int
	waiting map[int]chan answer
	pages   map[string]*Page
	gone    error
}

// message is one of the protocol, either way.
type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

type answer struct {
	result json.RawMessage
	err    error
}

// off is what KAM_CHROME is where no browser is to be used.
const off = "off"

// find returns the browser's program; empty when there is none.
func find() string {
	if named := os.Getenv("KAM_CHROME"); named != "" {
		return named
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Start starts a browser, which ends with the test. Without one the test is skipped.
func Start(t testing.TB) *Browser {
	t.Helper()
	program := find()
	if program == off {
		t.Skip("KAM_CHROME=off")
	}
	if program == "" {
		const missing = "no chromium: apt-get install chromium brings it, KAM_CHROME names it"
		if os.Getenv("KAM_CHROME_REQUIRED") == "1" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	profile, err := os.MkdirTemp("", "kam-chrome-")
	if err != nil {
		t.Fatal(err)
	}
	// The sandbox is refused to root and in many containers; the tests open pages of their own alone.
	command := exec.CommandContext(context.Background(), program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", //nolint:gosec // the tests' own
		"--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--force-color-profile=srgb", "--remote-debugging-pipe", "--user-data-dir="+profile, "about:blank")
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command.ExtraFiles = []*os.File{theirIn, theirOut} // its files 3 and 4
	if err := command.Start(); err != nil {
		t.Fatalf("chrome: %v", err)
	}
	_ = theirIn.Close()
	_ = theirOut.Close()
	b := &Browser{to: ourOut, waiting: map[int]chan answer{}, pages: map[string]*Page{}}
	read := make(chan struct{})
	go func() {
		defer close(read)
		b.read(ourIn)
	}()
	t.Cleanup(func() {
		_ = b.call("", "Browser.close", nil, nil)
		_ = ourOut.Close()
		end := time.AfterFunc(10*time.Second, func() { _ = command.Process.Kill() })
		_ = command.Wait() // it may well say that it was killed
		end.Stop()
		_ = ourIn.Close()
		<-read
		for range 50 { // its children may still be writing
			if os.RemoveAll(profile) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Errorf("chrome: %s is still there", profile)
	})
	return b
}

// read takes what the browser says, until it says nothing any more.
func (b *Browser) read(from io.Reader) {
	reader := bufio.NewReaderSize(from, 1<<20)
	for {
		text, err := reader.ReadBytes(0)
		if err != nil {
			b.end(fmt.Errorf("chrome: it is gone: %w", err))
			return
		}
		var m message
		if err := json.Unmarshal(text[:len(text)-1], &m); err != nil {
			b.end(fmt.Errorf("chrome: %w", err))
			return
		}
		b.mu.Lock()
		page, waiting := b.pages[m.Session], b.waiting[m.ID]
		delete(b.waiting, m.ID)
		b.mu.Unlock()
		switch {
		case m.ID != 0 && waiting != nil && m.Error != nil:
			waiting <- answer{err: errors.New(m.Error.Message)}
		case m.ID != 0 && waiting != nil:
			waiting <- answer{result: m.Result}
		case m.ID == 0 && page != nil:
			page.happened(m.Method, m.Params)
		}
	}
}

// end answers everybody who waits.
func (b *Browser) end(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gone = err
	for id, w := range b.waiting {
		w <- answer{err: err}
		delete(b.waiting, id)
	}
}

// call asks the browser for something and waits for the answer.
func (b *Browser) call(session, method string, params, result any) error {
	text, err := json.Marshal(params)
	if err != nil {
		return err
	}
	if params == nil {
		text = []byte("{}")
	}
	waiting := make(chan answer, 1)
	b.mu.Lock()
	if b.gone != nil {
		b.mu.Unlock()
		return b.gone
	}
	b.last++
	id := b.last
	b.waiting[id] = waiting
	request, err := json.Marshal(message{ID: id, Session: session, Method: method, Params: text})
	if err == nil {
		_, err = b.to.Write(append(request, 0))
	}
	b.mu.Unlock()
	if err != nil {
		return fmt.Errorf("chrome: %s: %w", method, err)
	}
	limit := time.NewTimer(callTime)
	defer limit.Stop()
	select {
	case a := <-waiting:
		if a.err != nil {
			return fmt.Errorf("chrome: %s: %w", method, a.err)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(a.result, result)
	case <-limit.C:
		return fmt.Errorf("chrome: %s: no answer within %s", method, callTime)
	}
}
