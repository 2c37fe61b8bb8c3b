// Package stream says how records that are numbered in streams and only added to are kept by a database, so that every
// table of them, on every database, keeps the same rules.
//
// A row has the stream, the number, the whole record as JSON, columns for what is asked for, and a digest that chains it
// to the row before it of the same stream. What was changed, and what is missing before another row, shows when it is
// read; rows removed from the end of a stream do not show.
package stream
