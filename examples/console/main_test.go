package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// screen is a terminal that a test reads while the program writes.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// TestStartAndStop starts the program twice on one folder: it tells where it is and who may sign in, answers, and stops by itself.
func TestStartAndStop(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		ctx, stop := context.WithCancel(t.Context())
		var stdout, stderr screen
		code := make(chan int, 1)
		go func() { code <- run(ctx, []string{"-listen", "127.0.0.1:0", "-data", dir}, &stdout, &stderr) }()
		require.Eventually(t, func() bool { return strings.Contains(stdout.String(), "li.wen") }, time.Minute, 20*time.Millisecond, &stderr)
		address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(stdout.String())
		require.NotEmpty(t, address, stdout.String())
		for _, role := range []string{"administrator", "manager", "salesperson"} {
			assert.Contains(t, stdout.String(), role)
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/sign-in", nil)
		require.NoError(t, err)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.Equal(t, http.StatusOK, response.StatusCode)
		assert.Contains(t, string(body), `name="password"`)
		stop()
		select {
		case got := <-code:
			assert.Equal(t, exitDone, got, stderr.String())
		case <-time.After(time.Minute):
			t.Fatal("it does not stop")
		}
		assert.Empty(t, stderr.String())
	}
}

// TestSlowStrangersAreLeft opens connections that say next to nothing, and shows that they end while others are answered.
func TestSlowStrangersAreLeft(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var stdout, stderr screen
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"-listen", "127.0.0.1:0", "-data", t.TempDir()}, &stdout, &stderr)
	}()
	t.Cleanup(func() {
		stop()
		<-code
	})
	require.Eventually(t, func() bool { return strings.Contains(stdout.String(), "li.wen") }, time.Minute, 20*time.Millisecond, &stderr)
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(stdout.String())
	var slow []net.Conn
	for range 50 {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		require.NoError(t, err)
		t.Cleanup(func() { _ = c.Close() })
		_, err = io.WriteString(c, "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
		require.NoError(t, err)
		slow = append(slow, c)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/sign-in", nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusOK, response.StatusCode)
	for _, c := range slow {
		require.NoError(t, c.SetReadDeadline(time.Now().Add(30*time.Second)))
		_, err := io.ReadAll(c)
		require.NoError(t, err, "the server ends it, and not this deadline")
	}
	c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	_, err = io.WriteString(c, "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: "+strings.Repeat("x", 60<<10)+"\r\n\r\n")
	if err == nil { // else it has ended the connection already
		answer, _ := io.ReadAll(c)
		assert.NotContains(t, string(answer), "200 OK", "headers are bounded")
	}
}

func TestBadUsage(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown flag":         {"-x"},
		"an argument":          {"x"},
		"no address":           {"-listen", "8480"},
		"too many people":      {"-people", "1000000"},
		"lines without people": {"-lines", "10"},
		"one person":           {"-people", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr screen
			assert.Equal(t, exitBad, run(t.Context(), args, &stdout, &stderr))
			assert.Contains(t, stderr.String(), "error: ")
		})
	}
	var stdout, stderr screen
	assert.Equal(t, exitDone, run(t.Context(), []string{"-h"}, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "-postgres DSN")
	assert.Equal(t, exitFailed, run(t.Context(), []string{"-listen", "127.0.0.1:0", "-data", "/proc/nothing"}, &stdout, &stderr))
	assert.Equal(t, exitFailed, run(t.Context(), []string{"-listen", "203.0.113.1:1", "-data", t.TempDir()}, &stdout, &stderr))
}

// TestOneFolderHoldsOneCompany starts the program on a folder with other sizes than it was made with, and both ways round: it says what is
// there and what to do, and what is there stays.
func TestOneFolderHoldsOneCompany(t *testing.T) {
	start := func(want string, args ...string) {
		t.Helper()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var stdout, stderr screen
		code := make(chan int, 1)
		go func() { code <- run(ctx, append([]string{"-listen", "127.0.0.1:0"}, args...), &stdout, &stderr) }()
		if want == "" {
			require.Eventually(t, func() bool { return strings.Contains(stdout.String(), "dora.weiss") }, time.Minute, 20*time.Millisecond, &stderr)
			stop()
			assert.Equal(t, exitDone, <-code, stderr.String())
			return
		}
		select {
		case got := <-code:
			assert.Equal(t, exitFailed, got)
		case <-time.After(time.Minute):
			t.Fatal("it serves the other company")
		}
		assert.Contains(t, stderr.String(), want)
		assert.NotContains(t, stdout.String(), "password")
	}
	team, large := t.TempDir(), t.TempDir()
	start("", "-data", team)
	start(`holds the built-in team (no -people), and a company of 10 people (-people 10 -lines 100) was asked for: give another -data`, "-data", team, "-people", "10", "-lines", "100")
	start("", "-data", large, "-people", "10", "-lines", "100")
	start(`holds a company of 10 people (-people 10 -lines 100), and the built-in team (no -people) was asked for: give another -data`, "-data", large)
	start("-lines 100), and a company of 10 people (-people 10 -lines 200) was asked for", "-data", large, "-people", "10", "-lines", "200")
	start("", "-data", large, "-people", "10", "-lines", "100")
	start("", "-data", team)
}
