// Package scenario tests compensation plans by worked examples, and says how much those examples test.
//
// A scenario file says what is given, what happens, period by period, and what must come out:
//
//	{
//	  "format": 1,
//	  "plans": ["ae.plan.json"],
//	  "scenarios": [
//	    {
//	      "name": "a deal that crosses into the second tier",
//	      "steps": [
//	        {"deals": ["D1 80000", "D2 60000"], "expect": {"payees": {"rep": {"earned": "3600", "lines": {"D1": "1600", "D2": "2000"}}}}}
//	      ]
//	    }
//	  ]
//	}
//
// [Load] reads it with its plans, [Suite.Run] calculates it and compares. In a test of go test that is plantest.Run, with
// plantest.Covered and plantest.Killed beside it.
//
// # Files
//
// JSON, read strictly: unknown keys are faults. [Schema] and [PlanSchema] are their JSON Schemas, for editors: associate
// them with the names *.scenarios.json and *.plan.json, since files have no key that names a schema.
//
// What most tests do not say has one meaning, and never one that depends on the plan's money. A scenario without payees has
// one, "rep", who is on the only plan. Deals of one line ([ParseDeal]) belong to the only payee who earns, count on the
// first day of the step's period under every name of a date, and rank in the order written. Steps follow each other, the
// first one is the plan's first whole commission period. Everything else can be said in full, in the types of packages
// incentive, payout and ledger.
//
// # Steps
//
// Each step calculates its period on top of what the steps before have posted, in a ledger of the scenario's own. "late"
// calculates earlier periods anew and posts what changes as corrections, the earliest first. With "settle" draws are begun, late
// periods and events settled and balances carried as package settlement does; "payOut" hands what is payable to payroll. What
// has happened stays known: deals, observations, events and facts of earlier steps are part of later ones.
//
// # Expectations
//
// Amounts are compared exactly, whatever their notation. What is left out is not compared; the maps components, toDate,
// lines, adjustments, steps and house are complete when stated, and who is held is always complete. A scenario that expects nothing
// at all fails. What is not met has its JSON path, both values and the trail of the statement. [Report.Updated] writes what
// came out in the place of what was expected and leaves every other byte as it was.
//
// A step's outcome is an expectation too, one that says all of it: [Result.Outcome].
//
// # Coverage
//
// [Report.Coverage] lists what the plans can do and which scenario first made them do it. Package boundary makes a scenario
// at every bound of a plan, and package mutation looks which small mistakes in the plan the scenarios would notice.
//
// # Scenarios made in Go
//
// A [File] may be a literal. [On] compiles files against plans that are compiled already, [Suite.Parts] returns those of a
// suite, and [Suite.With] runs the same scenarios on another edition of a plan. [Suite.RunOne] calculates one scenario;
// [Result.Runs] and [Result.Calculations] are what the engine gave.
//
// # Limits
//
// Files of at most 16 MiB, [MaxScenarios] scenarios of at most [MaxSteps] steps, [MaxDeals] deals and [MaxPayees] payees each,
// [MaxPlans] plans; lines of at most 2,000 bytes. The limits of packages incentive and settlement hold besides.
//
// # Findings
//
// About files, from [Compile], [Load] and [Base.Compile]: scenario.format, scenario.id, scenario.twice, scenario.too-few, scenario.too-many,
// scenario.period, scenario.plan, scenario.which-plan, scenario.measure, scenario.owner, scenario.deal, scenario.score,
// scenario.payee; those of strict JSON with the prefix "scenario" from [Parse]; and those of the plans and of the calendar, which
// their own packages list. scenario.stopped is why a step was not calculated where that has no finding of its own.
//
// # Concurrency
//
// Suites, reports and everything they return are immutable and safe for concurrent use. Nothing reads a clock, and the same
// files give the same bytes.
package scenario
