package weights

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
)

// Judgements is a complete set of pairwise comparisons as plain data, either as Matrix or as Pairs. The zero value has
// no items and is refused.
type Judgements struct {
	// Items are the IDs of what is compared, 1 to [MaxItems], in the order of the weights.
	Items []string `json:"items"`
	// Matrix has a row and a column for each item: Matrix[i][j] says how many times as important item i is as item j.
	// The diagonal is 1, and Matrix[j][i] exactly 1/Matrix[i][j].
	Matrix [][]kam.Fraction `json:"matrix,omitempty"`
	// Pairs states each pair of items once, in any order and direction.
	Pairs []Pair `json:"pairs,omitempty"`
	// Method makes weights of the matrix. Defaults to [Eigenvector].
	Method Method `json:"method,omitempty"`
	// RandomIndex is the table for the consistency ratio. Required for three items and more.
	RandomIndex RandomIndex `json:"randomIndex,omitempty"`
	// Limit is the largest consistency ratio accepted, inclusive, above 0. Defaults to 0.1, the limit of Saaty.
	Limit kam.Fraction `json:"limit,omitzero"`
	// Places are the decimal places of the weights, 1 to [MaxPlaces]. Defaults to 4.
	Places int32 `json:"places,omitempty"`
}

// Pair is one judgement: A is Times as important as B. Times is from 1/9 to 9.
type Pair struct {
	A     string       `json:"a"`
	B     string       `json:"b"`
	Times kam.Fraction `json:"times"`
}

// Method makes weights of a matrix of judgements. The zero value reads as [Eigenvector].
type Method string

// Methods. For up to three items, and for consistent judgements, both give the same weights.
const (
	// Eigenvector is the principal right eigenvector, as Saaty has it.
	Eigenvector Method = "eigenvector"
	// GeometricMean is the geometric mean of each row, the least-squares fit of the logarithms (Crawford and Williams,
	// 1985). Its consistency ratio is that of the matrix, as for the eigenvector.
	GeometricMean Method = "geometric-mean"
)

// judged is a complete matrix with the place of each judgement.
type judged struct {
	items []string
	times [][]*big.Rat
	said  [][]saying // above the diagonal only
}

// saying is a judgement as it was written.
type saying struct {
	place    string
	reversed bool // the pair was written as j against i
}

// read checks j and returns its matrix; it is usable when found has no errors.
func (j Judgements) read(found *kam.Findings) judged {
	m := judged{items: j.Items}
	if !count(found, "$.items", len(j.Items), 1, MaxItems) {
		return m
	}
	index := names(found, "$.items", j.Items)
	switch j.Method {
	case "", Eigenvector, GeometricMean:
	default:
		found.Add(fault("method", "$.method", say("unknown method %q", "未知的方法 %q", show(string(j.Method))),
			say("use eigenvector or geometric-mean", "请填 eigenvector 或 geometric-mean")))
	}
	j.RandomIndex.check(found, len(j.Items))
	if j.Limit.Check() != nil || j.Limit.Num < 0 {
		found.Add(fault("limit", "$.limit", say("%d/%d is no limit of a consistency ratio", "%d/%d 不能作为一致性比率的上限", j.Limit.Num, j.Limit.Den),
			say("use a ratio above 0 such as 0.1, or leave it out", "请填大于 0 的比率，例如 0.1，或省略")))
	}
	m.times, m.said = square[*big.Rat](len(j.Items)), square[saying](len(j.Items))
	for i := range m.times {
		m.times[i][i] = big.NewRat(1, 1)
	}
	switch {
	case j.Matrix != nil && j.Pairs != nil:
		found.Add(fault("form", "$.matrix", say("both a matrix and pairs are stated", "矩阵与两两比较同时给出"),
			say("state one of them", "请只保留其中一种")))
	case j.Matrix != nil:
		m.readMatrix(j.Matrix, found)
	case j.Pairs != nil || len(j.Items) == 1:
		m.readPairs(j.Pairs, index, found)
	default:
		found.Add(fault("form", "$.pairs", say("there are no judgements", "没有任何判断"),
			say("state a matrix, or every pair once", "请给出判断矩阵，或每一对的比较")))
	}
	return m
}

func square[T any](n int) [][]T {
	rows := make([][]T, n)
	for i := range rows {
		rows[i] = make([]T, n)
	}
	return rows
}

