package incentive

// Code names a kind of finding. Codes are stable: tools may match on them.
type Code string

// Findings about a plan, from [ParsePlan] and [Compile]. ParsePlan also uses
// the prefix "plan" with json-syntax, trailing-data, unknown-key,
// duplicate-key, key-case, wrong-type, null, number, text, too-deep, too-large
// and encoding for faults of the JSON itself.
const (
	// CodeReadingMissing: a word that changes money is left out; the remedy has a line to paste for each choice.
	CodeReadingMissing Code = "plan.reading-missing"
	// CodeUnknownWord: a word is none of its choices.
	CodeUnknownWord Code = "plan.unknown-word"
	// CodeMissing: something every plan needs is not there.
	CodeMissing Code = "plan.missing"
	// CodeName: a name is empty, too long or has characters that names may not have.
	CodeName Code = "plan.name"
	// CodeDuplicateName: two parts of the same kind share a name.
	CodeDuplicateName Code = "plan.duplicate-name"
	// CodeLabel: a label is there in one language only, too long, not printable, or the label or name of another part.
	CodeLabel Code = "plan.label"
	// CodeUnknownName: a name refers to nothing.
	CodeUnknownName Code = "plan.unknown-name"
	// CodeUnused: a credit rule feeds no measure, or a measure no component.
	CodeUnused Code = "plan.unused"
	// CodeRange: a number is outside its bounds or has too many decimals.
	CodeRange Code = "plan.range"
	// CodeConflict: two statements of the plan exclude each other, or one has no meaning beside the other.
	CodeConflict Code = "plan.conflict"
	// CodeOneOf: not exactly one of several forms is used.
	CodeOneOf Code = "plan.one-of"
	// CodeTierOverlap: a tier ends above the start of the next one.
	CodeTierOverlap Code = "plan.tier-overlap"
	// CodeTierGap: a tier ends below the start of the next one.
	CodeTierGap Code = "plan.tier-gap"
	// CodeTierOrder: tiers are not ascending, so that one can never be reached.
	CodeTierOrder Code = "plan.tier-order"
	// CodeTierStart: the first tier does not start at zero.
	CodeTierStart Code = "plan.tier-start"
	// CodeTierTop: the last tier is closed where it must be open, or the reverse.
	CodeTierTop Code = "plan.tier-top"
	// CodeCells: the cells of a table do not give each combination exactly once.
	CodeCells Code = "plan.cells"
	// CodeAsymmetricRounding (warning): the rounding mode treats refunds differently from sales.
	CodeAsymmetricRounding Code = "plan.asymmetric-rounding"
	// CodeCycle: components depend on each other in a circle.
	CodeCycle Code = "plan.cycle"
	// CodeDuplicatePlan: two plans of a book have the same id and version.
	CodeDuplicatePlan Code = "plan.duplicate-plan"
)

