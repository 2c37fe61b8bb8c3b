package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestKitFiles has a benchmark kit make deals and check the files that are written from them: every line and statement is
// the kit's when the hashes are. KAM_KIT names the kit (see examples/speed); KAM_KIT_DEALS and KAM_KIT_PAYEES its size.
func TestKitFiles(t *testing.T) {
	kit := os.Getenv("KAM_KIT")
	if _, err := os.Stat(filepath.Join(kit, "limit", "main.go")); kit == "" || err != nil {
		t.Skip("KAM_KIT names no benchmark kit")
	}
	size := func(name, otherwise string) string {
		if n := os.Getenv(name); n != "" {
			return n
		}
		return otherwise
	}
	work := t.TempDir()
	program, input := filepath.Join(work, "pk"), filepath.Join(work, "in")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
	build.Dir, build.Env = filepath.Join(kit, "limit"), append(os.Environ(), "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("the kit's program cannot be built here: %s", out)
	}
	pk := func(args ...string) string {
		out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
		require.NoError(t, err, "%s", out)
		return string(out)
	}
	hashes := func(dir string) string {
		_, found, _ := strings.Cut(pk("check", dir), " ")
		return found
	}
	pk("gen", "-n", size("KAM_KIT_DEALS", "100000"), "-p", size("KAM_KIT_PAYEES", "1000"), "-skew", size("KAM_KIT_SKEW", "0"), "-seed", "42", "-o", input)
	pk("fused", "-w", "2", "-d", input, "-o", filepath.Join(work, "fused"))
	want := hashes(filepath.Join(work, "fused"))
	t.Log(want)
	o := office{dir: work, deals: filepath.Join(input, "deals.csv"), people: filepath.Join(input, "payees.csv"), plan: "../speed/testdata/plan.json"}
	for _, args := range [][]string{{"-lines", "brief"}, {"-lines", "full"}, {"-lines", "brief", "-memory", "5MB"}} {
		got := o.pay(t, args...)
		require.Equal(t, exitDone, got.code, got.stderr)
		t.Log(got.stdout)
		assert.Equal(t, want, hashes(got.out), args)
	}
}
