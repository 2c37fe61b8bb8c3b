package match_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/internal/wordtest"
)

// Two valid codes.
const (
	codeA = "91350200776049653A"
	codeB = "91350500798359476R"
)

func day(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }

func ref(s string) crm.Ref {
	system, id, _ := strings.Cut(s, ":")
	return crm.Ref{System: crm.System(system), Kind: crm.KindAccount, ID: id}
}

// given is a party that a test states in short.
func given(at, name, code string, ways ...string) match.Party {
	p := match.Party{Ref: ref(at), Name: name, CreditCode: code}
	for _, w := range ways {
		switch {
		case strings.Contains(w, "@"):
			p.Mails = append(p.Mails, w)
		case strings.Contains(w, "."):
			p.Website = w
		case strings.HasPrefix(w, "市"):
			p.City = strings.TrimPrefix(w, "市")
		default:
			p.Phones = append(p.Phones, w)
		}
	}
	return p
}

func decided(a, b string, answer match.Answer, by string, day int) match.Decision {
	return match.Decision{A: ref(a), B: ref(b), Answer: answer, By: by, At: time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC), Why: "called them"}
}

// shape writes clusters of more than one record and questions in short.
func shape(r *match.Result) string {
	var parts []string
	for _, c := range r.Clusters {
		if len(c.Members) > 1 {
			var ids []string
			for _, m := range c.Members {
				ids = append(ids, string(m.System)+":"+m.ID)
			}
			parts = append(parts, strings.Join(ids, "="))
		}
	}
	for _, q := range r.Questions {
		parts = append(parts, fmt.Sprintf("%s:%s?%s:%s(%s)", q.A.System, q.A.ID, q.B.System, q.B.ID, q.Rule))
	}
	return strings.Join(parts, " ")
}

