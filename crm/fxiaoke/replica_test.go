package fxiaoke_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
	"github.com/kam-go/kam/crm/replica"
)

// A copy equals the organisation after records were changed, voided, deleted and restored between readings and while they
// run, whatever becomes of what is voided.
func TestCopyEqualsTheOrganisation(t *testing.T) {
	for _, o := range []fxiaoketest.Options{{}, {VoidedShown: true}, {VoidKeepsTime: true, RestoreKeepsTime: true}, {VoidedShown: true, VoidKeepsTime: true, RestoreKeepsTime: true}} {
		var w world
		running, random := false, rand.New(rand.NewPCG(3, 3))
		disturb := func() {
			ids := w.IDs("AccountObj")
			id := ids[random.IntN(len(ids))]
			switch random.IntN(5) {
			case 0:
				w.Put("AccountObj", map[string]any{"name": "new"})
			case 1, 2:
				w.Put("AccountObj", map[string]any{"_id": id, "name": "changed"})
			case 3:
				w.Void("AccountObj", id)
				if random.IntN(2) == 0 {
					w.Restore("AccountObj", id)
				}
			case 4:
				w.Void("AccountObj", id)
				w.Delete("AccountObj", id)
			}
		}
		o.Fault = func(c fxiaoketest.Call) fxiaoketest.Fault {
			if !running || c.Kind != fxiaoketest.QueryCall {
				return ""
			}
			w.clock.Move(time.Second)
			disturb()
			if random.IntN(10) == 0 {
				return fxiaoketest.Drop
			}
			return ""
		}
		w = start(t, o, nil)
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 700, 5)
		store := crm.NewMemory()
		for i := range 6 {
			running = i < 5
			if !running {
				w.clock.Move(48 * time.Hour) // a sweep is due
			}
			_, err := replica.Run(t.Context(), replica.Inputs{Source: w.client, Store: store, Now: w.clock.Now, Kinds: []crm.Kind{crm.KindAccount, crm.KindActivity, crm.KindUser}})
			require.NoError(t, err)
			for range 10 {
				if w.clock.Move(time.Minute); running {
					disturb()
				}
			}
		}
		ids, err := store.IDs(t.Context(), "fxiaoke", crm.KindAccount, "", 10_000)
		require.NoError(t, err)
		want := w.IDs("AccountObj")
		assert.Equal(t, want, ids)
		refs := make([]crm.Ref, len(want))
		for i, id := range want {
			refs[i] = crm.Ref{System: "fxiaoke", Kind: crm.KindAccount, ID: id}
		}
		copies, err := store.Records(t.Context(), refs)
		require.NoError(t, err)
		there, err := w.client.Records(t.Context(), refs)
		require.NoError(t, err)
		require.Len(t, copies, len(there))
		for i := range there {
			a, b := copies[i].Data.(*crm.Account), there[i].Data.(*crm.Account)
			assert.Equal(t, b.Name, a.Name, "%s", there[i].Ref)
		}
	}
}
