package staged_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/staged"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = append(found, filepath.Base(path))
		}
		return err
	}))
	return found
}

func TestCommitMovesEveryFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	set, err := staged.New(dir)
	require.NoError(t, err)
	defer set.Discard()
	require.NoError(t, set.Add("a.csv", text("new")))
	require.NoError(t, set.Add("sub/b.md", text("b")))
	assert.NoFileExists(t, filepath.Join(dir, "a.csv"))
	require.NoError(t, set.Commit())
	assert.ElementsMatch(t, []string{"a.csv", "b.md"}, files(t, dir))
}

func TestDiscardLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.csv"), []byte("old"), 0o600))
	set, err := staged.New(dir)
	require.NoError(t, err)
	require.NoError(t, set.Add("a.csv", text("new")))
	broken := errors.New("broken")
	require.ErrorIs(t, set.Add("b.csv", func(io.Writer) error { return broken }), broken)
	set.Discard()
	assert.Equal(t, []string{"a.csv"}, files(t, dir))
	content, err := os.ReadFile(filepath.Join(dir, "a.csv"))
	require.NoError(t, err)
	assert.Equal(t, "old", string(content))
}

func TestRefusesNamesOutside(t *testing.T) {
	set, err := staged.New(t.TempDir())
	require.NoError(t, err)
	assert.ErrorContains(t, set.Add("../a.csv", text("x")), "outside")
}

func TestFolderThatIsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	_, err := staged.New(path)
	assert.ErrorContains(t, err, "output folder")
}