func codes(fs kam.Findings) string {
	var out []string
	for _, f := range fs {
		out = append(out, strings.TrimPrefix(f.Code, "match."))
	}
	return strings.Join(out, " ")
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name      string
		parties   []match.Party
		decisions []match.Decision
		want      string
		findings  string
	}{
		{
			name:    "equal codes, whatever the names",
			parties: []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "启明信息有限公司", strings.ToLower(codeA))},
			want:    "a:1=b:1",
		},
		{
			name:    "different codes, whatever the names",
			parties: []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "云帆软件有限公司", codeB)},
		},
		{
			name:    "what has no code joins one that has, but not two",
			parties: []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "云帆软件有限公司", "")},
			want:    "a:1=b:1",
		},
		{
			name:     "a bridge between two codes stays alone",
			parties:  []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "云帆软件有限公司", codeB), given("c:1", "云帆软件有限公司", "")},
			want:     "a:1?c:1(name) b:1?c:1(name)",
			findings: "ambiguous",
		},
		{
			name:     "a name without a place between two cities stays alone",
			parties:  []match.Party{given("a:1", "上海云帆软件有限公司", ""), given("b:1", "北京云帆软件有限公司", ""), given("c:1", "云帆软件有限公司", ""), given("d:1", "上海云帆软件", "")},
			want:     "a:1=d:1 a:1?c:1(name) b:1?c:1(name)",
			findings: "ambiguous",
		},
		{
			name: "what a strong rule left in doubt, a weaker one does not settle",
			parties: []match.Party{
				given("a:1", "云帆软件有限公司", "N-123456"), given("b:1", "上海云帆软件有限公司", "N-123456"), given("c:1", "北京云帆软件有限公司", "N-123456"),
				given("d:1", "上海云帆软件有限公司", ""),
			},
			want:     "b:1=d:1 a:1?b:1(number) a:1?c:1(number)",
			findings: "ambiguous",
		},
		{
			name:      "a decision settles it",
			parties:   []match.Party{given("a:1", "上海云帆软件有限公司", ""), given("b:1", "北京云帆软件有限公司", ""), given("c:1", "云帆软件有限公司", "")},
			decisions: []match.Decision{decided("c:1", "b:1", match.Same, "li", 1)},
			want:      "b:1=c:1",
		},
		{
			name:      "a decision to part wins over equal codes",
			parties:   []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "云帆软件有限公司", codeA)},
			decisions: []match.Decision{decided("b:1", "a:1", match.Different, "li", 1)},
		},
		{
			name:      "parted by a person, a third of the same code belongs to neither",
			parties:   []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "云帆软件有限公司", codeA), given("c:1", "云帆", codeA)},
			decisions: []match.Decision{decided("b:1", "a:1", match.Different, "li", 1)},
			want:      "a:1?c:1(code) b:1?c:1(code)",
			findings:  "ambiguous",
		},
		{
			name:      "a later decision takes an earlier one back",
			parties:   []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "云帆软件有限公司", codeA)},
			decisions: []match.Decision{decided("a:1", "b:1", match.Withdrawn, "wang", 2), decided("b:1", "a:1", match.Different, "li", 1)},
			want:      "a:1=b:1",
		},
		{
			name:      "people bring two codes together, and others of these codes follow",
			parties:   []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "启明信息有限公司", codeB), given("c:1", "云帆", codeA), given("d:1", "启明", codeB)},
			decisions: []match.Decision{decided("a:1", "b:1", match.Same, "li", 1)},
			want:      "a:1=b:1=c:1=d:1",
			findings:  "codes",
		},
		{
			name:      "a branch that people merged takes the namesake of its company along",
			parties:   []match.Party{given("a:1", "云帆软件有限公司", ""), given("b:1", "云帆软件有限公司北京分公司", ""), given("c:1", "云帆软件有限公司", "")},
			decisions: []match.Decision{decided("a:1", "b:1", match.Same, "li", 1)},
			want:      "a:1=b:1=c:1",
		},
		{
			name:      "decisions that contradict each other merge nothing",
			parties:   []match.Party{given("a:1", "甲辰有限公司", ""), given("b:1", "乙巳有限公司", ""), given("c:1", "丙午有限公司", "")},
			decisions: []match.Decision{decided("a:1", "b:1", match.Same, "li", 1), decided("b:1", "c:1", match.Same, "li", 1), decided("a:1", "c:1", match.Different, "wang", 2)},
			want:      "a:1?b:1(decision) b:1?c:1(decision)",
			findings:  "contradiction",
		},
		{
			name:      "two decisions at one time, neither counts",
			parties:   []match.Party{given("a:1", "云帆软件有限公司", ""), given("b:1", "云帆软件有限公司", "")},
			decisions: []match.Decision{decided("a:1", "b:1", match.Different, "li", 1), decided("a:1", "b:1", match.Same, "wang", 1)},
			want:      "a:1=b:1",
			findings:  "contradiction",
		},
		{
			name:      "a decision without a person, and one about a record that is gone",
			parties:   []match.Party{given("a:1", "甲辰有限公司", ""), given("b:1", "乙巳有限公司", "")},
			decisions: []match.Decision{decided("a:1", "b:1", match.Same, "", 1), decided("a:1", "z:9", match.Same, "li", 1)},
			findings:  "decision unknown",
		},
		{
			name:    "a branch is another",
			parties: []match.Party{given("a:1", "云帆软件有限公司", "", "021-68881234", "yunfan.cn"), given("b:1", "云帆软件有限公司北京分公司", "", "021-68881234", "yunfan.cn")},
		},
		{
			name:    "a subsidiary is asked about",
			parties: []match.Party{given("a:1", "云帆软件有限公司", ""), given("b:1", "云帆软件（上海）有限公司", "")},
			want:    "a:1?b:1(local)",
		},
		{
			name:    "the same telephone and domain under another name is asked about",
			parties: []match.Party{given("a:1", "云帆软件有限公司", "", "021-68881234", "www.yunfan.cn"), given("b:1", "Fairwind Software Ltd", "", "+86 21 6888 1234", "li@yunfan.cn")},
			want:    "a:1?b:1(contacts)",
		},
		{
			name:    "public mail says nothing",
			parties: []match.Party{given("a:1", "云帆软件有限公司", "", "021-68881234", "yunfan@163.com"), given("b:1", "启明信息有限公司", "", "021-68881234", "qiming@163.com")},
		},
		{
			name:    "a common name needs support",
			parties: []match.Party{given("a:1", "上海华联商厦", ""), given("b:1", "华联商厦", "")},
			want:    "a:1?b:1(otherwise)",
		},
		{
			name:    "and has it",
			parties: []match.Party{given("a:1", "上海华联商厦", "", "021-68881234"), given("b:1", "华联商厦", "", "68881234", "02168881234")},
			want:    "a:1=b:1",
		},
		{
			name:    "a slip of typing with a domain is asked about",
			parties: []match.Party{given("a:1", "Winterbourne Elevator Company", "", "winterbourne.com"), given("b:1", "Winterbourne Elevtor Company", "", "x@winterbourne.com")},
			want:    "a:1?b:1(slip)",
		},
		{
			name:    "limited and joint-stock are asked about",
			parties: []match.Party{given("a:1", "云帆软件有限公司", ""), given("b:1", "云帆软件股份有限公司", "")},
			want:    "a:1?b:1(converted)",
		},
		{
			name:    "addresses in two cities are asked about",
			parties: []match.Party{given("a:1", "上海云帆软件有限公司", "", "市上海市"), given("b:1", "云帆软件有限公司", "", "市Beijing")},
			want:    "a:1?b:1(other-city)",
		},
		{
			name:    "an old number that is part of a code supports",
			parties: []match.Party{given("a:1", "云帆软件有限公司", codeA), given("b:1", "云帆软件股份有限公司", codeA[8:17]), given("c:1", "云帆软件集团", codeA[2:17])},
			want:    "a:1=b:1=c:1",
		},
		{
			name:     "a code whose last character is wrong supports, and is told",
			parties:  []match.Party{given("a:1", "云帆软件有限公司", "91350100M0001TGQXM"), given("b:1", "云帆软件股份有限公司", "91350100M0001TGQXM")},
			want:     "a:1=b:1",
			findings: "code code",
		},
		{
			name:     "a ref that comes twice and differs",
			parties:  []match.Party{given("a:1", "云帆软件有限公司", ""), given("a:1", "启明信息有限公司", "")},
			findings: "twice",
		},
		{
			name:    "no names",
			parties: []match.Party{given("a:1", "", ""), given("b:1", "", "")},
		},
		{name: "nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := standard(t).Match(c.parties, c.decisions)
			require.NoError(t, err)
			assert.Equal(t, c.want, shape(r))
			assert.Equal(t, c.findings, codes(r.Findings))
			for _, f := range r.Findings {
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.EN)
				wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
			}
		})
	}
}

