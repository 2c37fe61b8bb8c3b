package incentive

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/kam-go/kam/internal/strictjson"
)

// ParsePlan reads a plan from JSON and returns it as written, bundle of
// readings included; [Compile] checks what it says.
//
// Reading is strict: unknown, duplicate and wrong-case keys, trailing data,
// null, and bare numbers that other readers would lose digits of are refused.
// Decimals are best written as strings. The error is a *kam.InvalidError with
// every fault, its JSON path and its line and column.
func ParsePlan(data []byte) (Plan, error) {
	var p Plan
	if err := strictjson.Decode(data, &p, "plan").Err(); err != nil {
		return Plan{}, err
	}
	return p, nil
}

// JSON returns the plan as indented JSON that [ParsePlan] reads back.
func (p Plan) JSON() ([]byte, error) { return strictjson.Pretty(p) }

// Canonical returns the bytes that [Plan.Hash] hashes: the plan with its
// bundle of readings written out, as JSON with sorted keys, normalised
// decimals, and absent fields left out, so that fields added later do not
// change the hash of a plan that does not use them.
func (p Plan) Canonical() ([]byte, error) { return strictjson.Canonical(Expand(p)) }

// Hash returns the SHA-256 of [Plan.Canonical] as 64 hexadecimal digits. Two
// plans with the same hash pay the same, and read the same to people: titles and
// labels are part of what is hashed. It is empty for a plan that JSON
// cannot hold.
func (p Plan) Hash() string {
	data, err := p.Canonical()
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
