// Package chart draws scores as SVG pictures: the profile of a scorecard as a radar ([Radar]), what each part brought
// and what was left on the table ([Contributions]), the totals of several periods with the grades behind them
// ([Trend]), and two results side by side ([Compare]).
//
// # What goes in and what comes out
//
// What is drawn is a [scoring.Result], computed or read back by [scoring.ParseResult]. What comes out is one svg
// element in UTF-8: a file of the type image/svg+xml, or part of an HTML page. Equal results and options give equal
// bytes. The picture holds no script and no reference, and every text from outside is escaped and shortened to its
// place; where a name is shortened, pointing at it shows the whole.
//
// # Who reads it
//
// Every text is in English or in Simplified Chinese, as [Options].Lang says. Colours follow the light or dark
// preference of the reader unless [Options].Theme fixes them; they can be told apart without seeing red and green, and
// nothing is said by colour alone: sides differ by filled and hollow marks, and every number stands as text. The
// description of the picture, which screen readers read, says all its numbers. Pictures are laid out for the width
// asked for, from 320 pixels on, rather than scaled down to it.
//
// # Numbers
//
// Places are computed from exact values and rounded once, to a hundredth of a pixel. Scores are shown as the card
// rounds them; scores of parts and contributions with as many decimal places as the card's rounding has, at least one
// and at most four, half away from zero and without trailing zeros. The contributions shown are cut by largest
// remainders so that they sum to the sum shown, and a difference is that of the two numbers shown.
//
// What is not known is never drawn as zero: on a radar the outline has a gap, on a trend the line is broken, and the
// text says so. A mark is hollow where the card's rule gave points in place of a value that nobody knows. What lies
// beyond the scale is drawn at its edge, and the number says where it is.
//
// # Faults
//
// Faults come all at once in a [*kam.InvalidError]: chart.lang, chart.width, chart.id, chart.theme (options); chart.scale,
// chart.rounding, chart.score, chart.node, chart.grade (a result that was not computed by package scoring, or changed
// since); chart.under (no such dimension); chart.axes (fewer than 3 or more than 24 on a radar); chart.empty (nothing to
// draw); chart.many (more than [MaxPeriods] results); chart.mixed (another card, scale or subject); chart.period (none,
// or without an end); chart.overlap.
//
// Nothing here reads a clock or keeps state; every function may be called from many goroutines at once.
package chart
