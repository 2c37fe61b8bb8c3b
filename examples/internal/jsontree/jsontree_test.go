package jsontree_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/jsontree"
)

func TestReadAndWrite(t *testing.T) {
	for _, text := range []string{
		`{"b":1.50,"a":[true,null,"x\"y",1e3,{}],"b":[]}`, `[]`, `"客户"`, `-0`, `{"":{"":""}}`,
	} {
		v, err := jsontree.Read([]byte(text))
		require.NoError(t, err, text)
		assert.Equal(t, text, string(jsontree.Write(v)))
	}
	for _, text := range []string{``, `{`, `[1`, `{"a"`, `{"a":`, `1 2`, `nul`, `{1:2}`, `[1,]`} {
		_, err := jsontree.Read([]byte(text))
		assert.Error(t, err, text)
	}
}

func TestQuestions(t *testing.T) {
	for text, want := range map[string]struct {
		null, twice bool
		depth       int
	}{
		`1`:                           {depth: 0},
		`null`:                        {null: true},
		`[1,[{"a":{}}]]`:              {depth: 4},
		`{"a":[{"b":null}]}`:          {null: true, depth: 3},
		`[{"a":{"b":1,"b":1}}]`:       {twice: true, depth: 3},
		`{"a":{"b":1},"b":{},"c":[]}`: {depth: 2},
	} {
		v, err := jsontree.Read([]byte(text))
		require.NoError(t, err)
		assert.Equal(t, want.null, jsontree.HasNull(v), text)
		assert.Equal(t, want.twice, jsontree.Twice(v), text)
		assert.Equal(t, want.depth, jsontree.Depth(v), text)
	}
	v, err := jsontree.Read([]byte(`[1]`))
	require.NoError(t, err)
	assert.Equal(t, []any{json.Number("1")}, v)
}
