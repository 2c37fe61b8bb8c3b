// Package paycsv writes the lines and statements of whole companies as CSV files.
//
// Lines are formatted by several goroutines into buffers that are written in order: the bytes do not depend on how many
// there are. A period that is computed in parts, in any order of payees, gives the files of one that is computed at once:
// what belongs to a payee is put where it belongs when all parts are there. Texts are safe to open in a spreadsheet.
//
// # Files
//
// lines.csv has the columns deal, payee, credited, tier_first, tier_last and amount, and for [Full] plan, component, credit,
// date and reverses. credited is what the deal adds to the component's measure, with 4 decimals; the tiers in which it starts
// and ends to be paid count from 1, and are empty where a line does not tell (see [incentive.Item.Tiers]). Rows are
// ordered by payee, plan and start of assignment, then as on the statement.
//
// statements.csv has the columns payee, lines, credited, attainment_bp, commission, earned, plan, version, currency, quota and
// status: the number of lines and where the measure stands; the attainment in hundredths of a percent, cut; the sum of the
// lines, and what is earned after caps and floors of the statement. The measure is the first one with a quota, else the first.
// Held payees follow, with the status held and without amounts.
package paycsv
