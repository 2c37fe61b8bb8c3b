package match_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm/match"
)

func TestNameOf(t *testing.T) {
	for _, c := range []struct {
		name, written string
		want          match.Name
	}{
		{"place in front", "上海市云帆软件有限公司", match.Name{Core: "云帆软件", Place: "上海", Form: match.Limited, Distinct: true}},
		{"province and city", "江苏省苏州市云帆软件有限公司", match.Name{Core: "云帆软件", Place: "江苏 苏州", Form: match.Limited, Distinct: true}},
		{"city alone has its province", "苏州云帆软件有限公司", match.Name{Core: "云帆软件", Place: "江苏 苏州", Form: match.Limited, Distinct: true}},
		{"district", "上海市浦东新区云帆软件有限公司", match.Name{Core: "云帆软件", Place: "上海 浦东", Form: match.Limited, Distinct: true}},
		{"place in brackets", "云帆软件（上海）有限公司", match.Name{Core: "云帆软件", Place: "上海", Local: true, Form: match.Limited, Distinct: true}},
		{"brackets in front", "（上海）云帆软件有限公司", match.Name{Core: "云帆软件", Place: "上海", Form: match.Limited, Distinct: true}},
		{"no closing bracket", "云帆软件（上海有限公司", match.Name{Core: "云帆软件上海", Form: match.Limited, Distinct: true}},
		{"group in brackets", "云帆软件(集团)股份有限公司", match.Name{Core: "云帆软件", Form: match.JointStock, Group: true, Distinct: true}},
		{"group in the middle stays", "云帆集团财务有限公司", match.Name{Core: "云帆集团财务", Form: match.Limited, Distinct: true}},
		{"branch", "云帆软件有限公司北京市分公司", match.Name{Core: "云帆软件", Form: match.Limited, Unit: "北京分公司", Distinct: true}},
		{"remark", "云帆软件有限公司（已认证）", match.Name{Core: "云帆软件", Form: match.Limited, Distinct: true}},
		{"remark behind a dash", "云帆软件有限公司-VIP客户", match.Name{Core: "云帆软件", Form: match.Limited, Distinct: true}},
		{"partnership", "云帆投资中心（有限合伙）", match.Name{Core: "云帆投资中心", Form: match.Partnership, Distinct: true}},
		{"common words only", "上海科技有限公司", match.Name{Core: "科技", Place: "上海", Form: match.Limited}},
		{"no name but a place", "上海公司", match.Name{Core: "公司", Place: "上海"}},
		{"traditional and wide", "臺灣雲帆電子股份有限公司", match.Name{Core: "云帆电子", Place: "台湾", Form: match.JointStock, Distinct: true}},
		{"Japanese form", "雲帆株式會社", match.Name{Core: "云帆", Form: match.KK, Distinct: true}},
		{"ampersand", "张记&李记食品有限公司", match.Name{Core: "张记和李记食品", Form: match.Limited, Distinct: true}},
		{"English", "The Fairwind Trading Co., Ltd.", match.Name{Core: "fairwind trading", Form: match.Limited, Distinct: true}},
		{"initials", "A.B.K. Electronics S.p.A.", match.Name{Core: "abk electronics", Form: match.SpA, Distinct: true}},
		{"China at the end of a Chinese name", "ABK中国有限公司", match.Name{Core: "abk", Place: "中国", Local: true, Form: match.Limited, Distinct: true}},
		{"place at the end", "Fairwind China", match.Name{Core: "fairwind", Place: "中国", Local: true, Distinct: true}},
		{"of a place stays", "Bank of China", match.Name{Core: "bank of china", Distinct: true}},
		{"two words for a place", "Hong Kong Fairwind Tools Ltd", match.Name{Core: "fairwind tools", Place: "香港", Form: match.Limited, Distinct: true}},
		{"province word", "Zhejiang Province Fairwind Tools Ltd", match.Name{Core: "fairwind tools", Place: "浙江", Form: match.Limited, Distinct: true}},
		{"branch in English", "Fairwind Tools Co., Ltd. Tianjin Branch", match.Name{Core: "fairwind tools", Form: match.Limited, Unit: "tianjin branch", Distinct: true}},
		{"place behind the form", "Fairwind Tools Ltd Shanghai", match.Name{Core: "fairwind tools", Place: "上海", Local: true, Form: match.Limited, Distinct: true}},
		{"group in English", "Fairwind Group", match.Name{Core: "fairwind", Group: true, Distinct: true}},
		{"Roman figure", "Fairwind Fund Ⅻ", match.Name{Core: "fairwind fund xii", Distinct: true}},
		{"umlaut of two characters", "Ko\u0308ln Werkzeug GmbH", match.Name{Core: "koln werkzeug", Form: match.GmbH, Distinct: true}},
		{"form alone", "Ltd", match.Name{Core: "ltd", Distinct: true}},
		{"long German form", "Fairwind GmbH & Co. KG", match.Name{Core: "fairwind", Form: match.GmbHCoKG, Distinct: true}},
		{"nothing", " （） ", match.Name{}},
		{"signs", "???", match.Name{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := match.NameOf(c.written)
			assert.Equal(t, c.want, exported(got), "%+v", got)
		})
	}
}

// exported is a name without what it keeps for itself.
func exported(n match.Name) match.Name {
	return match.Name{Core: n.Core, Place: n.Place, Local: n.Local, Form: n.Form, Group: n.Group, Unit: n.Unit, Distinct: n.Distinct}
}

