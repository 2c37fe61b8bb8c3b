package breakdown

import "github.com/kam-go/kam/internal/strictjson"

// ParseTimeSpec reads a [TimeSpec] from a JSON object and returns it as written; [OverTime] tells whether it can be
// broken down. Reading is strict: unknown, duplicate and wrong-case keys, trailing data, null, and bare numbers that
// other readers would lose digits of are refused; decimals are best written as strings. The error is an
// [*kam.InvalidError] with every fault, its JSON path and its line and column.
func ParseTimeSpec(data []byte) (TimeSpec, error) {
	var spec TimeSpec
	if err := strictjson.Decode(data, &spec, codePrefix).Err(); err != nil {
		return TimeSpec{}, err
	}
	return spec, nil
}

// ParseOrgSpec reads an [OrgSpec] from a JSON object, strictly as [ParseTimeSpec] does, and returns it as written;
// [OverOrganisation] tells whether it can be broken down.
func ParseOrgSpec(data []byte) (OrgSpec, error) {
	var spec OrgSpec
	if err := strictjson.Decode(data, &spec, codePrefix).Err(); err != nil {
		return OrgSpec{}, err
	}
	return spec, nil
}

// ParseBothSpec reads a [BothSpec] from a JSON object, strictly as [ParseTimeSpec] does, and returns it as written;
// [OverBoth] tells whether it can be broken down.
func ParseBothSpec(data []byte) (BothSpec, error) {
	var spec BothSpec
	if err := strictjson.Decode(data, &spec, codePrefix).Err(); err != nil {
		return BothSpec{}, err
	}
	return spec, nil
}
