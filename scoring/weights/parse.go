package weights

import "github.com/kam-go/kam/internal/strictjson"

const codePrefix = "weights"

// ParseJudgements reads [Judgements] from a JSON object and returns them as written; [FromJudgements] tells whether they
// make weights. Judgements are strings such as "3" or "1/7". Reading is strict: unknown, duplicate and wrong-case keys,
// trailing data and null are refused. The error is a [*kam.InvalidError] with every fault, its JSON path, line and column.
func ParseJudgements(data []byte) (Judgements, error) {
	var j Judgements
	if err := strictjson.Decode(data, &j, codePrefix).Err(); err != nil {
		return Judgements{}, err
	}
	return j, nil
}

// ParseAllocation reads an [Allocation] from a JSON object, strictly as [ParseJudgements] does, and returns it as
// written; [FromPoints] tells whether it makes weights.
func ParseAllocation(data []byte) (Allocation, error) {
	var a Allocation
	if err := strictjson.Decode(data, &a, codePrefix).Err(); err != nil {
		return Allocation{}, err
	}
	return a, nil
}
