package incentive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// rivalling is an office whose sales people also compete for prizes and share a pool, and whose manager is paid on their
// commission.
func rivalling(t testing.TB) *office {
	o := commanded(t)
	for _, text := range []string{
		`{"name": "prize", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["500", "300"], "ties": "share", "held": "wait", "then": [{"measure": "revenue", "basis": "amount"}]}}`,
		`{"name": "pool", "measure": "revenue", "pool": {"rate": "0.01", "key": "position", "held": "wait"}}`,
		`{"name": "capped", "measure": "revenue", "rate": "0.2", "caps": [{"per": "transaction", "amount": "150", "excess": "forfeit"}]}`,
	} {
		var c incentive.Component
		require.NoError(t, json.Unmarshal([]byte(text), &c))
		o.sales.Components = append(o.sales.Components, c)
	}
	return o
}

// enrolled enrols an office.
func enrolled(t testing.TB, o *office) *incentive.Enrolment {
	t.Helper()
	e, err := o.program(t).Enrol(t.Context(), o.inputs())
	require.NoError(t, err)
	return e
}

// started is an office in two shares that have told each other once.
func started(t testing.TB, o *office) *sharesOf {
	t.Helper()
	s := spread(enrolled(t, o), o.deals, 2)
	s.next(t)
	return s
}

// next lets all shares tell each other once more.
func (s *sharesOf) next(t testing.TB) {
	t.Helper()
	var told [][][]byte
	for j := range s.parts {
		step, err := s.step(t.Context(), j, incentive.RunOptions{})
		require.NoError(t, err)
		require.Nil(t, step.Run)
		told = append(told, step.Figures)
	}
	s.rounds = append(s.rounds, told)
}

// home returns which of two shares has a payee.
func home(payee string) int {
	if (incentive.Share{Index: 1, Of: 2}).Has(payee) {
		return 1
	}
	return 0
}

// resealed changes a text in figures and gives them the digest of what they are then.
func resealed(data []byte, old, changed string) []byte {
	body := bytes.TrimPrefix(data, []byte(`{"body":`))
	body = body[:bytes.LastIndex(body, []byte(`,"digest":"`))]
	body = []byte(strings.Replace(string(body), old, changed, 1))
	return sealedAs(body)
}

func sealedAs(body []byte) []byte {
	sum := sha256.Sum256(body)
	return fmt.Appendf(nil, `{"body":%s,"digest":%q}`, body, hex.EncodeToString(sum[:]))
}

