package kam_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
)

func ExampleNames() {
	called := map[string]string{"21": "Lin Yue 林悦"}
	names := kam.Names(func(id string) string { return called[id] })
	fmt.Println(names.Of("21"))
	fmt.Println(names.Of("22"))
	// Output:
	// Lin Yue 林悦
	// 22
}

func TestNames(t *testing.T) {
	var none kam.Names
	assert.Equal(t, "21", none.Of("21"))
	assert.False(t, none.Known("21"))
	some := kam.Names(func(id string) string { return map[string]string{"21": "Lin"}[id] })
	assert.Equal(t, "Lin", some.Of("21"))
	assert.True(t, some.Known("21"))
	assert.Equal(t, "22", some.Of("22"))
	assert.False(t, some.Known("22"))
	assert.Empty(t, some.Of(""))
}
