package textfile_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/kam-go/kam/examples/internal/textfile"
)

func gbk(t *testing.T, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(text)
	require.NoError(t, err)
	return out
}

func TestLookAndDecode(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want textfile.Encoding
		text string
	}{
		"ASCII":      {"a,b\r\n1,2\r\n", textfile.UTF8, "a,b\r\n1,2\r\n"},
		"UTF-8":      {"客户,b\n", textfile.UTF8, "客户,b\n"},
		"UTF-8 mark": {"\ufeffa,b\n", textfile.UTF8, "a,b\n"},
		"GBK":        {gbk(t, "客户,金额\n深圳市镕辉电子,10\n"), textfile.GBK, "客户,金额\n深圳市镕辉电子,10\n"},
		"empty":      {"", textfile.UTF8, ""},
	} {
		t.Run(name, func(t *testing.T) {
			survey, err := textfile.Look(iotest.OneByteReader(strings.NewReader(c.in)))
			require.NoError(t, err)
			assert.Equal(t, c.want, survey.Encoding)
			out, err := io.ReadAll(textfile.Decode(strings.NewReader(c.in), survey))
			require.NoError(t, err)
			assert.Equal(t, c.text, string(out))
		})
	}
}

func TestLookRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"Latin-1":            {"a,b\nM\xfcller,Z\xfcrich\n", "line 2; save it as CSV UTF-8"},
		"UTF-16":             {"\xff\xfea\x00", "UTF-16"},
		"zero byte":          {"a\nb\x00c\n", "line 2 holds a zero byte"},
		"cut UTF-8":          {"a\nb\xe5\xae", "line 2"},
		"mixed":              {"客户\xff\n", "line 1"},
		"marked and broken":  {"\ufeff\xbf\xcd\xbb\xa7\n", "line 1"},
		"surrogate as UTF-8": {"\xed\xa0\x80\n", "line 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := textfile.Look(strings.NewReader(c.in))
			require.ErrorIs(t, err, textfile.ErrEncoding)
			assert.ErrorContains(t, err, c.want)
		})
	}
}

func TestLookSaysWhetherTheLastLineIsComplete(t *testing.T) {
	for in, want := range map[string]bool{"a\n": true, "a\nb": false, "a\r\n": true, "": false} {
		survey, err := textfile.Look(strings.NewReader(in))
		require.NoError(t, err)
		assert.Equal(t, want, survey.Complete, "%q", in)
	}
}

func FuzzLook(f *testing.F) {
	f.Add([]byte("客户\n"))
	f.Add([]byte("\xbf\xcd\xbb\xa7\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		survey, err := textfile.Look(strings.NewReader(string(in)))
		if err != nil {
			return
		}
		_, err = io.ReadAll(textfile.Decode(strings.NewReader(string(in)), survey))
		require.NoError(t, err)
	})
}