func TestRecordsOfOneSystemCanBeAskedAbout(t *testing.T) {
	p := match.Standard()
	p.Within = match.Question
	m, err := match.Compile(p)
	require.NoError(t, err)
	parties := []match.Party{given("a:1", "云帆软件有限公司", ""), given("a:2", "云帆软件有限公司", ""), given("b:1", "启明信息有限公司", codeA), given("b:2", "启明信息", codeA)}
	r, err := m.Match(parties, nil)
	require.NoError(t, err)
	assert.Equal(t, "b:1=b:2 a:1?a:2(within)", shape(r))
	why, ok := r.Why(ref("a:2"), ref("a:1"))
	require.True(t, ok)
	assert.Equal(t, match.Ask, why.Answer)
	assert.Contains(t, why.Because.EN, "records of one system are for a person to merge")

	r, err = m.Match(parties, []match.Decision{decided("a:1", "a:2", match.Same, "li", 1)})
	require.NoError(t, err)
	assert.Equal(t, "a:1=a:2 b:1=b:2", shape(r))
}

func TestWhy(t *testing.T) {
	r, err := standard(t).Match([]match.Party{given("a:1", "上海云帆软件有限公司", ""), given("b:1", "云帆软件", ""), given("c:1", "云帆软件", "")},
		[]match.Decision{decided("a:1", "c:1", match.Different, "li", 4)})
	require.NoError(t, err)
	why, ok := r.Why(ref("b:1"), ref("a:1"))
	require.True(t, ok)
	assert.Equal(t, "a:account/1 and b:account/1 are the same: the names are the same, in parts that not every company has", why.Text().EN)
	assert.Equal(t, "a:account/1 与 b:account/1 是同一家：名称相同，且字号具有辨识度", why.Text().ZH)
	assert.Contains(t, why.Facts, match.Fact{Feature: match.Place, Word: "missing", A: "上海"})
	assert.Contains(t, why.Facts, match.Fact{Feature: match.Forms, Word: "missing", A: "limited"})
	why, ok = r.Why(ref("a:1"), ref("c:1"))
	require.True(t, ok)
	assert.Equal(t, "a:account/1 and c:account/1 are different: li decided so on 2026-03-04: called them", why.Text().EN)
	assert.Equal(t, "a:account/1 与 c:account/1 不是同一家：li 于 2026-03-04 决定：called them", why.Text().ZH)
	_, ok = r.Why(ref("a:1"), ref("z:1"))
	assert.False(t, ok)
	_, ok = r.Why(ref("a:1"), ref("a:1"))
	assert.False(t, ok)
	_, ok = r.Of(ref("z:1"))
	assert.False(t, ok)
	c, ok := r.Of(ref("b:1"))
	require.True(t, ok)
	assert.Equal(t, ref("b:1"), c.ID(), "a and c are apart, so b belongs to neither")
	assert.Len(t, r.Questions, 2)
}

