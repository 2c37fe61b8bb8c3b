// Package awards decides about what a company gives beside commission: benefits such as a journey or an insurance,
// recognition such as commendations, certificates and badges, points that colleagues give each other, and awards for ideas.
//
//	program, err := awards.Compile(catalogue, nil)
//	result, err := program.Decide(awards.Inputs{Period: march, People: people, Observations: figures})
//	for _, item := range result.Items { … }   // every person with every criterion: who gets it, and who does not and why
//	for _, p := range result.Pay { … }        // what payroll takes over
//
// # Known, and not known
//
// A criterion is [Met], [NotMet] or [Unknown]. What is not known is never not met: somebody of whom a figure, the day of
// joining or an attribute is missing is [Undecided], neither given nor refused. Figures are observations of exactly the
// period; the highest revision counts, and two of one revision that differ make the figure not known. All criteria of a list
// have to be met; one with Any is met when one of them is.
//
// # Once
//
// [AwardID] is made of the catalogue, the kind, the item, the person and the period, and not of the version of the catalogue.
// An award among [Inputs].Prior is not given again, so that a decision may be repeated when more is known: it gives the rest
// and nothing twice. A revoked award of the same period is not given again either.
//
// # Budgets
//
// A budget has an amount, a number of heads, or both, for the period or for the fiscal year of the calendar; awards before
// that belong to it have taken from it. When it does not last, [Order] says who comes first, what equals do, and whether
// places are kept for those who cannot be decided. Nobody gets a part of a benefit. Benefits given by hand come before all
// others, in the order of the persons' IDs, within the budget.
//
// # Points
//
// Gifts are followed in the order of day and ID. A gift to oneself, beyond the allowance of the calendar month or beyond
// what one colleague may get is refused whole, and so is one from or to somebody who was not there. An allowance begins anew
// on the first of the month, nothing is carried over, and a change counts from the month after it.
//
// # Ideas
//
// The highest revision of each assessor's assessment counts. An idea with fewer than the stated number of assessors is
// [Undecided]. Points are exact and never rounded. A re-assessment after the award, an appeal for instance, makes a revision
// of the awards: payroll is told the difference, up or down, which a budget of an earlier period does not bear again. Heads
// of the budget are ideas that are paid money.
//
// # Numbers
//
// Amounts are decimals in the currency of the catalogue with no more decimal places than it has. What is rounded is the
// taxable value by [TaxShare], at the minor unit and in the mode of the catalogue; an idea's award is cut by largest
// remainders. An exempt amount for a year is used up in the order of decision, by the fiscal year of the award's period; what
// a revoked award used is not given to others that were decided before.
//
// # Certificates
//
// [Program.Certificate] makes what a person is shown, as SVG for light and dark surroundings and as Markdown, in English and
// Chinese. Everything from outside is escaped.
//
// # Faults
//
// All faults come at once in one [*kam.InvalidError]. Of a catalogue: awards.format, .id, .twice, .text, .currency, .choice,
// .count, .criterion, .unit, .number, .amount, .share, .budget, .missing, .unused, .given, .day, .tiers, .too-few, .too-many,
// and those of reading JSON. Of inputs: .period, .person, .metric, .prior, .award, .benefit, .self, .reason, .recognition,
// .points, .title, .duplicate, and those of observations. Of a result: result.differs, result.number, and those of reading
// JSON. The limits are the constants of the package.
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use.
package awards
