package fxiaoke_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke"
)

// FuzzAnswer: whatever the API answers, what comes of it is fit, or an error.
func FuzzAnswer(f *testing.F) {
	for _, body := range []string{
		`{"errorCode":0,"data":{"dataList":[{"_id":"1","last_modified_time":1,"name":"A","owner":["1000"],"is_deleted":false}],"total":1}}`,
		`{"errorCode":"0","data":{"_id":"1","last_modified_time":"1","related_object_data":[{"describe_api_name":"AccountObj","id":"x"}]}}`,
		`{"errorCode":0,"data":{"dataList":[{"_id":"1","last_modified_time":1,"relevant_team":[{"teamMemberEmployee":["1"],"teamMemberRole":"2"}]}]}}`,
		`{"errorCode":0,"userList":[{"openUserId":"1","name":"A","isStop":true}]}`, `{"errorCode":0,"data":{"objects":[{"describeApiName":"AccountObj","isActive":true}]}}`,
		`{"errorCode":0,"data":{"describe":{"fields":{"name":{"type":"select_one","options":[{"label":"a","value":1}]}}}}}`, `{"errorCode":20016}`, `<html>`, ``,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		clock := newClock()
		client, err := fxiaoke.New(fxiaoke.Config{
			AppID: "a", AppSecret: fxiaoke.NewSecret("b"), PermanentCode: fxiaoke.NewSecret("c"), User: "1", Limits: fxiaoke.Limits{Tries: 1},
			Clock: fxiaoke.Clock{Now: clock.Now, Sleep: clock.Sleep},
			HTTP: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				text := body
				if strings.HasPrefix(r.URL.Path, "/oauth") {
					text = `{"errorCode":0,"accessToken":"t","ea":"e","expiresIn":7200}`
				}
				return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
			})},
		})
		require.NoError(t, err)
		for _, kind := range client.Kinds() {
			page, err := client.Changes(t.Context(), kind, crm.Mark{}, clock.Now())
			if err != nil {
				continue
			}
			before := crm.Mark{}
			for _, r := range page.Records {
				require.NoError(t, r.Check())
				require.Positive(t, crm.MarkOf(r).Compare(before))
				before = crm.MarkOf(r)
			}
			_, _ = client.IDs(t.Context(), kind, "")
		}
		_, _ = client.CheckMaps(t.Context())
		_, _ = client.Labelled(t.Context())
	})
}