func TestBlocksAreBounded(t *testing.T) {
	p := match.Standard()
	p.MaxBlock, p.MaxCluster = 5, 4
	m, err := match.Compile(p)
	require.NoError(t, err)
	var parties []match.Party
	for i := range 6 { // more than a block of one whole name
		parties = append(parties, given(fmt.Sprintf("a:t%d", i), "测试客户", ""))
	}
	for i := range 6 { // a block that the places part
		city := []string{"上海", "北京", "苏州"}[i%3]
		parties = append(parties, given(fmt.Sprintf("a:u%d", i), city+"云帆软件有限公司", ""))
	}
	for i := range 6 { // a telephone of everybody
		parties = append(parties, given(fmt.Sprintf("a:v%d", i), fmt.Sprintf("%c辰有限公司", '甲'+rune(i)), "", "400-820-8820"))
	}
	for i := range 5 { // more than a cluster
		parties = append(parties, given(fmt.Sprintf("a:w%d", i), "启明信息有限公司", ""))
	}
	r, err := m.Match(parties, nil)
	require.NoError(t, err)
	assert.Equal(t, "a:u0=a:u3 a:u1=a:u4 a:u2=a:u5", strings.Join(strings.Fields(shape(r))[:3], " "))
	assert.Len(t, r.Questions, 10, "the five pairs of what is too large a cluster")
	assert.Equal(t, "shared cluster block", codes(r.Findings))
}

func TestAFullBlockIsCompared(t *testing.T) {
	p := match.Standard()
	p.MaxBlock = 5
	m, err := match.Compile(p)
	require.NoError(t, err)
	var parties []match.Party
	for i := range 5 {
		parties = append(parties, given(fmt.Sprintf("a:%d", i), fmt.Sprintf("%c辰有限公司", '甲'+rune(i)), "", "400-820-8820", "yunfan.cn"))
	}
	r, err := m.Match(parties, nil)
	require.NoError(t, err)
	assert.Empty(t, r.Findings)
	assert.Len(t, r.Questions, 10)
	r, err = m.Match(append(parties, given("a:5", "己辰有限公司", "", "400-820-8820", "yunfan.cn")), nil)
	require.NoError(t, err)
	assert.Equal(t, "shared shared", codes(r.Findings))
	assert.Empty(t, r.Questions)
}

// A policy that merges by name alone still keeps two credit codes apart.
func TestNoRuleMergesTwoCodes(t *testing.T) {
	say := kam.Text{EN: "x", ZH: "甲"}
	m, err := match.Compile(match.Policy{Within: match.Merge, Rules: []match.Rule{
		{ID: "name", If: map[match.Feature][]string{match.Core: {"equal"}}, Then: match.Same, Because: say},
		{ID: "else", Then: match.Different, Because: say},
	}})
	require.NoError(t, err)
	r, err := m.Match([]match.Party{given("a:1", "云帆软件", codeA), given("b:1", "云帆软件", codeB), given("c:1", "云帆软件", codeA)}, nil)
	require.NoError(t, err)
	for _, c := range r.Clusters {
		assert.Len(t, c.Members, 1, "no two codes, and nothing says which two of three")
	}
}

