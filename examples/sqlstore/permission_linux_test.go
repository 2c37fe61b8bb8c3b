package sqlstore_test

import (
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/sqlstore"
)

// withoutPrivileges runs do on a thread that the file system treats as nobody's, because permissions do not stop root.
// The thread ends with it.
func withoutPrivileges(t *testing.T, do func()) {
	t.Helper()
	const nobody = 65_534
	var wait sync.WaitGroup
	wait.Go(func() {
		runtime.LockOSThread()
		if os.Geteuid() != 0 || assert.NoError(t, syscall.Setfsuid(nobody)) {
			do()
		}
	})
	wait.Wait()
}

func TestOpenOfAReadOnlyFileOrFolder(t *testing.T) {
	cases := map[string]struct{ file, folder os.FileMode }{
		"file and folder": {0o444, 0o555},
		"file":            {0o444, 0o777},
		"folder":          {0o666, 0o555},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			require.NoError(t, os.Chmod(filepath.Dir(folder), 0o755)) // lets nobody in
			path := filepath.Join(folder, "kam.db")
			s, err := sqlstore.Open(t.Context(), path)
			require.NoError(t, err)
			_, err = s.Append(t.Context(), batch("first", "", pairs))
			require.NoError(t, err)
			require.NoError(t, s.Close())
			before, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.Chmod(path, c.file))
			require.NoError(t, os.Chmod(folder, c.folder))

			withoutPrivileges(t, func() {
				s, err = sqlstore.Open(t.Context(), path)
			})
			if err == nil {
				require.NoError(t, s.Close())
			}
			require.ErrorIs(t, err, sqlstore.ErrReadOnly)
			assert.Contains(t, err.Error(), path)

			require.NoError(t, os.Chmod(folder, 0o755))
			require.NoError(t, os.Chmod(path, 0o600))
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, before, after)
			assert.Len(t, whole(t, openAt(t, path)), 1)
		})
	}
}