// Findings about the inputs of a run. Those marked "stops" make Run return an
// error, with nothing postable; those marked "holds" hold the payees concerned
// and post the others.
const (
	// CodePeriodKind (stops): the run's period is not one commission period of the plan.
	CodePeriodKind Code = "run.period-kind"
	// CodeNotEffective (stops): the plan does not cover the run's period.
	CodeNotEffective Code = "run.plan-not-effective"
	// CodeTransaction (stops): a transaction is malformed.
	CodeTransaction Code = "run.transaction"
	// CodeTransactionConflict (stops): two transactions share an id and differ.
	CodeTransactionConflict Code = "run.transaction-conflict"
	// CodeTransactionRepeated (info): the same transaction came twice; it counts once.
	CodeTransactionRepeated Code = "run.transaction-repeated"
	// CodeSplitNotWhole (stops): the owners' shares of a deal do not total exactly 1.
	CodeSplitNotWhole Code = "run.split-not-whole"
	// CodeRoster (stops): the roster is malformed.
	CodeRoster Code = "run.roster"
	// CodeObservation (stops): an observation is malformed or stated twice.
	CodeObservation Code = "run.observation"
	// CodeUnknownPlan (holds): an assignment names a plan version that the program does not have.
	CodeUnknownPlan Code = "run.unknown-plan"
	// CodeAssignmentOverlap (holds): a payee is assigned to the same plan twice at once.
	CodeAssignmentOverlap Code = "run.assignment-overlap"
	// CodeMissingQuota (holds): the quotas do not tile the stretch that attainment is measured against.
	CodeMissingQuota Code = "run.missing-quota"
	// CodeZeroQuota (holds): the quota is zero, stated so or by proration or relief, and the plan does not say what attainment
	// that is, or divides the quota into parts; see [Measure.ZeroQuota].
	CodeZeroQuota Code = "run.zero-quota"
	// CodeMissingTarget (holds): a cap, a curve or a pool needs a target incentive that is not stated.
	CodeMissingTarget Code = "run.missing-target"
	// CodeMissingNumber (holds): a deal lacks a number, date or attribute value that a rule needs.
	CodeMissingNumber Code = "run.missing-number"
	// CodeMissingObservation (holds): no observation says what a measure needs.
	CodeMissingObservation Code = "run.missing-observation"
	// CodeMissingRate (holds): a deal is in another currency and there is no rate.
	CodeMissingRate Code = "run.missing-rate"
	// CodeRefundWithoutOriginal (holds): a reversal names a deal that is not known, another reversal, or itself.
	CodeRefundWithoutOriginal Code = "run.refund-without-original"
	// CodeRefundExceeds (holds): the reversals of a deal are more than the deal.
	CodeRefundExceeds Code = "run.refund-exceeds"
	// CodeRefundBefore (warning): a reversal is dated before its original. It counts on its original's date, as a deal cannot
	// be taken back before it counts.
	CodeRefundBefore Code = "run.refund-before-original"
	// CodeAnew (warning): measures to date begin anew within their window, in the run's period, because payees go to another
	// assignment of their plan. A payee with an opening position in the plan is not told of.
	CodeAnew Code = "run.begins-anew"
	// CodeRefundMismatch (holds): a reversal states other owners, or another currency, than its original.
	CodeRefundMismatch Code = "run.refund-mismatch"
	// CodeRefundOutside (holds): a reversal needs what its original earned, or what a cap per transaction left of it, which
	// this run does not calculate. The remedy says what the plan's reading of refunds allows.
	CodeRefundOutside Code = "run.refund-outside-window"
	// CodeBelowZero (holds): a measure falls below zero and the plan refuses that.
	CodeBelowZero Code = "run.below-zero"
	// CodeReportingLoop (holds): reporting lines form a circle.
	CodeReportingLoop Code = "run.reporting-loop"
	// CodeReportingOverlap (holds): a payee reports to two managers at once.
	CodeReportingOverlap Code = "run.reporting-overlap"
	// CodeOpening (holds): an opening position does not fit the plan.
	CodeOpening Code = "run.opening"
	// CodeDependsOnHeld (holds): pay depends on a payee who is held: that of a manager, or of somebody beside them in a
	// contest, a pool or a capped deal.
	CodeDependsOnHeld Code = "run.depends-on-held"
	// CodeUnknownReference (warning): a reporting line, an opening entry or a posting names somebody or something that the run does not have.
	CodeUnknownReference Code = "run.unknown-reference"
	// CodeEarlierUnposted (warning): a to-date component pays for earlier periods of which nothing was posted.
	CodeEarlierUnposted Code = "run.earlier-unposted"
	// CodeNumericID (holds): a plan orders by numeric id and an id is no whole number.
	CodeNumericID Code = "run.numeric-id"
	// CodeRates (stops): exchange rates are malformed or overlap.
	CodeRates Code = "run.rates"
	// CodeProration (holds): a ramp or a prorating absence stands beside a plan that does not say how it counts.
	CodeProration Code = "run.proration"
	// CodeRelief (holds): a relief makes up for an absence that is not listed, or that prorates already.
	CodeRelief Code = "run.relief"
	// CodeCalendar (holds): days or months cannot be counted, such as working days of a year without holiday data.
	CodeCalendar Code = "run.calendar"
)

