package fxiaoketest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

// caller calls a server without a network.
type caller struct {
	*fxiaoketest.Server
	now   time.Time
	token string
	trace int
}

func open(t *testing.T, o fxiaoketest.Options) *caller {
	t.Helper()
	c := &caller{now: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}
	o.Now = func() time.Time { return c.now }
	c.Server = fxiaoketest.New(o)
	c.token = fmt.Sprint(c.credentials("/oauth2.0/token")["accessToken"])
	return c
}

// credentials asks for a token.
func (c *caller) credentials(path string, change ...string) map[string]any {
	body := map[string]any{"appId": fxiaoketest.AppID, "appSecret": fxiaoketest.AppSecret, "permanentCode": fxiaoketest.PermanentCode, "grantType": "app_secret"}
	for i := 0; i+1 < len(change); i += 2 {
		body[change[i]] = change[i+1]
	}
	return c.post(path, body, nil)
}

func (c *caller) post(path string, body any, header map[string]string) map[string]any {
	c.trace++
	return c.traced(path, fmt.Sprintf("00000000-0000-4000-8000-%012d", c.trace), body, header)
}

func (c *caller) traced(path, trace string, body any, header map[string]string) map[string]any {
	text, _ := json.Marshal(body)
	r := httptest.NewRequest(http.MethodPost, "http://x"+path+"?thirdTraceId="+trace, bytes.NewReader(text))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	got := map[string]any{"status": w.Code}
	_ = json.Unmarshal(w.Body.Bytes(), &got)
	return got
}

func (c *caller) headers() map[string]string {
	return map[string]string{"Authorization": "Bearer " + c.token, "x-fs-ea": fxiaoketest.EA, "x-fs-userid": fxiaoketest.Admin}
}

// call calls the API and returns its errorCode and answer.
func (c *caller) call(path string, body any) (int, map[string]any) {
	got := c.post(path, body, c.headers())
	code, _ := got["errorCode"].(float64)
	return int(code), got
}

// search is a query in short: filters as field, operator and values.
func search(object string, filters []string, change ...any) map[string]any {
	list := []map[string]any{}
	for _, f := range filters {
		parts := strings.SplitN(f, " ", 3)
		values := []string{}
		if len(parts) > 2 {
			values = strings.Split(parts[2], ",")
		}
		list = append(list, map[string]any{"field_name": parts[0], "operator": parts[1], "field_values": values})
	}
	info := map[string]any{"limit": 100, "offset": 0, "filters": list, "orders": []map[string]any{{"fieldName": "_id", "isAsc": true}}, "fieldProjection": []string{"_id", "name"}}
	for i := 0; i+1 < len(change); i += 2 {
		info[change[i].(string)] = change[i+1]
	}
	return map[string]any{"data": map[string]any{"dataObjectApiName": object, "find_explicit_total_num": false, "search_query_info": info}}
}

// names are those of the rows of an answer.
func names(got map[string]any) string {
	data, _ := got["data"].(map[string]any)
	rows, _ := data["dataList"].([]any)
	var all []string
	for _, r := range rows {
		all = append(all, fmt.Sprint(r.(map[string]any)["name"]))
	}
	return strings.Join(all, ",")
}

const query = "/cgi/crm/v2/data/query"

func TestTokens(t *testing.T) {
	for _, path := range []string{"/oauth2.0/token", "/cgi/corpAccessToken/get/V2"} {
		c := open(t, fxiaoketest.Options{})
		name := map[bool]string{true: "accessToken", false: "corpAccessToken"}[path == "/oauth2.0/token"]
		first := c.credentials(path)
		assert.InDelta(t, 7200, first["expiresIn"], 0)
		c.now = c.now.Add(6599 * time.Second)
		same := c.credentials(path)
		assert.Equal(t, first[name], same[name])
		assert.InDelta(t, 601, same["expiresIn"], 0, "what is left")
		c.now = c.now.Add(time.Second)
		next := c.credentials(path)
		assert.NotEqual(t, first[name], next[name])
		for _, token := range []any{first[name], next[name]} {
			c.token = token.(string)
			code, _ := c.call(query, search("AccountObj", nil))
			assert.Equal(t, 0, code, "both are good")
		}
		c.now = c.now.Add(600 * time.Second)
		c.token = first[name].(string)
		code, _ := c.call(query, search("AccountObj", nil))
		assert.Equal(t, 20016, code)
		for _, wrong := range [][]string{{"appId", "x"}, {"appSecret", "x"}} {
			assert.InDelta(t, 10006, c.credentials(path, wrong...)["errorCode"], 0)
		}
		assert.InDelta(t, 20015, c.credentials(path, "permanentCode", "x")["errorCode"], 0)
	}
	c := open(t, fxiaoketest.Options{})
	assert.InDelta(t, 10006, c.credentials("/oauth2.0/token", "grantType", "magic")["errorCode"], 0)
	for range 8 {
		c.credentials("/oauth2.0/token")
	}
	assert.InDelta(t, 14001, c.credentials("/oauth2.0/token")["errorCode"], 0, "the eleventh of a minute")
	c.now = c.now.Add(time.Minute)
	assert.InDelta(t, 0, c.credentials("/oauth2.0/token")["errorCode"], 0)
}

