package pgstore_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/examples/pgstore"
)

func TestCodesOfPostgreSQL(t *testing.T) {
	for code, want := range map[string]error{
		"25006": pgstore.ErrReadOnly, "42501": pgstore.ErrReadOnly,
		"53100": pgstore.ErrFull,
		"55P03": pgstore.ErrBusy, "40P01": pgstore.ErrBusy, "40001": pgstore.ErrBusy, "53300": pgstore.ErrBusy,
		"57P01": pgstore.ErrDisconnected, "57P03": pgstore.ErrDisconnected, "08006": pgstore.ErrDisconnected,
		"XX001": pgstore.ErrDamaged, "XX002": pgstore.ErrDamaged,
		"23505": nil, "08": nil, "": nil,
	} {
		assert.Equal(t, want, pgstore.Meaning(code), code)
	}
}
