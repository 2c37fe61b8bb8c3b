package careerpath_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath"
)

func TestReadinessThatNoneWrote(t *testing.T) {
	data, err := ready(t, preset(t, "key-account-manager"), manager()).JSON()
	require.NoError(t, err)
	_, err = careerpath.ParseReadiness(data)
	require.NoError(t, err)
	for _, c := range []struct {
		name, old, by string
		want          []string
	}{
		{"another format", `"format": 1,`, `"format": 2,`, []string{"readiness.format $.format"}},
		{"a kind", `"kind": "promotion"`, `"kind": "promotoin"`, []string{"readiness.kind $.moves[0].kind"}},
		{"a demotion among the moves", `"kind": "promotion"`, `"kind": "demotion"`, []string{"readiness.kind $.moves[0].kind"}},
		{"a promotion among the rules on staying", `"kind": "demotion"`, `"kind": "promotion"`, []string{"readiness.kind $.standing[0].kind"}},
		{"a state", `"state": "not-met"`, `"state": "met?"`, []string{"readiness.state $.moves[0].result.state"}},
		{"a state of a criterion", `"state": "met"`, `"state": ""`, []string{"readiness.state $.moves[0].result.root.children[0].state"}},
		{"a kind of rule", `"kind": "tenure"`, `"kind": "all"`, []string{"readiness.kind $.moves[0].result.root.children[0].kind"}},
		{"a group that is a criterion", `"kind": "all"`, `"kind": "flag"`, []string{"readiness.kind $.moves[0].result.root.kind"}},
		{"an answer", `"when": "unknown"`, `"when": "soon"`, []string{"readiness.when $.moves[0].outlook.whole.when"}},
		{"a place and why not", `"stage": "account-manager",`, `"stage": "account-manager", "why": "no-position",`, []string{"readiness.why $.why"}},
		{"a why that is none", `"stage": "account-manager",`, `"why": "lost",`, []string{"readiness.why $.why"}},
		{"several", `"format": 1,`, `"format": 3, "why": "lost",`, []string{"readiness.format $.format", "readiness.why $.why", "readiness.why $.why"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, string(data), c.old)
			_, err := careerpath.ParseReadiness([]byte(strings.Replace(string(data), c.old, c.by, 1)))
			assert.Equal(t, c.want, codes(t, err))
		})
	}
	_, err = careerpath.ParseReadiness([]byte("{}"))
	assert.Equal(t, []string{"readiness.format $.format", "readiness.why $.why"}, codes(t, err))
}
