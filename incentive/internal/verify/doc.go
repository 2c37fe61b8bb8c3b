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
// shares, the coordinates in rate tables, what was earned or posted before, the
// assignment with its quotas, the openings of measures, and where the windows
// of to-date measures start. Wherever one of these stands twice, or follows
// from another, the two are compared. Everything else is recomputed.
//
// # Bounds
//
// A text is read up to the limits of the package strictjson; an exact number
// has at most 4,096 characters, and sums whose denominators grow beyond 16,384
// bits are refused. Input of any kind gives findings and never a panic.
package verify
