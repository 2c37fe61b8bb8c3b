// Package crmset reads what programs that look at a year of CRM deals have in common: which export, whose deals, who
// reports to whom.
//
// It brings a complete sample, and for the public set "CRM Sales Opportunities" the meaning of its columns and a calendar.
//
//	Flags       the five flags that name inputs
//	Choose      the files, columns, calendar and currency of one call
//	ReadDeals   won, lost, refunded and open deals
//	ReadTeam    people and their managers
//
// What is wrong is added to the caller's findings, all of it, with the place and the codes crmset.stage, .deal-twice,
// .incomplete, .sign, .team, .team-twice, .stranger, .missing-input and .mapping beside those of package crmfile; a note
// is crmset.no-holidays.
package crmset
