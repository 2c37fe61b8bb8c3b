// Package verify recomputes an exported statement from nothing but its own
// bytes, and says where its figures do not follow.
//
// It shares no code with the engine that made the statement: it reads the
// embedded plan, the listed credits and the assignment, works every figure out
// in exact fractions, and compares texts. So a fault of either side shows as a
// difference.
//
// # What is recomputed and what is taken as given
//
// Given are: which credits there are, their order, dates, quantities and
// shares, the coordinates in rate tables, what was earned, posted or carried
// before, the assignment with its quotas, reliefs, ramps and absences, the
// openings of measures, where the windows of to-date measures start, where the
// months of the calendar lie and which of its days are worked, exchange rates
// and the numbers of deals in their own currency. Of other payees are given:
// where those contestants stand whom a contest gives prizes, how many share a
// pool or a deal, the sums of what they bring, weigh and are paid, and whose
// turn it is when a sum comes to the plan's places. Credits that no figure of
// the statement rests on are not listed; a sale on which only its refund rests,
// because a gate kept it from paying, is. Wherever one of these
// stands twice, or follows from another, the two are compared. Everything else
// is recomputed.
//
// The terms of the plan's payout are read for its hash alone: what becomes of
// what is earned is no part of a statement.
//
// # Bounds
//
// A text is read up to the limits of the package strictjson; an exact number
// has at most 4,096 characters, and sums whose denominators grow beyond 16,384
// bits are refused. Input of any kind gives findings and never a panic.
package verify