// Figures that are not those that were told, or stand in the wrong place, are an error: no statement rests on them.
func TestStepRefusesFigures(t *testing.T) {
	listener := home("cai") // bo is in the other share
	require.NotEqual(t, home("bo"), listener, "the office is not divided")
	places := strings.NewReplacer("OWN", fmt.Sprint("heard[0][", listener, "]"), "OTHER", fmt.Sprint("heard[0][", 1-listener, "]"))
	for name, c := range map[string]struct {
		// change changes what cai's share has heard from the other and from itself; elsewhere is what the other has told itself.
		change func(other, own *[]byte, elsewhere []byte)
		want   string
	}{
		"truncated":    {func(other, own *[]byte, elsewhere []byte) { *other = (*other)[:40] }, "figures.digest @ OTHER"},
		"a byte short": {func(other, own *[]byte, elsewhere []byte) { *other = (*other)[:len(*other)-1] }, "figures.digest @ OTHER"},
		"too large":    {func(other, own *[]byte, elsewhere []byte) { *other = make([]byte, 1<<28+1) }, "figures.too-large @ OTHER"},
		"empty":        {func(other, own *[]byte, elsewhere []byte) { *other = nil }, "figures.digest @ OTHER"},
		"a digit changed": {func(other, own *[]byte, elsewhere []byte) {
			*other = bytes.Replace(*other, []byte("2000"), []byte("2001"), 1)
		}, "figures.digest @ OTHER"},
		"in another form": {func(other, own *[]byte, elsewhere []byte) {
			*other = bytes.ReplaceAll(*other, []byte(","), []byte(", "))
		}, "figures.digest @ OTHER"},
		"no JSON":        {func(other, own *[]byte, elsewhere []byte) { *other = sealedAs([]byte(`{"units":[}`)) }, "figures.json-syntax @ OTHER $.units"},
		"an unknown key": {func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"format"`, `"forms"`) }, "figures.unknown-key @ OTHER $.forms"},
		"another version": {func(other, own *[]byte, elsewhere []byte) {
			*other = resealed(*other, "kam-figures-1", "kam-figures-2")
		}, "figures.format @ OTHER"},
		"another program":   {func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"program":"`, `"program":"0`) }, "figures.other @ OTHER"},
		"other inputs":      {func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"inputs":"`, `"inputs":"0`) }, "figures.other @ OTHER"},
		"of more shares":    {func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"shares":2`, `"shares":3`) }, "figures.other @ OTHER"},
		"for another share": {func(other, own *[]byte, elsewhere []byte) { *other = elsewhere }, "figures.other @ OTHER"},
		"another's twice":   {func(other, own *[]byte, elsewhere []byte) { *own = *other }, "figures.other @ OWN"},
		"its own twice":     {func(other, own *[]byte, elsewhere []byte) { *other = *own }, "figures.other @ OTHER"},
		"another round": {func(other, own *[]byte, elsewhere []byte) {
			*other = resealed(*other, `"format"`, `"round":1,"format"`)
		}, "figures.other @ OTHER"},
		"another meeting": {func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"together"`, `"earned"`) }, "figures.other @ OTHER"},
		"its own changed": {func(other, own *[]byte, elsewhere []byte) { *own = resealed(*own, `"told":["`, `"told":["0`) }, "figures.changed @ OWN"},
		"a unit that there is not": {
			func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"unit":`, `"unit":9`) }, "figures.content @ OTHER $.units[0]",
		},
		"of somebody else": {
			func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"payee":"`, `"payee":"x`) }, "figures.content @ OTHER $.units[0]",
		},
		"a unit that is computed here": {
			func(other, own *[]byte, elsewhere []byte) {
				*other = resealed(*other, `"payee":"bo","unit":1`, `"payee":"anna"`)
			}, "figures.content @ OTHER $.units[0]",
		},
		"a stage too far": {
			func(other, own *[]byte, elsewhere []byte) {
				*other = resealed(*other, `"payee"`, `"blocked":9,"payee"`)
			}, "figures.content @ OTHER $.units[0].blocked",
		},
		"a component that there is not": {
			func(other, own *[]byte, elsewhere []byte) {
				*other = resealed(*other, `"component":1`, `"component":9`)
			}, "figures.content @ OTHER $.units[0].components",
		},
		"no standing": {
			func(other, own *[]byte, elsewhere []byte) {
				*other = resealed(*other, `"standing":{`, `"passes":[],"standing":{"base":"1/0",`)
			}, "figures.content @ OTHER $.units[0].components",
		},
		"a number with an exponent": {
			func(other, own *[]byte, elsewhere []byte) {
				*other = resealed(*other, `"position":"`, `"position":"1e9`)
			}, "figures.content @ OTHER $.units[0].components",
		},
		"no further position": {
			func(other, own *[]byte, elsewhere []byte) { *other = resealed(*other, `"then":["`, `"then":["","`) }, "figures.content @ OTHER $.units[0].components",
		},
		"all at once": {func(other, own *[]byte, elsewhere []byte) { *own, *other = nil, nil }, "figures.digest @ heard[0][0]\nfigures.digest @ heard[0][1]"},
	} {
		t.Run(name, func(t *testing.T) {
			s := started(t, rivalling(t))
			told := s.rounds[0]
			c.change(&told[1-listener][listener], &told[listener][listener], told[1-listener][1-listener])
			step, err := s.step(t.Context(), listener, incentive.RunOptions{})
			assert.Nil(t, step.Run)
			assert.Nil(t, step.Figures)
			found, want := strings.Join(faultPlaces(err), "\n"), places.Replace(c.want)
			assert.True(t, strings.HasPrefix(found, want), "%s, want %s", found, want)
		})
	}
}

func TestStepRefusesRounds(t *testing.T) {
	o := rivalling(t)
	s := started(t, o)
	e, deals := s.e, incentive.Transactions(s.parts[0])
	part := incentive.Share{Index: 0, Of: 2}
	for name, c := range map[string]struct {
		part  incentive.Share
		heard [][][]byte
	}{
		"no share":                {incentive.Share{}, nil},
		"a share behind the last": {incentive.Share{Index: 2, Of: 2}, nil},
		"too many shares":         {incentive.Share{Index: 0, Of: incentive.MaxShares + 1}, nil},
		"a share below the first": {incentive.Share{Index: -1, Of: 2}, nil},
		"one of two":              {part, [][][]byte{s.heard(0)[0][:1]}},
		"three of two":            {part, [][][]byte{append(s.heard(0)[0], nil)}},
		"nobody":                  {part, [][][]byte{nil}},
		"more than there can be":  {part, make([][][]byte, 1000)},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := e.Step(t.Context(), deals, c.part, c.heard, incentive.RunOptions{})
			require.ErrorIs(t, err, incentive.ErrShare)
		})
	}
	t.Run("more than it takes", func(t *testing.T) {
		runs, err := s.run(t.Context(), incentive.RunOptions{})
		require.NoError(t, err)
		require.Len(t, runs, 2)
		heard := s.heard(0)
		_, err = e.Step(t.Context(), deals, part, append(heard, heard[0]), incentive.RunOptions{})
		require.ErrorIs(t, err, incentive.ErrShare)
	})
	t.Run("where nobody waits", func(t *testing.T) {
		e := enrolled(t, newOffice(t))
		_, err := e.Step(t.Context(), deals, part, s.heard(0)[:1], incentive.RunOptions{})
		require.ErrorIs(t, err, incentive.ErrShare)
	})
}

// A share that is computed anew from other transactions says so, and one that was not given all of them too.
func TestStepSeesOtherTransactions(t *testing.T) {
	o := rivalling(t)
	j := home("bo")
	t.Run("changed", func(t *testing.T) {
		s := started(t, o)
		s.parts[j] = slices.Clone(s.parts[j])
		for i := range s.parts[j] {
			s.parts[j][i].Amount = s.parts[j][i].Amount.Add(exact("1"))
		}
		_, err := s.step(t.Context(), j, incentive.RunOptions{})
		assert.Equal(t, []string{fmt.Sprintf("figures.changed @ heard[0][%d]", j)}, faultPlaces(err))
	})
	t.Run("missing", func(t *testing.T) {
		s := spread(enrolled(t, o), o.deals, 2)
		above := home("cai")
		s.parts[above] = slices.DeleteFunc(s.parts[above], func(x incentive.Transaction) bool { return x.ID == "b1" })
		_, err := s.run(t.Context(), incentive.RunOptions{})
		assert.Contains(t, strings.Join(faultPlaces(err), "\n"), "figures.deal @ heard[")
	})
	t.Run("malformed", func(t *testing.T) {
		s := spread(enrolled(t, o), append(slices.Clone(o.deals), incentive.Transaction{ID: "nobody's"}), 2)
		_, err := s.run(t.Context(), incentive.RunOptions{})
		assert.Equal(t, "run.transaction", strings.Fields(faultPlaces(err)[0])[0])
	})
}

// A share that another process computes with other inputs is refused, and lists in another order are not other inputs.
func TestStepComparesInputs(t *testing.T) {
	o := rivalling(t)
	for name, c := range map[string]struct {
		change func(*office)
		want   []string
	}{
		"the same": {func(*office) {}, nil},
		"in another order": {func(o *office) {
			o.in.Roster.Payees = slices.Clone(o.in.Roster.Payees)
			slices.Reverse(o.in.Roster.Payees)
		}, nil},
		"a payee more": {func(o *office) {
			o.in.Roster.Payees = append(slices.Clone(o.in.Roster.Payees), incentive.Payee{ID: "eve"})
		}, []string{"figures.other @ heard[0][0]", "figures.other @ heard[0][1]"}},
		"a posting more": {func(o *office) {
			o.in.Opening.Ledger.Posted = append(o.in.Opening.Ledger.Posted, posted("2025-10-01/2026-01-01", "5"))
		}, []string{"figures.other @ heard[0][0]", "figures.other @ heard[0][1]"}},
		"a score more": {func(o *office) { o.observed("") }, []string{"figures.other @ heard[0][0]", "figures.other @ heard[0][1]"}},
		"another rate": {func(o *office) {
			o.sales.Components[0].Rate = known("0.11")
		}, []string{"figures.other @ heard[0][0]", "figures.other @ heard[0][1]"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := started(t, o)
			other := rivalling(t)
			c.change(other)
			s.e = enrolled(t, other)
			_, err := s.step(t.Context(), 0, incentive.RunOptions{})
			assert.Equal(t, c.want, faultPlaces(err))
		})
	}
}

// Whatever a share hears, it comes to an error and not to a panic.
func FuzzStep(f *testing.F) {
	o := rivalling(f)
	e := enrolled(f, o)
	s := spread(e, o.deals, 2)
	_, err := s.run(f.Context(), incentive.RunOptions{})
	require.NoError(f, err)
	for k := range s.rounds {
		body := s.rounds[k][1][0]
		f.Add(uint8(k), bytes.TrimPrefix(body[:bytes.LastIndex(body, []byte(`,"digest":"`))], []byte(`{"body":`)))
	}
	f.Fuzz(func(t *testing.T, k uint8, body []byte) {
		heard := s.heard(0)
		k %= uint8(len(heard))
		heard[k] = slices.Clone(heard[k])
		was := heard[k][1]
		for _, data := range [][]byte{body, sealedAs(body)} {
			heard[k][1] = data
			step, err := e.Step(t.Context(), incentive.Transactions(s.parts[0]), incentive.Share{Index: 0, Of: 2}, heard, incentive.RunOptions{Workers: 1})
			if err == nil && !bytes.Equal(data, was) && k == uint8(len(heard)-1) && step.Run == nil {
				t.Error("neither an error nor a run")
			}
		}
	})
}

// tallied returns the tallies of all shares of an office, that of cai first.
func tallied(t testing.TB, o *office) (*incentive.Enrolment, [][]byte) {
	t.Helper()
	s := spread(enrolled(t, o), o.deals, 2)
	runs, err := s.run(t.Context(), o.opt)
	require.NoError(t, err)
	var tallies [][]byte
	for _, r := range runs {
		data, err := r.Tally()
		require.NoError(t, err)
		tallies = append(tallies, data)
	}
	return s.e, tallies
}

func TestJoinRefusesTallies(t *testing.T) {
	o := rivalling(t)
	e, all := tallied(t, o)
	other, _ := tallied(t, newOffice(t))
	in := home("bo")
	for name, c := range map[string]struct {
		tallies [][]byte
		e       *incentive.Enrolment
		want    []string
	}{
		"none":            {nil, e, []string{"figures.missing @ tallies"}},
		"one of two":      {all[:1], e, []string{"figures.missing @ tallies[0]"}},
		"one twice":       {[][]byte{all[0], all[0]}, e, []string{"figures.missing @ tallies[1]"}},
		"one too many":    {[][]byte{all[0], all[1], all[0]}, e, []string{"figures.missing @ tallies[0]", "figures.missing @ tallies[1]", "figures.missing @ tallies[2]"}},
		"truncated":       {[][]byte{all[0], all[1][:30]}, e, []string{"figures.digest @ tallies[1]"}},
		"another version": {[][]byte{all[0], resealed(all[1], "kam-tally-1", "kam-tally-0")}, e, []string{"figures.format @ tallies[1]"}},
		"other plans":     {all, other, []string{"figures.other @ tallies[0]", "figures.other @ tallies[1]"}},
		"somebody else's": {[][]byte{resealed(all[in], `"payee":"bo"`, `"payee":"cai"`), all[1-in]}, e, []string{"figures.content @ tallies[0]"}},
		"another plan":    {[][]byte{resealed(all[in], `"plan":"sales"`, `"plan":"sale"`), all[1-in]}, e, []string{"figures.content @ tallies[0]"}},
		"a tenth of a cent": {
			[][]byte{resealed(all[in], `"amount":"`, `"amount":"0.001`), all[1-in]}, e, []string{"figures.content @ tallies[0]"},
		},
		"an endless number": {
			[][]byte{resealed(all[in], `"amount":"`, `"amount":"`+strings.Repeat("9", 50)), all[1-in]}, e, []string{"figures.number @ tallies[0] $.statements[0].amounts[0].amount"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.e.Join(c.tallies)
			var places []string
			for _, p := range faultPlaces(err) {
				at, _, _ := strings.Cut(p, " (")
				places = append(places, at)
			}
			assert.Equal(t, c.want, places)
		})
	}
	_, err := o.mustRun(t).Tally()
	require.ErrorIs(t, err, incentive.ErrShare)
	invalid := new(kam.InvalidError)
	_, err = e.Join(nil)
	require.ErrorAs(t, err, &invalid)
}

// A strict run in shares that holds somebody in one of them is not posted.
func TestJoinIsStrict(t *testing.T) {
	for strict, want := range map[bool]error{true: incentive.ErrHeld, false: nil} {
		o := rivalling(t)
		o.deals[0].Currency = "USD"
		o.opt.Strict = strict
		e, all := tallied(t, o)
		j, err := e.Join(all)
		require.NoError(t, err)
		_, err = j.Batch()
		require.ErrorIs(t, err, want)
	}
}
