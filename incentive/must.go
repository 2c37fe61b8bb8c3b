package incentive

// mustBeSame returns results that a run has computed before, from the same transactions. It panics when they cannot be
// computed again, which only happens when somebody has changed the transactions meanwhile: see [Transactions].
func mustBeSame(results []*result, err error) []*result {
	for _, r := range results {
		mustFit(r != nil)
	}
	mustFit(err == nil)
	return results
}

// mustFit panics when what was computed before cannot be computed again.
func mustFit(ok bool) {
	if !ok {
		panic("incentive: the transactions of a run were changed while it was in use")
	}
}
