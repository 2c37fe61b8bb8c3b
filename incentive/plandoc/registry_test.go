package plandoc_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/incentive/plandoc/plandoctest"
	"github.com/kam-go/kam/internal/wordtest"
)

// story builds a registry step by step.
type story struct {
	t testing.TB
	r *plandoc.Registry
}

func begin(t testing.TB) *story { return &story{t, plandoc.NewRegistry("kam")} }

func (s *story) event(step plandoc.Step, p incentive.Plan, by string) plandoc.Event {
	e := plandoc.Event{Plan: p.ID, Step: step, Version: p.Version, On: kam.MustDay("2025-12-01"), By: by, Hash: p.Hash()}
	if step == plandoc.StepDraft {
		e = plandoc.Draft(p, by, kam.MustDay("2025-12-01"))
	}
	if step == plandoc.StepReturn || step == plandoc.StepRetire {
		e.Reason = "because"
	}
	e.Seq = s.r.Next()
	return e
}

func (s *story) try(step plandoc.Step, p incentive.Plan, by string) error {
	s.t.Helper()
	r, err := s.r.Apply(s.event(step, p, by))
	if err == nil {
		s.r = r
	}
	return err
}

func (s *story) do(step plandoc.Step, p incentive.Plan, by string) *story {
	s.t.Helper()
	require.NoError(s.t, s.try(step, p, by))
	return s
}

func (s *story) approved(p incentive.Plan) *story {
	return s.do(plandoc.StepDraft, p, "anna").do(plandoc.StepSubmit, p, "anna").do(plandoc.StepApprove, p, "vera")
}

func TestLifeOfAVersion(t *testing.T) {
	p := one(t, 1)
	s := begin(t)
	day := kam.MustDay("2026-05-01")
	assert.Equal(t, plandoc.Unknown, s.r.Status(1, day))
	s.do(plandoc.StepDraft, p, "anna")
	assert.Equal(t, plandoc.InDraft, s.r.Status(1, day))
	better := p
	better.Title = kam.Text{EN: "better", ZH: "更好"}
	s.do(plandoc.StepDraft, better, "bo").do(plandoc.StepSubmit, better, "anna")
	assert.Equal(t, plandoc.InReview, s.r.Status(1, day))
	require.ErrorIs(t, s.try(plandoc.StepDraft, p, "anna"), plandoc.ErrOrder)
	s.do(plandoc.StepReturn, better, "vera").do(plandoc.StepDraft, p, "anna").do(plandoc.StepSubmit, p, "carl")
	for _, author := range []string{"anna", "bo", "carl"} {
		require.ErrorIs(t, s.try(plandoc.StepApprove, p, author), plandoc.ErrSamePerson, author)
	}
	require.ErrorIs(t, s.try(plandoc.StepApprove, better, "vera"), plandoc.ErrHash, "approves what was read, and nothing else")
	s.do(plandoc.StepApprove, p, "vera")
	for on, want := range map[string]plandoc.Status{"2025-12-31": plandoc.Approved, "2026-01-01": plandoc.Effective, "2026-12-31": plandoc.Effective, "2027-01-01": plandoc.Retired} {
		assert.Equal(t, want, s.r.Status(1, kam.MustDay(on)), on)
	}
	require.ErrorIs(t, s.try(plandoc.StepDraft, better, "anna"), plandoc.ErrLocked)
	require.ErrorIs(t, s.try(plandoc.StepDraft, p, "anna"), plandoc.ErrLocked)
	require.ErrorIs(t, s.try(plandoc.StepSubmit, p, "anna"), plandoc.ErrOrder)
	v, ok := s.r.Version(1)
	require.True(t, ok)
	assert.Equal(t, []string{"anna", "bo", "carl"}, v.Authors)
	assert.Equal(t, "vera", v.ApprovedBy)
	assert.Equal(t, p.Hash(), v.Plan.Hash())

	retire := s.event(plandoc.StepRetire, p, "vera")
	retire.On = kam.MustDay("2026-07-01")
	r, err := s.r.Apply(retire)
	require.NoError(t, err)
	assert.Equal(t, plandoc.Effective, r.Status(1, kam.MustDay("2026-06-30")))
	assert.Equal(t, plandoc.Retired, r.Status(1, kam.MustDay("2026-07-01")))
	retire.Seq++
	_, err = r.Apply(retire)
	require.ErrorIs(t, err, plandoc.ErrOrder)
	assert.Equal(t, plandoc.Effective, s.r.Status(1, kam.MustDay("2026-07-01")), "the registry before is as it was")
}