func TestOneCallForATokenAtATime(t *testing.T) {
	var c *caller
	inner := map[string]any{}
	c = open(t, fxiaoketest.Options{Fault: func(call fxiaoketest.Call) fxiaoketest.Fault {
		if call.Kind == fxiaoketest.TokenCall && call.Number == 2 {
			inner = c.credentials("/oauth2.0/token")
		}
		return ""
	}})
	assert.InDelta(t, 0, c.credentials("/oauth2.0/token")["errorCode"], 0)
	assert.InDelta(t, 14001, inner["errorCode"], 0)
}

func TestAuthorisation(t *testing.T) {
	c := open(t, fxiaoketest.Options{})
	c.AddUser(map[string]any{"openUserId": "7", "name": "gone", "isStop": true})
	with := func(name, value string) map[string]string {
		h := c.headers()
		h[name] = value
		return h
	}
	old := func(change ...string) map[string]any {
		body := search("AccountObj", nil)
		body["corpAccessToken"], body["corpId"], body["currentOpenUserId"] = c.token, fxiaoketest.CorpID, "FSUID_"+fxiaoketest.Admin
		for i := 0; i+1 < len(change); i += 2 {
			body[change[i]] = change[i+1]
		}
		return body
	}
	for name, x := range map[string]struct {
		body   map[string]any
		header map[string]string
		code   float64
	}{
		"headers":              {search("AccountObj", nil), c.headers(), 0},
		"body":                 {old(), nil, 0},
		"nothing":              {search("AccountObj", nil), nil, 20017},
		"a wrong token":        {search("AccountObj", nil), with("Authorization", "Bearer x"), 20016},
		"no Bearer":            {search("AccountObj", nil), with("Authorization", "x"), 20016},
		"another organisation": {search("AccountObj", nil), with("x-fs-ea", "x"), 20016},
		"nobody":               {search("AccountObj", nil), with("x-fs-userid", ""), 20012},
		"somebody who left":    {search("AccountObj", nil), with("x-fs-userid", "7"), 20012},
		"both":                 {old(), c.headers(), 20016},
		"a wrong corpId":       {old("corpId", "x"), nil, 20016},
		"a wrong corp token":   {old("corpAccessToken", "x"), nil, 20016},
		"an employee's id":     {old("currentOpenUserId", fxiaoketest.Admin), nil, 20012},
	} {
		assert.InDelta(t, x.code, c.post(query, x.body, x.header)["errorCode"], 0, name)
	}
}

func TestTraces(t *testing.T) {
	c := open(t, fxiaoketest.Options{})
	for _, trace := range []string{"", "x", "00000000-0000-1000-8000-000000000001", "00000000-0000-4000-8000-00000000000G", "00000000-0000-4000-8000-000000000001"} {
		first := c.traced(query, trace, search("AccountObj", nil), c.headers())
		second := c.traced(query, trace, search("AccountObj", nil), c.headers())
		assert.InDelta(t, 32000, second["errorCode"], 0, "%q comes twice", trace)
		assert.Equal(t, len(trace) == 36 && trace[14] == '4' && trace[35] == '1', first["errorCode"] == 0.0, trace)
	}
	c = open(t, fxiaoketest.Options{TraceOptional: true})
	assert.InDelta(t, 0, c.traced(query, "", search("AccountObj", nil), c.headers())["errorCode"], 0)
}

