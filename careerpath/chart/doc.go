// Package chart draws career ladders and readiness as SVG pictures: a ladder with its moves ([Ladder]), the same with the
// place of a person on it ([Place]), and how far each criterion of a move is ([Readiness]).
//
// # What goes in and what comes out
//
// What is drawn is a [careerpath.Program] and a [careerpath.Readiness]. What comes out is one svg element in UTF-8: a file
// of the type image/svg+xml, or part of an HTML page. Equal inputs give equal bytes. The picture holds no script and no
// reference, and every text from outside is escaped and shortened to its place; where it is shortened, pointing at it shows
// the whole.
//
// # Who reads it
//
// Every text is in English or in Simplified Chinese, as [Options].Lang says. Colours follow the light or dark preference
// of the reader unless [Options].Theme fixes them. Nothing is said by colour alone: kinds of moves differ by solid and
// dashed lines and by filled, hollow and rhombic heads, states by a tick, a cross and a question mark, and by words. Of
// demotions and probation, where nothing is achieved, they are a warning triangle, a dash and a question mark, in colours of
// their own. The
// description of the picture, which screen readers read, names every stage, move, criterion and state. Pictures are laid
// out for the width asked for, from 360 pixels on, rather than scaled down to it.
//
// Arrows run between rows and beside columns, never through a stage, and no two of them share a stretch. Where a title does
// not fit into its column without a word being cut, all stages are numbered and the titles stand below.
//
// # Numbers
//
// Places are computed from exact values and rounded once, to a hundredth of a pixel. Figures are shown in full when they
// have at most six decimal places, else rounded to four with a leading ≈. What is not known has no bar, and is never drawn
// as zero.
//
// # Faults
//
// Faults come all at once in a [*kam.InvalidError]: chart.lang, chart.width, chart.id, chart.theme (options); chart.track,
// chart.move (no such one), chart.twice, chart.empty (no ladder, no readiness, or a track without stages), chart.too-many; chart.narrow
// (a width too small for the tracks); chart.many (more than [MaxArrows] arrows or [MaxRows] rules); chart.mixed (a readiness
// by another ladder or edition).
//
// Nothing here reads a clock or keeps state; every function may be called from many goroutines at once.
package chart
