package trust_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
)

// smallDisk mounts a disk of its own, of as many MiB, for everyone.
func smallDisk(t *testing.T, mebibytes int) (folder string, grow func(mebibytes int)) {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "kam-disk-")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.Remove(folder)) })
	size := fmt.Sprintf("size=%dm,mode=0777", mebibytes)
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, size); err != nil {
		t.Skipf("no disk can be mounted here: %v", err)
	}
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(folder, syscall.MNT_DETACH)) })
	return folder, func(mebibytes int) {
		require.NoError(t, syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%dm,mode=0777", mebibytes)))
	}
}

func TestFullDisk(t *testing.T) {
	want := undisturbed(t)
	t.Run("sqlite", func(t *testing.T) {
		folder, grow := smallDisk(t, 1)
		where := filepath.Join(folder, "kam.db")
		for _, mebibytes := range []int{1, 2, 4} {
			grow(mebibytes)
			assert.Contains(t, sqlite.fail(t, sqlite.command(t, where)), "the disk is full")
		}
		grow(64)
		left := sqlite.read(t, where)
		assert.Empty(t, content{records: left.records}.differs(content{records: want.records[:len(left.records)]}))
		sqlite.finish(t, where, want)
	})
	t.Run("postgres", func(t *testing.T) {
		if os.Getenv("KAM_PG_DSN") != "" {
			t.Skip("the server is not the tests' own")
		}
		dsn := postgres.make(t)
		admin := administer(t, dsn)
		var data string
		require.NoError(t, admin.QueryRow(t.Context(), "SELECT current_setting('data_directory')").Scan(&data))
		owner, err := os.Stat(data)
		require.NoError(t, err)
		folder, grow := smallDisk(t, 1)
		space := filepath.Join(folder, "space")
		require.NoError(t, os.Mkdir(space, 0o700))
		require.NoError(t, os.Chown(space, int(owner.Sys().(*syscall.Stat_t).Uid), int(owner.Sys().(*syscall.Stat_t).Gid)))
		name := admin.Config().Database
		execute(t, admin, "CREATE TABLESPACE "+name+" LOCATION '"+space+"'")
		defer func() { // before the disk is gone
			other := administer(t, pgtest.DSN(admin.Config(), "postgres"))
			execute(t, other, "DROP DATABASE "+name+" WITH (FORCE)")
			execute(t, other, "DROP TABLESPACE "+name)
		}()
		execute(t, admin, "ALTER DATABASE "+name+" SET default_tablespace = "+name)
		for _, mebibytes := range []int{1, 2, 4} {
			grow(mebibytes)
			assert.Contains(t, postgres.fail(t, postgres.command(t, dsn)), "the disk of the server is full")
		}
		grow(64)
		left := postgres.read(t, dsn)
		assert.Empty(t, content{records: left.records}.differs(content{records: want.records[:len(left.records)]}))
		postgres.finish(t, dsn, want)
	})
}

func TestReadOnlyFile(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can run a payroll with another user's rights")
	}
	want := undisturbed(t)
	folder, err := os.MkdirTemp("/tmp", "kam-file-") // where another user may look
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(folder)) })
	require.NoError(t, os.Chmod(folder, 0o755))
	where := filepath.Join(folder, "kam.db")
	p := start(t, sqlite.command(t, where))
	p.untilAppend(3)
	require.NoError(t, p.command.Process.Kill())
	_, _ = p.wait()
	before := sqlite.read(t, where)

	const nobody = "65534"
	assert.Contains(t, sqlite.fail(t, sqlite.command(t, where, childUser+"="+nobody)), "the database is read-only")
	assert.Empty(t, sqlite.read(t, where).differs(before))
	sqlite.finish(t, where, want)
}
