package match

import (
	"strings"
	"sync"
)

// Form is the legal form that a name ends in. The zero value: none is said.
type Form string

// Legal forms. Forms of one line are one form; a bare "company" says none.
const (
	Limited     Form = "limited"     // 有限公司, 有限责任公司, Ltd, Limited, Co. Ltd
	JointStock  Form = "joint-stock" // 股份有限公司, 股份公司
	Partnership Form = "partnership" // 合伙企业, LLP, LP
	Corporation Form = "corporation" // Inc, Corp
	LLC         Form = "llc"
	PLC         Form = "plc"
	Pty         Form = "pty"
	Pte         Form = "pte"
	Private     Form = "private" // Pvt Ltd, Private Limited
	SdnBhd      Form = "sdn-bhd"
	GmbH        Form = "gmbh"
	GmbHCoKG    Form = "gmbh-co-kg"
	AG          Form = "ag"
	KG          Form = "kg"
	SE          Form = "se"
	SA          Form = "sa"
	SRL         Form = "srl" // S.r.l., SARL
	SpA         Form = "spa"
	BV          Form = "bv"
	NV          Form = "nv"
	AB          Form = "ab"
	AS          Form = "as" // A/S, AS, a.s., ApS
	OY          Form = "oy"
	KK          Form = "kk"
	JSC         Form = "jsc"
)

// hanForms are the ends of Chinese names with the form that they say, longest first.
const hanForms = `股份有限责任公司=joint-stock 股份有限公司=joint-stock 有限责任公司=limited 合伙企业=partnership 有限公司=limited 股份公司=joint-stock 总公司= 公司= 股份=joint-stock 有限=limited`

// latinForms are the words at the ends of other names with the form that they say.
const latinForms = `gmbh and co kg=gmbh-co-kg gmbh co kg=gmbh-co-kg co kg=kg pty ltd=pty pty limited=pty proprietary limited=pty pte ltd=pte pte limited=pte pvt ltd=private pvt limited=private
private limited=private sdn bhd=sdn-bhd co ltd=limited company ltd=limited co limited=limited company limited=limited corporation ltd=limited corp ltd=limited co inc=corporation co llc=llc ltd=limited limited=limited
inc=corporation incorporated=corporation corp=corporation corporation=corporation llc=llc llp=partnership lp=partnership plc=plc pty=pty pte=pte gmbh=gmbh mbh=gmbh
ag=ag kg=kg se=se sa=sa sas=sa srl=srl sarl=srl spa=spa bv=bv nv=nv ab=ab as=as aps=as oy=oy oyj=oy kk=kk jsc=jsc ojsc=jsc pjsc=jsc co= company=`

// entry is words and the form that they say.
type formEntry struct {
	words []string
	text  string
	form  Form
}

type formTable struct{ han, latin []formEntry }

var forms = sync.OnceValue(func() formTable {
	var t formTable
	for entry := range strings.FieldsSeq(hanForms) {
		text, form, _ := strings.Cut(entry, "=")
		t.han = append(t.han, formEntry{text: text, form: Form(form)})
	}
	var words []string
	for field := range strings.FieldsSeq(latinForms) {
		text, form, last := strings.Cut(field, "=")
		words = append(words, text)
		if last {
			t.latin = append(t.latin, formEntry{words: words, form: Form(form)})
			words = nil
		}
	}
	return t
})

// certain reports whether words are a legal form even where more follows: those that are words of another meaning, such as "as", are not.
func (e formEntry) certain() bool {
	switch e.form {
	case Limited, Corporation, LLC, PLC, Pty, Pte, Private, SdnBhd, GmbH, GmbHCoKG:
		return true
	default:
		return false
	}
}

// abbreviations are words of names in English and what they stand for.
const abbreviations = `intl=international natl=national mfg=manufacturing mfr=manufacturer eng=engineering engr=engineering engrg=engineering svc=service svcs=services serv=services mgmt=management mgt=management
assoc=associates assocs=associates bros=brothers hldg=holding hldgs=holdings tech=technology techs=technologies dev=development pharm=pharmaceuticals pharma=pharmaceuticals
univ=university inst=institute ind=industry inds=industries indl=industrial elec=electric electr=electronics sys=systems dist=distribution distr=distribution
equip=equipment mach=machinery prod=products prods=products chem=chemical chems=chemicals auto=automotive fin=financial ins=insurance comm=communications telecomm=telecommunications
telecom=telecommunications constr=construction transp=transport lab=laboratory labs=laboratories hosp=hospital ctr=center centre=center grp=group dept=department govt=government
st=saint mt=mount ft=fort nr=no num=no number=no cooperative=coop exp=export imp=import trdg=trading`

