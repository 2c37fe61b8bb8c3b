// Package sample makes up a company for the console: people, deals, customers, invoices, goals and what is known for scorecards and
// promotions, in the third quarter of 2026 and the one before. The same size gives the same company. A large one is for measurements.
package sample
