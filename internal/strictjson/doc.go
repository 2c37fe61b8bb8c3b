// Package strictjson reads JSON that people write, strictly, and writes Go values as JSON in one canonical form.
//
// # Reading
//
// [Decode] reports every fault it meets, each with its JSON path and its line and column, in English and Chinese.
// It reads the whole text into a flat tree that keeps byte offsets, then binds the tree to Go values.
//
//	Go type of a field                       JSON it takes
//	decimal.Decimal, decimal.NullDecimal     a string in plain notation, or a number that float64 cannot harm
//	types with UnmarshalText                 a string
//	string kinds                             a string
//	bool kinds                               true, false
//	integer kinds                            a number without fraction and exponent, in the range of the kind
//	structs                                  an object with the keys of the json tags
//	slices                                   a list
//	maps with keys of a string kind          an object
//	pointers                                 what the type pointed to takes
//
// No type takes null: what is unknown or not wanted is left out. Fields without a json tag are not bound.
// Floating-point numbers, arrays, interfaces, functions and channels are no types of this package.
//
// # Writing
//
// [Canonical] gives the same bytes for the same data, to be hashed; [Pretty] the same data for people.
// Both leave out what says nothing, so that a field added to a type later does not change what old data hash to.
// [Decode] reads what they write.
//
// The codes of the findings are the prefix given to Decode followed by one of the Code constants.
// Nothing in this package keeps state; every function may be called from many goroutines at once.
package strictjson
