package rulebook_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/examples/internal/rulebook"
)

func TestMust(t *testing.T) {
	files := fstest.MapFS{"one.json": {Data: []byte(`[1, 2]`)}, "bad.json": {Data: []byte(`{`)}}
	length := func(list []int) (int, error) { return len(list), nil }
	assert.Equal(t, 2, rulebook.Must(files, "one.json", rulebook.JSON[[]int], length))
	assert.Equal(t, []int{1, 2}, rulebook.Must(files, "one.json", rulebook.JSON[[]int], rulebook.As[[]int]))
	assert.PanicsWithValue(t, "bad.json: unexpected end of JSON input", func() { rulebook.Must(files, "bad.json", rulebook.JSON[[]int], length) })
	assert.PanicsWithValue(t, "one.json: unfit", func() {
		rulebook.Must(files, "one.json", rulebook.JSON[[]int], func([]int) (string, error) { return "", errors.New("unfit") })
	})
	assert.Panics(t, func() { rulebook.Must(files, "none.json", rulebook.JSON[[]int], length) })
}

func TestFolder(t *testing.T) {
	files := fstest.MapFS{"a/one.json": {Data: []byte(`3`)}}
	assert.Equal(t, 3, rulebook.Must(rulebook.Folder(files, "a"), "one.json", rulebook.JSON[int], rulebook.As[int]))
	assert.Panics(t, func() { rulebook.Folder(files, "../a") })
}