func TestAllow(t *testing.T) {
	p := one(t, 1)
	s := begin(t).approved(p)
	require.NoError(t, s.r.Allow(p, kam.MustDay("2026-05-01")))
	require.ErrorIs(t, s.r.Allow(p, kam.MustDay("2027-01-01")), plandoc.ErrNotEffective)
	changed := one(t, 1)
	changed.Components[0].Tiers.Bands[1].Rate = decimal.NewNullDecimal(dec("0.06"))
	require.ErrorIs(t, s.r.Allow(changed, kam.MustDay("2026-05-01")), plandoc.ErrLocked)
	require.ErrorIs(t, s.r.Allow(one(t, 2), kam.MustDay("2026-05-01")), plandoc.ErrNotEffective)
	other := p
	other.ID = "other"
	require.ErrorIs(t, s.r.Allow(other, kam.MustDay("2026-05-01")), plandoc.ErrNotEffective)
	require.ErrorIs(t, begin(t).do(plandoc.StepDraft, p, "anna").r.Allow(p, kam.MustDay("2026-05-01")), plandoc.ErrNotEffective)
}

func TestStepsThatAreNotAllowed(t *testing.T) {
	s := begin(t)
	require.ErrorIs(t, s.try(plandoc.StepSubmit, one(t, 1), "anna"), plandoc.ErrOrder)
	require.ErrorIs(t, s.try(plandoc.StepApprove, one(t, 1), "anna"), plandoc.ErrOrder)
	e := s.event(plandoc.StepDraft, one(t, 1), "anna")
	e.Seq = 2
	_, err := s.r.Apply(e)
	require.ErrorIs(t, err, plandoc.ErrStale)
	other := one(t, 1)
	other.ID = "other"
	require.ErrorIs(t, s.try(plandoc.StepDraft, other, "anna"), plandoc.ErrConflict)
	s.approved(one(t, 3))
	require.ErrorIs(t, s.try(plandoc.StepDraft, one(t, 2), "anna"), plandoc.ErrOrder)
	s.do(plandoc.StepDraft, one(t, 4), "anna")
	assert.Equal(t, []int{3, 4}, s.r.Versions())
	faulty := one(t, 5)
	faulty.Components[0].Tiers.Mode = ""
	s.do(plandoc.StepDraft, faulty, "anna")
	assert.NotEmpty(t, codes(t, s.try(plandoc.StepSubmit, faulty, "anna")), "what does not compile is not submitted")
	override := one(t, 6)
	override.Credits = append(override.Credits, incentive.CreditRule{Name: "up", To: incentive.ToManager, Level: 1, Base: incentive.CreditAfterCap, Of: []string{"theirs"}, Share: kam.Whole()})
	s.do(plandoc.StepDraft, override, "anna").do(plandoc.StepSubmit, override, "anna")
}

func TestAnEventIsChecked(t *testing.T) {
	bad := plandoc.Event{Content: "{}", Document: "x", Reason: " "}
	assert.ElementsMatch(t, []string{
		"plandoc.id $.plan", "plandoc.seq $.seq", "plandoc.version $.version", "plandoc.day $.on", "plandoc.id $.by", "plandoc.step $.step", "plandoc.id $.reason",
		"plandoc.hash $.hash", "plandoc.step $.document", "plandoc.step $.content",
	}, codes(t, bad.Check()))
	e := plandoc.Draft(one(t, 1), "anna", kam.MustDay("2026-01-01"))
	e.Seq = 1
	require.NoError(t, e.Check())
	for name, change := range map[string]func(e *plandoc.Event){
		"other hash": func(e *plandoc.Event) { e.Hash = strings.Repeat("0", 64) }, "other version": func(e *plandoc.Event) { e.Version = 2 },
		"not canonical": func(e *plandoc.Event) { e.Content = " " + e.Content }, "too long": func(e *plandoc.Event) { e.Content += strings.Repeat(" ", plandoc.MaxContent) },
	} {
		x := e
		change(&x)
		assert.Equal(t, []string{"plandoc.content $.content"}, codes(t, x.Check()), name)
		if name == "too long" {
			require.ErrorContains(t, x.Check(), "bytes, more than")
		}
	}
	e.Content = e.Content[:len(e.Content)-1]
	assert.Equal(t, "plan.json-syntax", strings.Fields(codes(t, e.Check())[0])[0])
	a := plandoc.Event{Plan: "kam", Seq: 1, Step: plandoc.StepAcknowledge, Version: 1, On: kam.MustDay("2026-01-01"), By: "anna", Hash: strings.Repeat("A", 64), Lang: "fr"}
	assert.ElementsMatch(t, []string{"plandoc.hash $.hash", "plandoc.hash $.document", "plandoc.lang $.lang"}, codes(t, a.Check()))
}

func TestLoadReplaysTheRecord(t *testing.T) {
	ctx, store := context.Background(), &plandoctest.Store{}
	s := begin(t)
	var events []plandoc.Event
	for _, e := range []struct {
		step plandoc.Step
		by   string
	}{{plandoc.StepDraft, "anna"}, {plandoc.StepSubmit, "anna"}, {plandoc.StepApprove, "vera"}} {
		events = append(events, s.event(e.step, one(t, 1), e.by))
		s.do(e.step, one(t, 1), e.by)
	}
	require.NoError(t, store.Append(ctx, events))
	r, err := plandoc.Load(ctx, store, "kam")
	require.NoError(t, err)
	assert.Equal(t, plandoc.Effective, r.Status(1, kam.MustDay("2026-03-01")))
	r, err = plandoc.Load(ctx, store, "none")
	require.NoError(t, err)
	assert.Empty(t, r.Versions())
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = plandoc.Load(ended, store, "kam")
	require.ErrorIs(t, err, context.Canceled)
	forged := &plandoctest.Store{}
	events[2].By = "anna"
	require.NoError(t, forged.Append(ctx, events))
	_, err = plandoc.Load(ctx, forged, "kam")
	require.ErrorIs(t, err, plandoc.ErrSamePerson)
}

