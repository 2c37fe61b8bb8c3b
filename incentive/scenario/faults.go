package scenario

import (
	"errors"

	"github.com/kam-go/kam"
)

// asInvalid returns the findings of an error that has some.
func asInvalid(err error) (*kam.InvalidError, bool) {
	return errors.AsType[*kam.InvalidError](err)
}