var longForms = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for entry := range strings.FieldsSeq(abbreviations) {
		short, long, _ := strings.Cut(entry, "=")
		m[short] = long
	}
	return m
})

// generic are words that many names have: a name of nothing else belongs to nobody in particular.
const generic = `
科技 技术 信息 网络 软件 数据 数码 数字 智能 智控 智造 电子 电气 电器 电力 电讯 通信 通讯 光电 光学 半导体 自动化 机械 机电 机床 设备 装备 仪器 仪表 工业 实业 企业 产业 制造 重工 工程
建筑 建设 建材 建工 装饰 设计 房地产 地产 置业 物业 环保 环境 能源 新能源 材料 新材料 化工 石油 石化 矿业 煤业 钢铁 金属 五金 五交化 塑料 橡胶 陶瓷 玻璃 纺织 服装 服饰 鞋业 食品 饮料
酒业 粮油 农业 农产品 农牧 餐饮 酒店 旅游 旅行社 文化 传媒 广告 影视 教育 培训 咨询 管理 投资 资产 资本 基金 控股 金融 财务 租赁 保险 证券 银行 贸易 商贸 商务 商业 国际 进出口 外贸 物流 运输 货运
货运代理 仓储 供应链 快递 航空 航天 船舶 港务 汽车 汽配 零部件 出租汽车 摩托车 医药 制药 药业 医疗 医疗器械 器械 生物 生物科技 健康 医院 门诊部 大药房 化妆品 日用品 百货 百货大楼 大楼 商厦 商场 超市 便利店
印务 印刷 包装 造纸 家具 家居 灯饰 照明 模具 轴承 阀门 水泵 电缆 锅炉 安防 安全 检测 检验 服务 销售 开发 发展 研究 研究院 研究所 设计院 大学 学院 中学 小学 学校 律师 会计师 事务所 中心 公司 集团 厂 店 院 所 行 部
中国 中华 人民 国家 全国 东方 南方 西方 北方 华东 华南 华北 华中 西南 西北 东北 大众 华联 友谊 新华 长城 第一 第二 第三 联合 综合 通用 电商 电子商务 互联网 系统 集成 系统集成 信息技术 信息科技 网络科技 测试 客户 有限 股份
人民医院 中医医院 中医 第 一 二 三 四 五 1 2 3 4 5 6 7 8 9 0 号 局 分 和 与`

const genericLatin = `trading trade services service technology technologies international global group holdings holding company industries industry industrial systems solutions
engineering manufacturing management consulting consultants associates partners international national general united first second third new great
electronics electric software data digital network networks logistics transport shipping freight air marine energy power oil gas mining steel metals chemical chemicals plastics
foods food drinks motors motor automotive parts tools machinery equipment instruments packaging printing paper textiles garments furniture design media education
bank insurance investment investments capital finance financial fund property properties construction development hospital pharmaceuticals medical health
university institute school college north south east west northern southern eastern western central import export products supply supplies
the of and for in no a`

var genericWords = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(generic) {
		m[w] = true
	}
	return m
})

var genericLatinWords = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(genericLatin) {
		m[w] = true
	}
	return m
})

// remarks are the beginnings of what people write behind a name in brackets, or behind a dash.
const remarks = `vip 已 原 旧 曾用名 前身 重复 勿用 请勿 作废 停用 注销 认证 客户 老客户 新客户 潜在 测试 do_not_use donotuse duplicate dup old former formerly inactive test vip客户 大客户 重点`

// isRemark reports whether a text in brackets says something about the record and not the company's name.
func isRemark(s string) bool {
	s = strings.ReplaceAll(strings.TrimSpace(s), " ", "_")
	for w := range strings.FieldsSeq(remarks) {
		if rest, ok := strings.CutPrefix(s, w); ok {
			if isASCII(w) && isASCII(s) && rest != "" && !strings.HasPrefix(rest, "_") {
				continue // "older" is no "old"
			}
			return true
		}
	}
	return false
}
