package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
)

// signIn is a name with its password.
type signIn struct{ name, password, role string }

var (
	addressLine = regexp.MustCompile(`(?m)^console: (http://\S+)$`)
	signInLine  = regexp.MustCompile(`(?m)^(\S+)\s+(\S+)\s+(salesperson|manager|administrator)\b`)
	tokenField  = regexp.MustCompile(`name="token" value="([^"]+)"`)
)

// readConsole reads the address and the sign-ins from what the console has printed.
func readConsole(file string) (address string, list []signIn, err error) {
	text, err := os.ReadFile(file) //nolint:gosec // the file that the caller names
	if err != nil {
		return "", nil, err
	}
	found := addressLine.FindSubmatch(text)
	if found == nil {
		return "", nil, fmt.Errorf("%s: no line \"console: http://…\"", file)
	}
	for _, f := range signInLine.FindAllSubmatch(text, -1) {
		list = append(list, signIn{string(f[1]), string(f[2]), string(f[3])})
	}
	if len(list) == 0 {
		return "", nil, fmt.Errorf("%s: no sign-ins", file)
	}
	return string(found[1]), list, nil
}

// user is somebody who is signed in. One goroutine uses it.
type user struct {
	signIn
	address string
	client  *http.Client
	random  *rand.Rand
	// label is that of the period that is looked at, and people are whom the user may see.
	label string
	pages int // of the list of the team
	seen  []someone
}

// someone is a person with the statement that is looked at.
type someone struct {
	id, plan, ref, component string
	lines                    int
}

// get asks for an address and returns the answer, how long it took, and an error for every other status than 200.
func (u *user) get(ctx context.Context, path string) ([]byte, time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.address+path, nil)
	if err != nil {
		return nil, 0, err
	}
	return u.do(request)
}

func (u *user) do(request *http.Request) ([]byte, time.Duration, error) {
	began := time.Now()
	response, err := u.client.Do(request)
	if err != nil {
		return nil, time.Since(began), err
	}
	body, err := io.ReadAll(response.Body)
	took := time.Since(began)
	_ = response.Body.Close()
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s", request.Method, request.URL, response.Status)
	}
	return body, took, err
}

// begin signs the user in and finds out whom to look at.
func (u *user) begin(ctx context.Context) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	u.client = &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 1}, Timeout: time.Minute}
	form, _, err := u.get(ctx, "/sign-in")
	if err != nil {
		return err
	}
	token := tokenField.FindSubmatch(form)
	if token == nil {
		return fmt.Errorf("%s/sign-in has no form", u.address)
	}
	values := url.Values{"token": {string(token[1])}, "name": {u.name}, "password": {u.password}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.address+"/sign-in", strings.NewReader(values.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if _, _, err := u.do(request); err != nil {
		return err
	}
	if u.role == "salesperson" {
		return u.findThemself(ctx)
	}
	return u.findPeople(ctx)
}

// mostLookedAt is how many people one user looks at.
const mostLookedAt = 60

// findPeople finds people of the team, spread over all of its list.
func (u *user) findPeople(ctx context.Context) error {
	for n := 1; ; n = 1 + u.random.IntN(u.pages) {
		var team struct {
			Overview struct{ Label string }
			People   []struct{ Payee, Plan, Ref string }
			Pages    int
		}
		if err := u.read(ctx, fmt.Sprintf("/api/team?page=%d", n), &team); err != nil {
			return err
		}
		u.label, u.pages = team.Overview.Label, max(1, team.Pages)
		u.random.Shuffle(len(team.People), func(i, j int) { team.People[i], team.People[j] = team.People[j], team.People[i] })
		for _, p := range team.People[:min(len(team.People), mostLookedAt/6)] {
			one, err := u.statementOf(ctx, someone{id: p.Payee, plan: p.Plan, ref: p.Ref})
			if err != nil {
				return err
			}
			u.seen = append(u.seen, one)
		}
		if len(u.seen) >= mostLookedAt || u.pages == 1 {
			break
		}
	}
	if len(u.seen) == 0 {
		return fmt.Errorf("%s sees nobody", u.name)
	}
	return nil
}

var ownStatement = regexp.MustCompile(`href="/people/([^/"]+)/statements/([^/"]+)/([^/"]+)"`)

// findThemself finds the own statement on the first page.
func (u *user) findThemself(ctx context.Context) error {
	page, _, err := u.get(ctx, "/")
	if err != nil {
		return err
	}
	found := ownStatement.FindSubmatch(page)
	if found == nil {
		return fmt.Errorf("%s has no statement", u.name)
	}
	u.label = string(found[3])
	plan, _, _ := strings.Cut(string(found[2]), "~")
	one, err := u.statementOf(ctx, someone{id: string(found[1]), plan: plan, ref: string(found[2])})
	u.seen = []someone{one}
	return err
}

// statementOf finds out which deals there are.
func (u *user) statementOf(ctx context.Context, one someone) (someone, error) {
	var answer struct {
		Statement struct {
			Components []struct {
				Name  string
				Lines int
			}
		}
	}
	err := u.read(ctx, "/api/people/"+one.id+"/statements/"+one.ref+"/"+u.label, &answer)
	for _, c := range answer.Statement.Components {
		if c.Lines > one.lines {
			one.component, one.lines = c.Name, c.Lines
		}
	}
	return one, err
}

func (u *user) read(ctx context.Context, path string, to any) error {
	body, _, err := u.get(ctx, path)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, to)
}