func TestQueries(t *testing.T) {
	c := open(t, fxiaoketest.Options{Calls: -1})
	lin := c.AddUser(map[string]any{"name": "Lin"})
	acme := c.Put("AccountObj", map[string]any{"name": "Acme", "transfer_count": "10", "owner": []string{lin}, "tel": "1", "last_modified_time": c.now.Add(-time.Hour)})
	c.Put("AccountObj", map[string]any{"name": "Beta", "transfer_count": "9", "parent_account_id": acme})
	c.Put("AccountObj", map[string]any{"name": "Zebra", "transfer_count": "200", "owner": []string{fxiaoketest.Admin}})
	c.Void("AccountObj", c.Put("AccountObj", map[string]any{"name": "Void"}))
	ms := fmt.Sprint(c.now.UnixMilli())
	byCount := []map[string]any{{"fieldName": "transfer_count", "isAsc": false}}
	for _, q := range []struct {
		filters []string
		change  []any
		code    int
		want    string
	}{
		{nil, nil, 0, "Acme,Beta,Zebra"},
		{[]string{"name EQ Acme"}, nil, 0, "Acme"},
		{[]string{"name N Acme"}, nil, 0, "Beta,Zebra"},
		{[]string{"tel N 1"}, nil, 0, "Beta,Zebra"},
		{[]string{"tel IS"}, nil, 0, "Beta,Zebra"},
		{[]string{"tel ISN"}, nil, 0, "Acme"},
		{[]string{"transfer_count GT 9"}, nil, 0, "Acme,Zebra"},
		{[]string{"transfer_count GTE 9", "transfer_count LTE 10.0"}, nil, 0, "Acme,Beta"},
		{[]string{"transfer_count LT 10"}, nil, 0, "Beta"},
		{[]string{"transfer_count BETWEEN 9,10"}, nil, 0, "Acme,Beta"},
		{[]string{"transfer_count NBETWEEN 9,10"}, nil, 0, "Zebra"},
		{[]string{"transfer_count GT many"}, nil, 32000, ""},
		{[]string{"name LIKE eb"}, nil, 0, "Zebra"},
		{[]string{"name NLIKE eb"}, nil, 0, "Acme,Beta"},
		{[]string{"name STARTWITH Be"}, nil, 0, "Beta"},
		{[]string{"name ENDWITH a"}, nil, 0, "Beta,Zebra"},
		{[]string{"name IN Acme,Zebra"}, nil, 0, "Acme,Zebra"},
		{[]string{"name NIN Acme,Zebra"}, nil, 0, "Beta"},
		{[]string{"owner IN " + lin}, nil, 0, "Acme"},
		{[]string{"owner HASANYOF " + lin + "," + fxiaoketest.Admin}, nil, 0, "Acme,Zebra"},
		{[]string{"owner NHASANYOF " + lin}, nil, 0, "Beta,Zebra"},
		{[]string{"owner CONTAINS " + lin}, nil, 0, "Acme"},
		{[]string{"_id GT " + acme}, nil, 0, "Beta,Zebra"},
		{[]string{"_id EQ " + acme}, nil, 0, "Acme"},
		{[]string{"_id IN " + acme + ",x," + acme}, nil, 0, "Acme"},
		{[]string{"last_modified_time EQ " + ms}, nil, 0, "Beta,Zebra"},
		{[]string{"last_modified_time LT " + ms}, nil, 0, "Acme"},
		{[]string{"name NE Acme"}, nil, 32000, ""},
		{[]string{"name EQ Acme,Beta"}, nil, 32000, ""},
		{[]string{"name IN"}, nil, 32000, ""},
		{[]string{"nothing EQ 1"}, nil, 0, ""},
		{nil, []any{"orders", byCount}, 0, "Zebra,Acme,Beta"},
		{nil, []any{"orders", byCount, "limit", 1, "offset", 1}, 0, "Acme"},
		{nil, []any{"orders", []any{}}, 0, "Acme,Beta,Zebra"},
		{nil, []any{"orders", []map[string]any{{"fieldName": "last_modified_time", "isAsc": true}, {"fieldName": "_id", "isAsc": false}}}, 0, "Acme,Zebra,Beta"},
		{nil, []any{"orders", []map[string]any{{"fieldName": "nothing", "isAsc": true}}}, 32000, ""},
		{nil, []any{"orders", []map[string]any{{"fieldName": "_id"}}}, 32000, ""},
		{nil, []any{"limit", 101}, 32000, ""},
		{nil, []any{"limit", 0}, 32000, ""},
		{nil, []any{"limit", "100"}, 32000, ""},
		{nil, []any{"limit", nil}, 32000, ""},
		{nil, []any{"offset", 50}, 32000, ""},
		{nil, []any{"offset", 10000}, 0, ""},
		{nil, []any{"offset", 10100}, 10013, ""},
		{nil, []any{"filters", "x"}, 32000, ""},
		{nil, []any{"filters", []map[string]any{{"field_name": "name", "operator": "EQ", "field_values": "Acme"}}}, 32000, ""},
		{nil, []any{"filters", []map[string]any{{"fieldName": "name", "operator": "EQ", "field_values": []string{"Acme"}}}}, 32000, ""},
	} {
		code, got := c.call(query, search("AccountObj", q.filters, q.change...))
		assert.Equal(t, q.code, code, "%v %v", q.filters, q.change)
		assert.Equal(t, q.want, names(got), "%v %v", q.filters, q.change)
	}
	for _, object := range []string{"", "NothingObj", "nothing__c"} {
		code, _ := c.call(query, search(object, nil))
		assert.Equal(t, 32000, code)
	}
	code, _ := c.call(query, map[string]any{})
	assert.Equal(t, 32000, code)
}