// Findings about components that look at several payees at once.
const (
	// CodeContestTie (holds): payees are level in a contest that refuses ties.
	CodeContestTie Code = "run.contest-tie"
	// CodePoolUnshared (warning): nobody has a weight in a pool, so that its fund is not shared out.
	CodePoolUnshared Code = "run.pool-unshared"
	// CodeLeftOut (warning): a contest or pool goes on without a payee who is held.
	CodeLeftOut Code = "run.left-out"
)

// Reasons why a deal earned nothing, or not all of it, for a payee: see [Run.Why]
// and [Run.House].
const (
	// CodeUnknownOwner: the deal's owner is no payee of the roster; it is on the house account.
	CodeUnknownOwner Code = "why.unknown-owner"
	// CodeNotAssigned: the owner has no assignment on the credit date; it is on the house account.
	CodeNotAssigned Code = "why.not-assigned"
	// CodeVacantManager: the manager's position is open and the plan sends the credit to the house account.
	CodeVacantManager Code = "why.vacant-manager"
	// CodeNoCreditDate: the deal has no date of the kind that the plan credits by, such as an unpaid invoice.
	CodeNoCreditDate Code = "why.no-credit-date"
	// CodeOutsidePeriod: the credit date lies outside the run's period.
	CodeOutsidePeriod Code = "why.outside-period"
	// CodeFiltered: no credit rule of the plan selects the deal.
	CodeFiltered Code = "why.filtered"
	// CodeExcluded: the deal's factor excludes it.
	CodeExcluded Code = "why.excluded"
	// CodeNoPart: the payee has no part in the deal.
	CodeNoPart Code = "why.no-part"
	// CodeUnknownTransaction: the run has seen no such transaction.
	CodeUnknownTransaction Code = "why.unknown-transaction"
	// CodeOtherShare: the payee is computed in another share of the run.
	CodeOtherShare Code = "why.other-share"
	// CodeHeld: the payee is held.
	CodeHeld Code = "why.held"
	// CodeNotPaying: the credit counts for a measure and does not pay in the component.
	CodeNotPaying Code = "why.not-paying"
	// CodeNetted: the deal was refunded and the refund is netted into it.
	CodeNetted Code = "why.netted"
	// CodeGateShut: a gate is not passed.
	CodeGateShut Code = "why.gate-shut"
	// CodeCapped: a cap cuts the amount.
	CodeCapped Code = "why.capped"
	// CodeZeroRate: the tier reached pays nothing.
	CodeZeroRate Code = "why.zero-rate"
	// CodePaysOnSum: the deal counts for a measure, and the component pays on where that stands, not deal by deal.
	CodePaysOnSum Code = "why.pays-on-sum"
	// CodePaid: the deal earned this amount.
	CodePaid Code = "why.paid"
)

// Findings about what shares of a run tell each other, from [Enrolment.Step], and about what they come to, from
// [Enrolment.Join]. Both also use the prefix "figures" with json-syntax, trailing-data, unknown-key, duplicate-key,
// key-case, wrong-type, null, number, text, too-deep and encoding for faults of the JSON itself. Each of them
// stops the step: no statement rests on figures that are in doubt.
const (
	// CodeFiguresFormat: the format is not [FiguresFormat] or [TallyFormat].
	CodeFiguresFormat Code = "figures.format"
	// CodeFiguresDigest: they were changed after they were told.
	CodeFiguresDigest Code = "figures.digest"
	// CodeFiguresTooLarge: they have more bytes than are read.
	CodeFiguresTooLarge Code = "figures.too-large"
	// CodeFiguresOther: they are of other plans or inputs, or those of another share or round.
	CodeFiguresOther Code = "figures.other"
	// CodeFiguresChanged: a share has told something else than it would tell now.
	CodeFiguresChanged Code = "figures.changed"
	// CodeFiguresDeal: a share was not given a transaction that it needs.
	CodeFiguresDeal Code = "figures.deal"
	// CodeFiguresContent: they say something that cannot be in the run.
	CodeFiguresContent Code = "figures.content"
	// CodeFiguresMissing: the figures of a share are not there, or there twice.
	CodeFiguresMissing Code = "figures.missing"
)