func (m judged) readMatrix(matrix [][]kam.Fraction, found *kam.Findings) {
	n := len(m.items)
	if len(matrix) != n {
		found.Add(fault("count", "$.matrix", say("the matrix has %d rows for %d items", "矩阵有 %d 行，项目有 %d 个", len(matrix), n),
			say("give each item a row and a column", "请为每一项各填一行一列")))
		return
	}
	full := make([]bool, n)
	for i, row := range matrix {
		full[i] = len(row) == n
		if !full[i] {
			found.Add(fault("count", fmt.Sprintf("$.matrix[%d]", i), say("the row has %d columns for %d items", "该行有 %d 列，项目有 %d 个", len(row), n),
				say("give each item a row and a column", "请为每一项各填一行一列")))
		}
	}
	for i := range n {
		if !full[i] || !m.readCell(matrix[i][i], i, i, found) {
			continue
		}
		if matrix[i][i].Cmp(kam.Whole()) != 0 {
			found.Add(fault("reciprocal", cell(i, i), say("%q against itself is %s", "%q 与自身相比为 %s", show(m.items[i]), ratio(matrix[i][i])),
				say("write 1", "请填 1")))
		}
	}
	for i := range n {
		for k := i + 1; k < n; k++ {
			above := full[i] && m.readCell(matrix[i][k], i, k, found)
			below := full[k] && m.readCell(matrix[k][i], k, i, found)
			if !above || !below {
				continue
			}
			m.set(i, k, matrix[i][k], saying{place: cell(i, k)})
			if back := matrix[k][i].Rat(); back.Cmp(m.times[k][i]) != 0 {
				found.Add(fault("reciprocal", cell(k, i),
					say("%q against %q is %s, and %s the other way round", "%q 对 %q 为 %s，反向却为 %s", show(m.items[i]), show(m.items[k]), ratio(matrix[i][k]), ratio(matrix[k][i])),
					say("write %s here, or correct %s", "此处请填 %s，或更正 %s", m.times[k][i].RatString(), cell(i, k))))
			}
		}
	}
}

// readCell reports a judgement of a matrix that is missing or off the scale.
func (m judged) readCell(f kam.Fraction, i, k int, found *kam.Findings) bool {
	if f == (kam.Fraction{}) {
		found.Add(missing(cell(i, k), m.items[i], m.items[k]))
		return false
	}
	return onScale(f, cell(i, k), found)
}

func cell(i, k int) string { return fmt.Sprintf("$.matrix[%d][%d]", i, k) }

func missing(place, a, b string) kam.Finding {
	return fault("missing", place, say("%q is not judged against %q", "缺少 %q 对 %q 的判断", show(a), show(b)),
		say("judge every pair, 1 for equally important", "请对每一对作出判断；同等重要填 1"))
}

// onScale reports a judgement outside 1/9 to 9.
func onScale(f kam.Fraction, place string, found *kam.Findings) bool {
	if f.Check() == nil && f.Cmp(kam.Fraction{Num: 1, Den: 9}) >= 0 && f.Cmp(kam.Fraction{Num: 9, Den: 1}) <= 0 {
		return true
	}
	found.Add(fault("scale", place, say("%s is off the scale", "%s 超出标度", f),
		say("use 1/9 to 9: 1 equal, 3 moderately, 5 strongly, 7 very strongly, 9 extremely more important", "请填 1/9 至 9：1 同等，3 稍微，5 明显，7 强烈，9 极端重要")))
	return false
}

// set records that item i is f times as important as item k, i below k.
func (m judged) set(i, k int, f kam.Fraction, s saying) {
	m.times[i][k] = f.Rat()
	m.times[k][i] = new(big.Rat).Inv(m.times[i][k])
	m.said[i][k] = s
}

func (m judged) readPairs(pairs []Pair, index map[string]int, found *kam.Findings) {
	n := len(m.items)
	if !count(found, "$.pairs", len(pairs), 0, MaxItems*(MaxItems-1)) {
		return
	}
	for p, pair := range pairs {
		place := fmt.Sprintf("$.pairs[%d]", p)
		i, known := m.find(pair.A, place+".a", index, found)
		k, alsoKnown := m.find(pair.B, place+".b", index, found)
		good := onScale(pair.Times, place+".times", found)
		if !known || !alsoKnown {
			continue
		}
		if i == k {
			found.Add(fault("reciprocal", place, say("%q is judged against itself", "%q 与自身比较", show(pair.A)),
				say("name two items", "请填两个不同的项目")))
			continue
		}
		s := saying{place: place + ".times", reversed: i > k}
		i, k = min(i, k), max(i, k)
		if before := m.said[i][k]; before.place != "" {
			found.Add(fault("twice", place, say("%q and %q are judged already at %s", "%q 与 %q 已在 %s 比较过", show(pair.A), show(pair.B), before.place),
				say("state each pair once", "每一对只填一次")))
			continue
		}
		m.said[i][k] = s
		if !good {
			continue
		}
		times := pair.Times
		if s.reversed {
			times = kam.Fraction{Num: times.Den, Den: times.Num}
		}
		m.set(i, k, times, s)
	}
	for i := range n {
		for k := i + 1; k < n; k++ {
			if m.said[i][k].place == "" {
				found.Add(missing("$.pairs", m.items[i], m.items[k]))
			}
		}
	}
}

func (m judged) find(id, place string, index map[string]int, found *kam.Findings) (int, bool) {
	i, known := index[id]
	if !known {
		found.Add(fault("item", place, say("%q is none of the items", "%q 不在项目之列", show(id)),
			say("use an ID from $.items", "请使用 $.items 中的标识")))
	}
	return i, known
}