func TestWhatRowsSay(t *testing.T) {
	row := func(o fxiaoketest.Options, projection []string, nulls bool) map[string]any {
		c := open(t, o)
		parent := c.Put("AccountObj", map[string]any{"name": "Parent"})
		id := c.Put("AccountObj", map[string]any{"name": "Acme", "owner": []string{fxiaoketest.Admin}, "parent_account_id": parent, "city": "451", "completion_rate": "5.0", "tel": nil, "account_level__o": "typed", "account_level": "other"})
		q := search("AccountObj", []string{"_id EQ " + id})
		if projection == nil {
			delete(q["data"].(map[string]any)["search_query_info"].(map[string]any), "fieldProjection")
		} else {
			q["data"].(map[string]any)["search_query_info"].(map[string]any)["fieldProjection"] = projection
		}
		q["includeNull"] = nulls
		code, got := c.call(query, q)
		if code != 0 {
			return map[string]any{"errorCode": code}
		}
		data := got["data"].(map[string]any)
		if o.SingleRow {
			return data
		}
		return data["dataList"].([]any)[0].(map[string]any)
	}
	all := row(fxiaoketest.Options{}, nil, false)
	assert.Equal(t, "Parent", all["parent_account_id__r"])
	assert.Equal(t, "武汉市", all["city__r"])
	assert.Equal(t, "Admin", all["owner__r"].(map[string]any)["name"])
	assert.Equal(t, "typed", all["account_level__o"])
	assert.Equal(t, "5.0", all["completion_rate"])
	assert.NotContains(t, all, "tel")
	assert.Contains(t, row(fxiaoketest.Options{}, nil, true), "tel")
	some := row(fxiaoketest.Options{}, []string{"owner", "city__r", "nothing"}, false)
	assert.Len(t, some, 3)
	assert.Equal(t, "武汉市", some["city__r"])
	assert.Contains(t, row(fxiaoketest.Options{DerivedAlways: true}, []string{"owner"}, false), "owner__r")
	assert.Equal(t, 32000, row(fxiaoketest.Options{UnknownRefused: true}, []string{"nothing"}, false)["errorCode"])
	assert.Equal(t, 32000, row(fxiaoketest.Options{ProjectionRequired: true}, nil, false)["errorCode"])
	assert.InDelta(t, 5.0, row(fxiaoketest.Options{NumbersAsNumbers: true}, nil, false)["completion_rate"], 0)
	assert.Equal(t, "Acme", row(fxiaoketest.Options{SingleRow: true}, nil, false)["name"])
}