func TestTooMany(t *testing.T) {
	_, err := standard(t).Match(make([]match.Party, match.MaxParties+1), nil)
	require.ErrorIs(t, err, match.ErrTooMany)
}

func TestNoPolicyAsks(t *testing.T) {
	var m *match.Matcher
	assert.Equal(t, match.Ask, m.Compare(party("a", "1", "云帆"), party("b", "1", "云帆")).Answer)
	r, err := m.Match([]match.Party{given("a:1", "云帆软件", codeA), given("b:1", "云帆软件", codeA)}, nil)
	require.NoError(t, err)
	assert.Equal(t, "a:1?b:1(otherwise)", shape(r))
}

// Every pair that the rules call the same when they are compared is found by what the two have in common.
func TestBlocksMissNothing(t *testing.T) {
	m := standard(t)
	for _, row := range labelledPairs(t) {
		a, b := party("a", "1", row.left), party("b", "1", row.right)
		r, err := m.Match([]match.Party{a, b}, nil)
		require.NoError(t, err)
		switch m.Compare(a, b).Answer {
		case match.Same:
			assert.Len(t, r.Clusters, 1, "%s | %s", row.left, row.right)
		case match.Ask:
			assert.Len(t, r.Questions, 1, "%s | %s", row.left, row.right)
		default:
			assert.Len(t, r.Clusters, 2, "%s | %s", row.left, row.right)
			assert.Empty(t, r.Questions, "%s | %s", row.left, row.right)
		}
	}
}

// crowd makes parties that have much in common, and decisions about them.
func crowd(rng *rand.Rand, n int) ([]match.Party, []match.Decision) {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	parties := make([]match.Party, n)
	for i := range parties {
		name := pick("", "", "上海", "北京", "江苏", "苏州") + pick("云帆", "启明", "华联") + pick("软件", "软件", "信息") + pick("", "有限公司", "有限公司", "股份有限公司", "集团", "有限公司上海分公司")
		parties[i] = given(fmt.Sprintf("%s:%d", pick("a", "b"), i), name, pick("", "", "", codeA, codeB, codeA[8:17]), pick("13800138000", "13900139000", "1"), pick("yunfan.cn", "qiming.cn", ""))
	}
	decisions := make([]match.Decision, rng.IntN(4))
	for i := range decisions {
		a, b := parties[rng.IntN(n)].Ref, parties[rng.IntN(n)].Ref
		decisions[i] = match.Decision{A: a, B: b, Answer: match.Answer(pick("same", "different", "withdrawn")), By: pick("li", "wang"), At: time.Date(2026, 1, 1+rng.IntN(3), 0, 0, 0, 0, time.UTC)}
	}
	return parties, decisions
}

func TestOrderDoesNotMatter(t *testing.T) {
	m := standard(t)
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		parties, decisions := crowd(rng, 2+rng.IntN(14))
		want, err := m.Match(parties, decisions)
		require.NoError(t, err)
		rng.Shuffle(len(parties), func(i, j int) { parties[i], parties[j] = parties[j], parties[i] })
		rng.Shuffle(len(decisions), func(i, j int) { decisions[i], decisions[j] = decisions[j], decisions[i] })
		got, err := m.Match(parties, decisions)
		require.NoError(t, err)
		require.Equal(t, want.Clusters, got.Clusters, "seed %d", seed)
		require.Equal(t, want.Questions, got.Questions, "seed %d", seed)
		require.Equal(t, want.Findings, got.Findings, "seed %d", seed)
	}
}

func TestClustersKeepTheRules(t *testing.T) {
	m := standard(t)
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 2))
		parties, decisions := crowd(rng, 2+rng.IntN(14))
		by := map[crm.Ref]match.Party{}
		for _, p := range parties {
			by[p.Ref] = p
		}
		for _, withDecisions := range []bool{false, true} {
			if !withDecisions {
				decisions = slices.Clone(decisions[:0])
			}
			r, err := m.Match(parties, decisions)
			require.NoError(t, err)
			n := 0
			for _, c := range r.Clusters {
				n += len(c.Members)
				for i, a := range c.Members {
					for _, b := range c.Members[i+1:] {
						why, ok := r.Why(a, b)
						require.True(t, ok)
						require.False(t, why.Rule == match.ByDecision && why.Answer == match.Different, "seed %d: %s", seed, why.Text().EN)
						if len(decisions) == 0 {
							require.NotContains(t, []string{"other-code", "branch", "elsewhere"}, why.Rule, "seed %d: %s %s", seed, by[a].Name, by[b].Name)
						}
					}
				}
				require.GreaterOrEqual(t, len(c.Links), len(c.Members)-1)
			}
			require.Equal(t, len(by), n, "every record is in one cluster")
			for _, q := range r.Questions {
				a, _ := r.Of(q.A)
				b, _ := r.Of(q.B)
				require.NotEqual(t, a.ID(), b.ID())
			}
		}
	}
}