func TestAcknowledgements(t *testing.T) {
	p1, p2 := one(t, 1), one(t, 2)
	p2.Components[0].Tiers.Bands[1].Rate = decimal.NewNullDecimal(dec("0.06"))
	s := begin(t).approved(p1).approved(p2)
	doc := func(p incentive.Plan, l kam.Lang) plandoc.Document {
		d, err := plandoc.Write(p, plandoc.Options{Lang: l})
		require.NoError(t, err)
		return d
	}
	accept := func(d plandoc.Document, payee, on string) error {
		e := plandoc.Acknowledge(d, payee, kam.MustDay(on))
		e.Seq = s.r.Next()
		r, err := s.r.Apply(e)
		if err == nil {
			s.r = r
		}
		return err
	}
	en, zh := doc(p1, kam.English), doc(p1, kam.Chinese)
	require.NoError(t, accept(zh, "anna", "2026-01-05"))
	require.NoError(t, accept(doc(p2, kam.English), "bo", "2026-01-06"))
	require.ErrorIs(t, accept(doc(one(t, 9), kam.English), "bo", "2026-01-06"), plandoc.ErrOrder)
	forged := en
	forged.PlanHash = p2.Hash()
	require.ErrorIs(t, accept(forged, "bo", "2026-01-06"), plandoc.ErrHash)

	year := kam.MustPeriod("2026-01-01/2027-01-01")
	assignments := []incentive.Assignment{
		{Payee: "cy", Plan: "kam", Version: 1, Period: year},
		{Payee: "bo", Plan: "kam", Version: 1, Period: year},
		{Payee: "anna", Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-01-01/2026-07-01")},
		{Payee: "anna", Plan: "kam", Version: 2, Period: kam.MustPeriod("2026-07-01/2027-01-01")},
		{Payee: "zed", Plan: "other", Version: 1, Period: year},
	}
	states := func(on string) map[string]plandoc.DutyState {
		out := map[string]plandoc.DutyState{}
		for _, o := range s.r.Outstanding(s.r.Duties(assignments, kam.MustDay(on))) {
			out[o.Payee] = o.State
			wordtest.Formatted(t, o.Message.EN+o.Message.ZH)
		}
		return out
	}
	assert.Equal(t, map[string]plandoc.DutyState{"bo": plandoc.Stale, "cy": plandoc.Missing}, states("2026-06-30"))
	assert.Equal(t, map[string]plandoc.DutyState{"anna": plandoc.Stale, "bo": plandoc.Stale, "cy": plandoc.Missing}, states("2026-07-01"), "a new version makes what was accepted stale")
	assert.Equal(t, plandoc.Accepted, s.r.State(plandoc.Duty{Payee: "anna", Version: 1, Documents: []string{en.Hash, zh.Hash}}))
	assert.Equal(t, plandoc.Stale, s.r.State(plandoc.Duty{Payee: "anna", Version: 1, Documents: []string{en.Hash}}), "another document of the same version")
	assert.Len(t, s.r.Acknowledgements(), 2)
	text := plandoc.Acceptance(zh, "anna", kam.MustDay("2026-01-05"))
	for _, l := range []string{text.EN, text.ZH} {
		wordtest.Formatted(t, l)
		assert.Contains(t, l, zh.Hash)
		assert.Contains(t, l, p1.Hash())
		assert.Contains(t, l, "2026-01-05")
	}
}

func FuzzParseEvent(f *testing.F) {
	e := plandoc.Draft(plan(f, onePlan), "anna", kam.MustDay("2026-01-01"))
	e.Seq = 1
	data, err := e.Canonical()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"plan":"kam","seq":2,"step":"acknowledge","version":1,"lang":"en"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := plandoc.ParseEvent(data)
		if err != nil || e.Check() != nil {
			return
		}
		text, err := e.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		again, err := plandoc.ParseEvent(text)
		if err != nil || !again.Same(e) {
			t.Fatalf("%v %v", again, err)
		}
		_, _ = plandoc.NewRegistry(e.Plan).Apply(e)
	})
}

// Two drafts made from one registry know nothing of each other.
func TestRegistriesShareNothing(t *testing.T) {
	p := one(t, 1)
	s := begin(t).do(plandoc.StepDraft, p, "x").do(plandoc.StepDraft, p, "y").do(plandoc.StepDraft, p, "z")
	before := s.r
	s.do(plandoc.StepDraft, p, "a")
	v, _ := before.Version(1)
	assert.Equal(t, []string{"x", "y", "z"}, v.Authors)
	v.Authors[0] = "changed"
	v, _ = s.r.Version(1)
	assert.Equal(t, []string{"a", "x", "y", "z"}, v.Authors)
}