func TestNumeralsInNames(t *testing.T) {
	m := standard(t)
	for _, c := range []struct {
		name, left, right string
		want              match.Answer
	}{
		{"ordinal", "云帆第十二建筑公司", "云帆第12建筑公司", match.Same},
		{"ten", "云帆第十建筑公司", "云帆第10建筑公司", match.Same},
		{"hundred and five", "云帆第一百零五医院", "云帆第105医院", match.Same},
		{"digits one by one", "云帆三六零安防", "云帆360安防", match.Same},
		{"round zero", "云帆三六〇安防", "云帆三六零安防", match.Same},
		{"two ways to write 31 are two names", "云帆三一重工", "云帆三十一重工", match.Different},
		{"another number", "云帆第二建筑公司", "云帆第十二建筑公司", match.Different},
		{"百 of a word is no number", "云帆百货公司", "云帆100货公司", match.Different},
		{"full width", "云帆第１２建筑公司", "云帆第12建筑公司", match.Same},
		{"circled", "云帆第⑫建筑公司", "云帆第12建筑公司", match.Same},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, m.Compare(party("a", "1", c.left), party("b", "1", c.right)).Answer)
		})
	}
}

func TestLongNamesAreCut(t *testing.T) {
	long := strings.Repeat("云", 10*match.MaxName)
	assert.Equal(t, match.MaxName, utf8.RuneCountInString(match.NameOf(long).Core))
	assert.Equal(t, match.NameOf(long), match.NameOf(long+"帆"))
	hostile := strings.Repeat("(", 5000)
	assert.True(t, match.NameOf(hostile).IsZero())
}

func TestCreditCode(t *testing.T) {
	// Codes that registers publish.
	for _, code := range []string{"91350200776049653A", "91350500798359476R", "91440101MA5CJQ4N59", "913502000728319549", "123502001549897397", "9135021359498494XQ", "91350203MA31XXW31H", "91350213678251743X"} {
		got, err := match.CreditCode(code)
		require.NoError(t, err, code)
		assert.Equal(t, code, got)
		spaced, err := match.CreditCode(" " + strings.ToLower(code[:2]) + "-" + code[2:9] + " " + code[9:] + "\u00a0")
		require.NoError(t, err)
		assert.Equal(t, code, spaced)
		for i := range code { // every slip of one character is noticed
			for _, r := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
				if wrong := code[:i] + string(r) + code[i+1:]; wrong != code {
					_, err := match.CreditCode(wrong)
					require.ErrorIs(t, err, match.ErrCode, wrong)
				}
			}
		}
	}
	for _, c := range []struct{ name, code, says string }{
		{"given out before the rule held", "91350100M0001TGQXM", `the last character should be '1'`},
		{"letters that no code has", "9135010OM0001TGQXM", "character 8 is none of a code"},
		{"a letter in the area", "9135A200776049653A", "characters 3 to 8 are figures"},
		{"too short", "9135020077604965", "it has 16 characters, not 18"},
		{"nothing", "", "it has 0 characters, not 18"},
		{"wide", "９１３５０２００７７６０４９６５３Ａ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := match.CreditCode(c.code)
			if c.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, match.ErrCode)
			assert.ErrorContains(t, err, c.says)
		})
	}
}

func TestDomainAndPhone(t *testing.T) {
	for written, want := range map[string]string{
		"https://www.Fairwind.com.cn:8080/about?x=1": "fairwind.com.cn",
		"li.na@mail.fairwind.com":                    "fairwind.com",
		"fairwind.co.uk":                             "fairwind.co.uk",
		"ｗｗｗ．fairwind．cn":                            "fairwind.cn",
		"192.168.0.1":                                "",
		"fairwind":                                   "",
		"a..b":                                       "",
		"":                                           "",
	} {
		assert.Equal(t, want, match.Domain(written), written)
	}
	for written, want := range map[string]string{
		"+86 (021) 6888-1234":     "2168881234",
		"021-68881234 转 805":      "2168881234",
		"0086 138 0013 8000":      "13800138000",
		"13800138000":             "13800138000",
		"８６１３８００１３８０００":           "13800138000",
		"+44 20 7946 0958 ext. 3": "442079460958",
		"8612345":                 "8612345",
		"110":                     "",
		"":                        "",
	} {
		assert.Equal(t, want, match.Phone(written), written)
	}
	assert.Equal(t, match.Letters("Ｌí  Nà-王"), match.Letters("li na 王"))
}

func FuzzNameOf(f *testing.F) {
	for _, s := range []string{"上海云帆软件有限公司", "A.B. (China) Ltd", "云帆(集团", ")(", "第一百零十二百", "a\u0308b", "\xff\xfe", "&+&", "A AD&&&&", "－－客户"} {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		n := match.NameOf(a)
		assert.True(t, utf8.ValidString(n.Core+n.Unit+n.Place))
		assert.LessOrEqual(t, utf8.RuneCountInString(n.Core), 3*match.MaxName)
		m := standard(t)
		there := m.Compare(party("a", "1", a), party("b", "1", b))
		back := m.Compare(party("b", "1", b), party("a", "1", a))
		assert.Equal(t, there, back)
		turned := m.Compare(party("a", "1", b), party("b", "1", a))
		assert.Equal(t, there.Answer, turned.Answer)
		_, _ = match.CreditCode(a)
		_, _ = match.Domain(a), match.Phone(a)
	})
}

func standard(t testing.TB) *match.Matcher {
	t.Helper()
	m, err := match.Compile(match.Standard())
	require.NoError(t, err)
	return m
}