func TestTotals(t *testing.T) {
	for _, by := range []string{"", "returnTotalNum", "find_explicit_total_num", "need_return_count_num"} {
		c := open(t, fxiaoketest.Options{TotalBy: by})
		for range 3 {
			c.Put("AccountObj", map[string]any{"name": "A"})
		}
		total := func(top map[string]any, explicit any) any {
			q := search("AccountObj", nil, "limit", 1)
			for name, value := range top {
				q[name] = value
			}
			q["data"].(map[string]any)["find_explicit_total_num"] = explicit
			_, got := c.call(query, q)
			return got["data"].(map[string]any)["total"]
		}
		assert.InDelta(t, 0, total(map[string]any{"returnTotalNum": 3}, false), 0)
		assert.InDelta(t, 3, total(map[string]any{"returnTotalNum": 1, "need_return_count_num": true}, true), 0)
		assert.Equal(t, by == "" || by == "find_explicit_total_num", total(nil, nil) == 3.0, "on unless switched off")
	}
}

func TestLimits(t *testing.T) {
	c := open(t, fxiaoketest.Options{LimitCode: 14001})
	call := func(path string) int {
		code, _ := c.call(path, search("AccountObj", nil))
		return code
	}
	for range 100 {
		require.Equal(t, 0, call(query))
	}
	assert.Equal(t, 14001, call(query))
	assert.Equal(t, 0, call("/cgi/crm/custom/v2/data/query"), "each address has its own")
	c.now = c.now.Add(19 * time.Second)
	assert.Equal(t, 14001, call(query))
	c.now = c.now.Add(time.Second)
	assert.Equal(t, 0, call(query))

	c = open(t, fxiaoketest.Options{Quota: 1})
	assert.Equal(t, 0, call(query))
	assert.Equal(t, 30002, call(query))
	c.now = time.Date(2026, 11, 2, 16, 0, 0, 0, time.UTC)
	c.token = fmt.Sprint(c.credentials("/oauth2.0/token")["accessToken"])
	assert.Equal(t, 0, call(query), "a new day at +08:00")
}

func TestDescriptions(t *testing.T) {
	c := open(t, fxiaoketest.Options{Inactive: []string{"LeadsObj"}, Without: []string{"AccountObj.tel"}})
	c.AddField("service__c", fxiaoketest.Field{Name: "x__c", Type: "text"})
	_, got := c.call("/cgi/crm/v2/object/list", map[string]any{})
	active := map[string]bool{}
	for _, o := range got["data"].(map[string]any)["objects"].([]any) {
		active[o.(map[string]any)["describeApiName"].(string)] = o.(map[string]any)["isActive"].(bool)
	}
	assert.True(t, active["AccountObj"])
	assert.True(t, active["service__c"])
	assert.False(t, active["LeadsObj"])
	_, got = c.call("/cgi/crm/v2/object/describe", map[string]any{"includeDetail": false, "data": map[string]any{"apiName": "AccountObj"}})
	fields := got["data"].(map[string]any)["describe"].(map[string]any)["fields"].(map[string]any)
	assert.NotContains(t, fields, "tel")
	assert.Equal(t, "select_one", fields["account_level"].(map[string]any)["type"])
	assert.Len(t, fields["account_level"].(map[string]any)["options"], 3)
	for _, name := range []string{"LeadsObj", "Nothing"} {
		code, _ := c.call("/cgi/crm/v2/object/describe", map[string]any{"data": map[string]any{"apiName": name}})
		assert.Equal(t, 32000, code)
	}
	code, got := c.call("/cgi/user/list", map[string]any{"departmentId": 999999, "fetchChild": true, "showDepartmentIdsDetail": true})
	assert.Equal(t, 0, code)
	assert.Len(t, got["userList"], 1)
	code, _ = c.call("/cgi/user/list", map[string]any{"data": map[string]any{"departmentId": 999999}})
	assert.Equal(t, 32000, code, "arguments stand beside data")
	assert.Equal(t, http.StatusNotFound, c.post("/cgi/else", map[string]any{}, c.headers())["status"])
	assert.InDelta(t, 12004, c.post(query, nil, c.headers())["errorCode"], 0)
}

func TestGet(t *testing.T) {
	for _, shown := range []bool{false, true} {
		c := open(t, fxiaoketest.Options{VoidedShown: shown})
		id := c.Put("AccountObj", map[string]any{"name": "Acme"})
		get := func(id string) int {
			code, _ := c.call("/cgi/crm/v2/data/get", map[string]any{"data": map[string]any{"dataObjectApiName": "AccountObj", "objectDataId": id}})
			return code
		}
		assert.Equal(t, 0, get(id))
		assert.Equal(t, 32000, get("404"))
		c.Void("AccountObj", id)
		assert.Equal(t, map[bool]int{true: 0, false: 32000}[shown], get(id))
	}
}

