package main

// Run carries out one call, as main does.
var Run = run

// ShareArgs and PostArgs are those of the jobs.
type (
	ShareArgs = shareArgs
	PostArgs  = postArgs
)
