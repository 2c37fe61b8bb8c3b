package zohotest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

// caller calls a server without a network.
type caller struct {
	*zohotest.Server
	now   time.Time
	token string
}

func open(t *testing.T, o zohotest.Options) *caller {
	t.Helper()
	c := &caller{now: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}
	o.Now = func() time.Time { return c.now }
	c.Server = zohotest.New(o)
	c.refresh(t)
	return c
}

func (c *caller) refresh(t *testing.T) {
	t.Helper()
	form := url.Values{"grant_type": {"refresh_token"}, "client_id": {zohotest.ClientID}, "client_secret": {zohotest.ClientSecret}, "refresh_token": {zohotest.RefreshToken}}
	r := httptest.NewRequest(http.MethodPost, "http://x/oauth/v2/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	var got struct {
		Token string `json:"access_token"`
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
	c.token = got.Token
}

// do calls the API and returns status and body.
func (c *caller) do(method, path string, body any, header ...string) (int, map[string]any) {
	var text []byte
	if body != nil {
		text, _ = json.Marshal(body)
	}
	r := httptest.NewRequest(method, "http://x/crm/v8/"+path, bytes.NewReader(text))
	r.Header.Set("Authorization", "Zoho-oauthtoken "+c.token)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	got := map[string]any{}
	_ = json.Unmarshal(w.Body.Bytes(), &got)
	return w.Code, got
}

func (c *caller) query(text string) (int, map[string]any) {
	return c.do(http.MethodPost, "coql", map[string]string{"select_query": text})
}

func TestQueries(t *testing.T) {
	c := open(t, zohotest.Options{})
	acme := c.Put("Accounts", map[string]any{"Account_Name": "Acme", "Employees": 10, "Annual_Revenue": 5.5, "Description": "long", "Industry": "Energy"})
	c.Put("Accounts", map[string]any{"Account_Name": "O'Hara", "Employees": 9, "Parent_Account": map[string]any{"id": acme, "name": "Acme"}})
	c.Put("Accounts", map[string]any{"Account_Name": "Zebra", "Employees": 200, "Modified_Time": c.now.Add(time.Hour)})
	c.Put("Tasks", map[string]any{"Subject": "x", "What_Id": map[string]any{"id": acme}, "$se_module": "Accounts"})
	for _, q := range []struct {
		query  string
		status int
		want   string // names, or the code
	}{
		{"select Account_Name from Accounts where id is not null", 200, "Acme,O'Hara,Zebra"},
		{"SELECT Account_Name FROM Accounts WHERE Employees > 9 ORDER BY Employees DESC", 200, "Zebra,Acme"},
		{"select Account_Name from Accounts where Employees between 9 and 10", 200, "Acme,O'Hara"},
		{"select Account_Name from Accounts where Account_Name = 'O\\'Hara'", 200, "O'Hara"},
		{`select Account_Name from Accounts where Account_Name = "O'Hara"`, 200, "O'Hara"},
		{"select Account_Name from Accounts where Account_Name like '%eb%'", 200, "Zebra"},
		{"select Account_Name from Accounts where Account_Name not like 'a%'", 200, "O'Hara,Zebra"},
		{"select Account_Name from Accounts where Industry is null", 200, "O'Hara,Zebra"},
		{"select Account_Name from Accounts where Account_Name in ('Acme', 'Zebra')", 200, "Acme,Zebra"},
		{"select Account_Name from Accounts where Account_Name not in ('Acme', 'Zebra')", 200, "O'Hara"},
		{"select Account_Name from Accounts where ((Employees > 9 and Industry = 'Energy') or Account_Name = 'Zebra')", 200, "Acme,Zebra"},
		{"select Account_Name from Accounts where Parent_Account.Account_Name = 'Acme'", 200, "O'Hara"},
		{"select Account_Name from Accounts where id is not null limit 1, 1", 200, "O'Hara"},
		{"select Account_Name from Accounts where id is not null limit 1 offset 2", 200, "Zebra"},
		{"select Account_Name from Accounts where Modified_Time > '2026-11-02T16:00:00+08:00' order by Modified_Time asc, id asc", 200, "Zebra"},
		{"select Account_Name from Accounts where Modified_Time in ('2026-11-02T17:00:00+08:00')", 200, "Zebra"},
		{"select Account_Name from Accounts where Modified_Time not in ('2026-11-02T17:00:00+08:00')", 200, "Acme,O'Hara"},
		{"select Account_Name from Accounts where Employees > 1000", 204, ""},
		{"select Account_Name from Accounts where Employees > 1 and Employees > 2 and Employees > 3", 400, "SYNTAX_ERROR"},
		{"select Account_Name from Accounts", 400, "SYNTAX_ERROR"},
		{"select Account_Name from Accounts where", 400, "SYNTAX_ERROR"},
		{"select from Accounts where id is not null", 400, "SYNTAX_ERROR"},
		{"select id from Accounts where id > '1.5'", 400, "INVALID_QUERY"},
		{"select id from Accounts where id > '99999999999999999999999'", 204, ""},
		{"select id from Accounts where id < '99999999999999999999999'", 200, ",,"},
		{"select Account_Name from Accounts where (id is not null", 400, "SYNTAX_ERROR"},
		{"select Account_Name from Accounts where Employees ~ 4", 400, "SYNTAX_ERROR"},
		{"select Account_Name from Accounts where Account_Name = 'x", 400, "SYNTAX_ERROR"},
		{"select Account_Name from Accounts where id is not null limit x", 400, "SYNTAX_ERROR"},
		{"select Account_Name from Accounts where id is not null order Employees", 400, "SYNTAX_ERROR"},
		{"select Account_Name from Accounts where id is not null limit 5 more", 400, "SYNTAX_ERROR"},
		{"update Accounts", 400, "SYNTAX_ERROR"},
		{"select Nothing from Accounts where id is not null", 400, "INVALID_QUERY"},
		{"select id from Nothing where id is not null", 400, "INVALID_QUERY"},
		{"select id from users where id is not null", 400, "INVALID_QUERY"},
		{"select id from Accounts where Description = 'long'", 400, "INVALID_QUERY"},
		{"select id from Accounts where Employees > 'many'", 400, "INVALID_QUERY"},
		{"select id from Accounts where Modified_Time > 'yesterday'", 400, "INVALID_QUERY"},
		{"select id from Accounts where id is not null order by id, id", 400, "DUPLICATE_DATA"},
		{"select id from Accounts where id is not null limit 2001", 400, "LIMIT_EXCEEDED"},
		{"select id from Accounts where id is not null limit 99000, 2000", 400, "LIMIT_EXCEEDED"},
		{"select " + strings.Repeat("id, ", 50) + "id from Accounts where id is not null", 400, "LIMIT_EXCEEDED"},
		{"select id from Accounts where id in (" + strings.Repeat("'1', ", 50) + "'1')", 400, "LIMIT_EXCEEDED"},
		{"select id from Accounts where " + nested(26), 400, "LIMIT_EXCEEDED"},
		{"select id from Accounts where " + nested(25), 200, ",,"},
		{"", 400, "REQUIRED_PARAM_MISSING"},
	} {
		status, got := c.query(q.query)
		assert.Equal(t, q.status, status, q.query)
		var names []string
		if rows, ok := got["data"].([]any); ok {
			for _, row := range rows {
				name, _ := row.(map[string]any)["Account_Name"].(string)
				names = append(names, name)
			}
		}
		if code, ok := got["code"].(string); ok {
			names = []string{code}
			assert.Equal(t, "error", got["status"])
		}
		assert.Equal(t, q.want, strings.Join(names, ","), q.query)
	}
	status, got := c.query("select 'What_Id->Accounts.id', 'What_Id->Deals.id', What_Id from Tasks where id is not null")
	require.Equal(t, 200, status)
	row := got["data"].([]any)[0].(map[string]any)
	assert.Equal(t, acme, row["What_Id->Accounts.id"])
	assert.Nil(t, row["What_Id->Deals.id"])
	assert.Equal(t, map[string]any{"id": acme}, row["What_Id"])
}

// nested are so many criteria in pairs of brackets.
func nested(n int) string {
	text := "id is not null"
	for range n - 1 {
		text = "(" + text + " and id is not null)"
	}
	return text
}

func TestLists(t *testing.T) {
	c := open(t, zohotest.Options{})
	for i := range 2300 {
		c.Put("Accounts", map[string]any{"Account_Name": fmt.Sprint(i)})
	}
	code := func(status int, got map[string]any) string { return fmt.Sprint(status, " ", got["code"]) }
	assert.Equal(t, "400 REQUIRED_PARAM_MISSING", code(c.do("GET", "Accounts", nil)))
	assert.Equal(t, "400 INVALID_DATA", code(c.do("GET", "Accounts?fields=id&per_page=201", nil)))
	assert.Equal(t, "400 LIMIT_EXCEEDED", code(c.do("GET", "Accounts?fields="+strings.Repeat("a,", 50)+"a", nil)))
	assert.Equal(t, "400 DISCRETE_PAGINATION_LIMIT_EXCEEDED", code(c.do("GET", "Accounts?fields=id&page=11", nil)))
	assert.Equal(t, "400 INVALID_MODULE", code(c.do("GET", "Nothing?fields=id", nil)))
	assert.Equal(t, "304 <nil>", code(c.do("GET", "Accounts?fields=id", nil, "If-Modified-Since", "2026-12-01T00:00:00+00:00")))
	assert.Equal(t, "204 <nil>", code(c.do("GET", "Contacts?fields=id", nil)))
	status, first := c.do("GET", "Accounts?fields=Account_Name&page=1&sort_order=asc", nil)
	require.Equal(t, 200, status)
	token := first["info"].(map[string]any)["next_page_token"].(string)
	assert.Equal(t, "400 TOKEN_BOUND_DATA_MISMATCH", code(c.do("GET", "Accounts?fields=Account_Name,Industry&sort_order=asc&page_token="+token, nil)))
	assert.Equal(t, "400 AMBIGUITY_DURING_PROCESSING", code(c.do("GET", "Accounts?fields=Account_Name&sort_order=asc&page=2&page_token="+token, nil)))
	assert.Equal(t, "200 <nil>", code(c.do("GET", "Accounts?fields=Account_Name&sort_order=asc&page_token="+token, nil)))
	c.now = c.now.Add(24 * time.Hour)
	c.refresh(t)
	assert.Equal(t, "400 EXPIRED_VALUE", code(c.do("GET", "Accounts?fields=Account_Name&sort_order=asc&page_token="+token, nil)))
	status, one := c.do("GET", "Accounts/"+c.IDs("Accounts")[0], nil)
	require.Equal(t, 200, status)
	assert.Equal(t, "0", one["data"].([]any)[0].(map[string]any)["Account_Name"])
	assert.Equal(t, "400 INVALID_DATA", code(c.do("GET", "Accounts/404", nil)))
}

func TestTokens(t *testing.T) {
	c := open(t, zohotest.Options{LiveTokens: 3})
	status, _ := c.do("GET", "org", nil)
	assert.Equal(t, 200, status)
	first := c.token
	for range 3 {
		c.refresh(t)
	}
	c.token = first
	status, got := c.do("GET", "org", nil)
	assert.Equal(t, 401, status, "the oldest of too many ends")
	assert.Equal(t, "INVALID_TOKEN", got["code"])
	for range 6 {
		c.refresh(t)
	}
	require.NotEmpty(t, c.token)
	c.refresh(t)
	assert.Empty(t, c.token, "the eleventh in ten minutes")
	c.now = c.now.Add(10 * time.Minute)
	c.refresh(t)
	assert.NotEmpty(t, c.token)
	c.now = c.now.Add(time.Hour)
	status, _ = c.do("GET", "org", nil)
	assert.Equal(t, 401, status, "an hour later")
}

func TestWrites(t *testing.T) {
	c := open(t, zohotest.Options{})
	row := func(subject string) map[string]any { return map[string]any{"Subject": subject} }
	status, _ := c.do("POST", "Tasks", map[string]any{"data": []any{row("a"), row("b")}})
	assert.Equal(t, 201, status)
	status, got := c.do("POST", "Tasks", map[string]any{"data": []any{row("c"), row("")}})
	assert.Equal(t, 207, status)
	assert.Equal(t, "MANDATORY_NOT_FOUND", got["data"].([]any)[1].(map[string]any)["code"])
	status, _ = c.do("POST", "Tasks", map[string]any{"data": []any{row("")}})
	assert.Equal(t, 400, status)
	assert.Len(t, c.IDs("Tasks"), 3)
	for _, owner := range []any{"somebody", map[string]any{"name": "Li Na"}, map[string]any{"id": "12345678901234567890"}} {
		status, got = c.do("POST", "Tasks", map[string]any{"data": []any{map[string]any{"Subject": "x", "Owner": owner}}})
		assert.Equal(t, 400, status)
		assert.Equal(t, "INVALID_DATA", got["data"].([]any)[0].(map[string]any)["code"])
	}
	status, got = c.do("POST", "Tasks", map[string]any{"data": []any{map[string]any{"Subject": "x", "Modified_Time": "never", "Created_Time": 1}}})
	require.Equal(t, 201, status)
	id := got["data"].([]any)[0].(map[string]any)["details"].(map[string]any)["id"].(string)
	assert.JSONEq(t, `"2026-11-02T08:00:00+00:00"`, string(c.Get("Tasks", id)["Modified_Time"]), "it is the system's")
	var many []any
	for range 101 {
		many = append(many, row("x"))
	}
	status, _ = c.do("POST", "Tasks", map[string]any{"data": many})
	assert.Equal(t, 400, status)
}

func TestConcurrency(t *testing.T) {
	gate := make(chan struct{})
	s := zohotest.New(zohotest.Options{Concurrency: 1, Fault: func(c zohotest.Call) zohotest.Fault {
		if c.Number == 2 {
			<-gate
		}
		return ""
	}})
	address, stop := s.Start()
	defer stop()
	config := s.Config(address)
	config.Limits.Tries = 1
	client, err := zoho.New(config)
	require.NoError(t, err)
	done := make(chan error)
	go func() { _, err := client.Currencies(t.Context()); done <- err }()
	require.Eventually(t, func() bool { return s.Stats().Calls >= 2 }, 5*time.Second, time.Millisecond)
	_, err = client.Currencies(t.Context())
	require.ErrorContains(t, err, "TOO_MANY_REQUESTS")
	close(gate)
	require.NoError(t, <-done)
}

func FuzzQuery(f *testing.F) {
	f.Add("select id from Accounts where ((id > '1' and id < '9') or Account_Name like '%a') order by id desc limit 1, 2")
	f.Add("select 'What_Id->Accounts.id' from Tasks where Modified_Time between '2026-01-01T00:00:00Z' and '2026-01-02T00:00:00Z'")
	f.Add("select id from Accounts where id not in ('1', \"2\\\"\") limit 3 offset 4")
	s := zohotest.New(zohotest.Options{})
	s.Put("Accounts", map[string]any{"Account_Name": "Acme", "Employees": 1})
	s.Put("Tasks", map[string]any{"Subject": "x"})
	c := &caller{Server: s}
	form := url.Values{"grant_type": {"refresh_token"}, "client_id": {zohotest.ClientID}, "client_secret": {zohotest.ClientSecret}, "refresh_token": {zohotest.RefreshToken}}
	r := httptest.NewRequest(http.MethodPost, "http://x/oauth/v2/token?"+form.Encode(), nil)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var got struct {
		Token string `json:"access_token"`
	}
	if json.Unmarshal(w.Body.Bytes(), &got) != nil || got.Token == "" {
		f.Fatal("no token: credentials in the query work as well")
	}
	c.token = got.Token
	f.Fuzz(func(t *testing.T, query string) {
		status, _ := c.query(query)
		assert.Contains(t, []int{200, 204, 400}, status)
	})
}

func Example() {
	server := zohotest.New(zohotest.Options{Now: func() time.Time { return time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC) }})
	address, stop := server.Start()
	defer stop()
	server.Put("Accounts", map[string]any{"Account_Name": "Acme", "Rating": "A"})

	client, err := zoho.New(server.Config(address))
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := client.Changes(context.Background(), crm.KindAccount, crm.Mark{}, time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range page.Records {
		fmt.Println(r.Ref, r.Data.(*crm.Account).Name)
	}
	fmt.Println(server.Stats().Calls, "calls")
	// Output:
	// zoho:account/5725767000000400001 Acme
	// 2 calls
}