func TestCreate(t *testing.T) {
	c := open(t, fxiaoketest.Options{UnknownRefused: true, Calls: -1})
	create := func(fields map[string]any) (int, any) {
		fields["dataObjectApiName"] = "NewOpportunityObj"
		code, got := c.call("/cgi/crm/v2/data/create", map[string]any{"data": map[string]any{"object_data": fields}})
		return code, got["dataId"]
	}
	code, id := create(map[string]any{"name": "B", "amount": "10.50", "close_date": 1619712000000, "owner": []string{fxiaoketest.Admin}, "sales_status": "1", "is_deleted": false})
	require.Equal(t, 0, code)
	assert.Equal(t, `"10.50"`, string(c.Get("NewOpportunityObj", id.(string))["amount"]))
	for field, wrong := range map[string]any{
		"amount": 10.5, "close_date": "2026-01-01", "owner": fxiaoketest.Admin, "sales_status": "进行中", "is_deleted": "true", "nothing": 1, "_id": "x", "data_own_department": "1",
	} {
		code, _ := create(map[string]any{"name": "B", field: wrong})
		assert.Equal(t, 32000, code, field)
	}
	code, _ = create(map[string]any{"name": "B", "owner": []string{"404"}})
	assert.Equal(t, 32000, code)
	code, _ = create(map[string]any{"amount": "1"})
	assert.Equal(t, 32000, code, "a name is required")
	code, _ = c.call("/cgi/crm/v2/data/create", map[string]any{"data": map[string]any{"dataObjectApiName": "NewOpportunityObj", "object_data": map[string]any{"name": "B"}}})
	assert.Equal(t, 32000, code, "dataObjectApiName stands within object_data")
	assert.EqualValues(t, 1, c.Stats().Approvals, "unless switched off")
	assert.EqualValues(t, 1, c.Stats().Workflows)
}

func TestFaultsAreCounted(t *testing.T) {
	c := open(t, fxiaoketest.Options{Fault: func(call fxiaoketest.Call) fxiaoketest.Fault {
		if call.Object == "AccountObj" {
			return fxiaoketest.Busy
		}
		return ""
	}})
	code, _ := c.call(query, search("AccountObj", nil))
	assert.Equal(t, -1, code)
	stats := c.Stats()
	assert.EqualValues(t, 1, stats.Faults[fxiaoketest.Busy])
	assert.EqualValues(t, 1, stats.Refused[-1])
	assert.EqualValues(t, 2, stats.Calls)
	c.Reset()
	assert.Zero(t, c.Stats().Calls)
}

func ExampleServer() {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	server := fxiaoketest.New(fxiaoketest.Options{Now: func() time.Time { return now }})
	address, stop := server.Start()
	defer stop()
	id := server.Put("AccountObj", map[string]any{"name": "上海示例科技有限公司"})
	server.Put("AccountObj", map[string]any{"name": "另一家公司"})
	server.Void("AccountObj", id)
	client, err := fxiaoke.New(server.Config(address, fxiaoke.OAuth))
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := client.IDs(context.Background(), crm.KindAccount, "")
	fmt.Println(len(page.IDs), err, server.Stats().Calls)
	// Output: 1 <nil> 2
}

