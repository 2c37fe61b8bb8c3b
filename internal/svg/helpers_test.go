package svg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
)

const px = svg.Pixel

func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

// golden compares a picture with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), string(got))
}

// element is an element of a decoded picture.
type element struct {
	name string
	attr map[string]string
	text string
}

// decode reads a picture as XML, which fails when it is not well-formed.
func decode(t testing.TB, picture []byte) []element {
	t.Helper()
	var out []element
	var open []int
	d := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err, "%q", picture)
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				require.NotContains(t, e.attr, a.Name.Space+a.Name.Local, "an attribute stands twice")
				e.attr[a.Name.Space+a.Name.Local] = a.Value
			}
			open = append(open, len(out))
			out = append(out, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				out[open[len(open)-1]].text += string(token)
			}
		}
	}
}

func named(list []element, name string) []element {
	var out []element
	for _, e := range list {
		if e.name == name {
			out = append(out, e)
		}
	}
	return out
}

// spaceless is s without blanks.
func spaceless(s string) string { return strings.ReplaceAll(s, " ", "") }

// rats returns ticks as ratios.
func rats(of func(low, high *big.Rat, most int) []decimal.Decimal, low, high *big.Rat, most int) []*big.Rat {
	var out []*big.Rat
	for _, d := range of(low, high, most) {
		out = append(out, num.Rat(d))
	}
	return out
}
