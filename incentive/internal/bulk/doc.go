// Package bulk computes what millions of credits earn, in whole numbers. It knows nothing of plans, people or decimals:
// package incentive lays those out, and computes by package kernel what does not fit.
//
// # Layout
//
// A credit lies in memory as 16 bytes without a pointer: the garbage collector never looks at them, and 16,000 of them with
// a sorted copy fit the second cache of a core. What few credits have beside quantity, row, unit, day and rule lies in chunks
// of its own, which are made when it is met. Workers scatter credits into chunks by ranges of units, see [Buckets]: two
// steps, first to the bucket and then inside it, because writing to ten thousand places at once misses the cache for each
// record, and to some hundreds it does not. Chunks are parts of one slice, so that where a bucket goes on is one number, and
// the numbers of all buckets stay in the first cache; so do the records of a batch, see [Writer.Add], which are written in a
// loop that does nothing else, because then many of those writes are on their way at once. (To collect the records of a
// bucket until they fill a line of the cache is slower: nobody can foresee when one is full.) [Sorter] then puts those of one
// bucket in order of unit and day by counting, by both at once or, where units are so many that counters would outnumber
// records, by day and then by unit, which keeps the order in which transactions came; records move, never indices
// to them, because looking a record up costs more than moving it. Where nothing lies beside them they stay [Short]; a unit
// whose records are not all alike makes [Record]s of its own.
//
// A unit's records lie together from then on, and [Work.EvaluateShort] or [Work.Evaluate] walks them once with all of its
// state in registers. Sorted records are not kept: who asks for lines later sorts the bucket again, which costs less than the
// page faults of the memory that keeping them would take. Who is told of lines while they are computed pays for neither.
//
// Structs are filled in place. Go builds a composite literal beside its place and copies it by 16 bytes, and the processor
// stalls on each copy of what was written in smaller pieces just before: that was a third of the time once.
//
// A bucket is what one worker computes at a time. What comes out does not depend on who computed it, so results are the same
// for any number of workers. The largest buckets come first: a payee with a fifth of all deals keeps one worker busy while
// the others do the rest.
//
// # Numbers
//
// A quantity is a whole number of the plan's scale, which the denominators of all weights, shares of quota and places
// divide, so that every product is exact. There are three widths. [Terms.Bound] proves from the sum of all quantities and
// the largest rate that no amount of a unit can leave 64 bits: then [Work.Evaluate] uses nothing wider. Else amounts have
// the 128 bits of a [Wide], and the proof is that of 120 bits. What is wider still is not computed here. No sum or product
// is ever checked after it has overflowed.
//
// Rounding divides once, see [Wide.Over], by how many units of price one unit of the plan's grid has.
//
// # Curves
//
// What a way earns is the difference between what lies below its end and below its start, see [Curve]: one look at a break
// point for each credit, however many it crosses. Whole tiers, one rate and the cells of a table are curves too.
package bulk