// FuzzQuery: whatever comes in, the server answers.
func FuzzQuery(f *testing.F) {
	c := &caller{now: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}
	c.Server = fxiaoketest.New(fxiaoketest.Options{Now: func() time.Time { return c.now }, Calls: -1, TraceOptional: true, TokensPerMinute: -1})
	c.Put("AccountObj", map[string]any{"name": "Acme", "transfer_count": "10"})
	c.token = fmt.Sprint(c.credentials("/oauth2.0/token")["accessToken"])
	for _, filters := range [][]string{nil, {"name EQ Acme"}, {"transfer_count GT 1e9"}, {"_id IN a,b"}, {"last_modified_time EQ x"}} {
		text, _ := json.Marshal(search("AccountObj", filters))
		f.Add(string(text))
	}
	f.Add(`{"data":{"object_data":{"dataObjectApiName":"AccountObj","name":"x"}}}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{query, "/cgi/crm/v2/data/create", "/cgi/crm/v2/data/get", "/cgi/crm/v2/object/describe", "/cgi/user/list", "/oauth2.0/token"} {
			r := httptest.NewRequest(http.MethodPost, "http://x"+path, strings.NewReader(body))
			for name, value := range c.headers() {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			c.ServeHTTP(w, r)
			require.True(t, json.Valid(w.Body.Bytes()))
		}
	})
}

func TestVoidDeleteAndRestore(t *testing.T) {
	for _, keeps := range []bool{false, true} {
		c := open(t, fxiaoketest.Options{VoidKeepsTime: keeps, RestoreKeepsTime: keeps})
		id := c.Put("AccountObj", map[string]any{"name": "Acme", "owner": []string{fxiaoketest.Admin}})
		first := string(c.Get("AccountObj", id)["last_modified_time"])
		later := func() string {
			now := string(c.Get("AccountObj", id)["last_modified_time"])
			assert.Equal(t, keeps, now == first)
			return now
		}
		assert.False(t, c.Delete("AccountObj", id), "it was not voided")
		assert.False(t, c.Restore("AccountObj", id))
		c.now = c.now.Add(time.Minute)
		assert.True(t, c.Void("AccountObj", id))
		assert.False(t, c.Void("AccountObj", id))
		assert.Equal(t, `"invalid"`, string(c.Get("AccountObj", id)["life_status"]))
		voided := later()
		assert.Empty(t, c.IDs("AccountObj"))
		c.now = c.now.Add(time.Minute)
		assert.True(t, c.Restore("AccountObj", id))
		assert.Equal(t, keeps, later() == voided)
		assert.Equal(t, []string{id}, c.IDs("AccountObj"))
		assert.True(t, c.Void("AccountObj", id))
		assert.True(t, c.Delete("AccountObj", id))
		assert.Nil(t, c.Get("AccountObj", id))
		assert.False(t, c.Void("AccountObj", id))
		assert.False(t, c.Restore("AccountObj", id))
		assert.Panics(t, func() { c.Put("NothingObj", nil) })
	}
}

// Whom openUserIds name depends on how a call is authorised.
func TestPeople(t *testing.T) {
	c := open(t, fxiaoketest.Options{})
	c.Put("AccountObj", map[string]any{"name": "Acme", "owner": []string{fxiaoketest.Admin}, "relevant_team": []map[string]any{{"teamMemberEmployee": []string{fxiaoketest.Admin}}}})
	for id, convert := range map[string]bool{fxiaoketest.Admin: false, "FSUID_" + fxiaoketest.Admin: true} {
		q := search("AccountObj", []string{"owner IN " + id}, "fieldProjection", []string{"owner", "relevant_team"})
		q["convertUserId"] = convert
		_, got := c.call(query, q)
		row := got["data"].(map[string]any)["dataList"].([]any)[0].(map[string]any)
		assert.Equal(t, []any{id}, row["owner"])
		assert.Equal(t, []any{id}, row["relevant_team"].([]any)[0].(map[string]any)["teamMemberEmployee"])
		_, got = c.call("/cgi/user/list", map[string]any{"departmentId": 999999, "fetchChild": true, "showDepartmentIdsDetail": true, "convertUserId": convert})
		assert.Equal(t, id, got["userList"].([]any)[0].(map[string]any)["openUserId"])
		code, got := c.call("/cgi/crm/v2/data/create", map[string]any{"convertUserId": convert, "data": map[string]any{"object_data": map[string]any{"dataObjectApiName": "AccountObj", "name": "x", "owner": []string{id}}}})
		require.Equal(t, 0, code)
		assert.JSONEq(t, `["`+fxiaoketest.Admin+`"]`, string(c.Get("AccountObj", got["dataId"].(string))["owner"]))
	}
	c.RevokeTokens()
	code, _ := c.call(query, search("AccountObj", nil))
	assert.Equal(t, 20016, code)
	c.RemoveUser(fxiaoketest.Admin)
	c.token = fmt.Sprint(c.credentials("/oauth2.0/token")["accessToken"])
	code, _ = c.call(query, search("AccountObj", nil))
	assert.Equal(t, 20012, code)
}