// A decision and its withdrawal leave everything as it was.
func TestDecisionsAreReversible(t *testing.T) {
	m := standard(t)
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 3))
		parties, _ := crowd(rng, 8)
		before, err := m.Match(parties, nil)
		require.NoError(t, err)
		d := match.Decision{A: parties[0].Ref, B: parties[1].Ref, Answer: []match.Answer{match.Same, match.Different}[rng.IntN(2)], By: "li", At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		back := d
		back.Answer, back.At = match.Withdrawn, d.At.Add(time.Hour)
		after, err := m.Match(parties, []match.Decision{back, d})
		require.NoError(t, err)
		require.Equal(t, before.Clusters, after.Clusters)
		require.Equal(t, before.Questions, after.Questions)
	}
}

// Whoever merges very many codes into one company waits for as many steps as there are codes, not for their square.
func TestVeryManyCodesOfOneCompany(t *testing.T) {
	const last = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	var parties []match.Party
	var decisions []match.Decision
	for i := range 20_000 {
		number := fmt.Sprintf("91310000%09d", 20_000-i)
		for _, c := range last {
			if code, err := match.CreditCode(number + string(c)); err == nil {
				parties = append(parties, given(fmt.Sprintf("a:%05d", i), fmt.Sprintf("云帆%d软件有限公司", i), code))
				break
			}
		}
		decisions = append(decisions, match.Decision{A: parties[0].Ref, B: ref(fmt.Sprintf("a:%05d", i)), Answer: match.Same, By: "li", At: day(1)})
	}
	require.Len(t, parties, 20_000, "each number has one last character")
	result, err := standard(t).Match(parties, decisions[1:])
	require.NoError(t, err)
	assert.Len(t, result.Clusters, 1)
}

// throng makes n accounts of two systems: four of five names come in both, written in two ways.
func throng(n int) []match.Party {
	rng := rand.New(rand.NewPCG(7, 7))
	cities := []string{"上海", "北京", "苏州", "广州", "深圳", "杭州", "武汉", "成都"}
	trades := []string{"软件", "精密机械", "生物科技", "电子", "供应链管理", "新材料"}
	parties := make([]match.Party, 0, n)
	for i := 0; len(parties) < n; i++ {
		brand := string([]rune{rune(0x4e00 + rng.IntN(5000)), rune(0x4e00 + rng.IntN(5000))})
		city, trade := cities[rng.IntN(len(cities))], trades[rng.IntN(len(trades))]
		parties = append(parties, given(fmt.Sprintf("a:%d", i), city+"市"+brand+trade+"有限公司", "", fmt.Sprintf("139%08d", i)))
		if i%5 > 0 && len(parties) < n {
			parties = append(parties, given(fmt.Sprintf("b:%d", i), brand+trade+"（"+city+"）有限责任公司", "", fmt.Sprintf("138%08d", i)))
		}
	}
	return parties
}

func TestManyParties(t *testing.T) {
	parties := throng(20_000)
	r, err := standard(t).Match(parties, nil)
	require.NoError(t, err)
	both := 0
	for _, c := range r.Clusters {
		if len(c.Members) > 1 {
			both++
		}
	}
	assert.Greater(t, both, 8_000)
}

func BenchmarkMatch(b *testing.B) {
	m, err := match.Compile(match.Standard())
	require.NoError(b, err)
	for _, n := range []int{10_000, 100_000} {
		parties := throng(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := m.Match(parties, nil)
				require.NoError(b, err)
			}
		})
	}
}
