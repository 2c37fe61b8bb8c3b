package desk

// NeededFor gives tests the part of a roster that the pay of some payees depends on.
var NeededFor = neededFor
