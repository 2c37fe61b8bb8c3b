package match

import (
	"strings"
	"sync"
)

// place is where a name says that a company is; empty parts are not said.
type place struct {
	country, province, city, district string
	// bracketed says that it stood in brackets behind the beginning of the name, as companies name their subsidiaries.
	bracketed bool
}

func (p place) none() bool { return p.country == "" && p.province == "" && p.city == "" }

// String is the place from the widest part to the narrowest.
func (p place) String() string {
	parts := make([]string, 0, 4)
	for _, part := range []string{p.country, p.province, p.city, p.district} {
		if part != "" && (len(parts) == 0 || parts[len(parts)-1] != part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// chinese lists the provinces and under each the cities and those counties that companies carry in their names. Of the
// four municipalities, Hong Kong and Macau the province is the city.
const chinese = `
北京:北京
天津:天津
上海:上海
重庆:重庆
香港:香港
澳门:澳门
河北:石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安 任丘 辛集 定州
山西:太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 介休
内蒙古:呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 锡林郭勒 满洲里
辽宁:沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 海城 瓦房店
吉林:长春 四平 辽源 通化 白山 松原 白城 延边 延吉 公主岭
黑龙江:哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 绥芬河
江苏:南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴 张家港 常熟 太仓 宜兴 丹阳 海门 启东 如皋 溧阳 靖江
浙江:杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 余姚 诸暨 乐清 瑞安 温岭 永康 海宁 桐乡 平湖 东阳 玉环
安徽:合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建:福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 石狮 福清 南安
江西:南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东:济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 莱芜 寿光 龙口 招远 即墨 胶州
河南:郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
湖北:武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门
湖南:长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 浏阳 醴陵
广东:广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 开平
广西:南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 凭祥
海南:海口 三亚 三沙 儋州 琼海
四川:成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 西昌
贵州:贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南 仁怀
云南:昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 瑞丽
西藏:拉萨 日喀则 昌都 林芝 山南 那曲 阿里
陕西:西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 杨凌
甘肃:兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南
青海:西宁 海东 格尔木
宁夏:银川 石嘴山 吴忠 固原 中卫
新疆:乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 巴音郭楞 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 石河子 库尔勒 伊宁
台湾:台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义 苗栗 彰化 屏东 宜兰 花莲`

// countries in Chinese, and in English where a name has them in brackets or in front.
const countries = `
中国=china,prc 日本=japan 韩国=korea 越南=vietnam 泰国=thailand 新加坡=singapore 马来西亚=malaysia 印度尼西亚=indonesia 菲律宾=philippines
印度=india 柬埔寨=cambodia 缅甸=myanmar 老挝=laos 孟加拉=bangladesh 巴基斯坦=pakistan 哈萨克斯坦=kazakhstan 俄罗斯=russia 阿联酋=uae 沙特=
美国=usa 加拿大=canada 墨西哥=mexico 巴西=brazil 阿根廷=argentina 智利=chile 英国=uk 德国=germany,deutschland 法国=france 意大利=italy,italia 西班牙=spain
荷兰=netherlands 比利时=belgium 瑞士=switzerland 奥地利=austria 瑞典=sweden 丹麦=denmark 挪威=norway 芬兰=finland 波兰=poland 匈牙利=hungary 捷克=czechia
土耳其=turkey 埃及=egypt 南非=southafrica 尼日利亚=nigeria 肯尼亚=kenya 加纳=ghana 澳大利亚=australia 新西兰=newzealand
亚太=asiapacific,apac 欧洲=europe,emea 亚洲=asia 大中华=greaterchina`

// romanised are the provinces and cities of China that names in English carry.
const romanised = `
北京=beijing 天津=tianjin 上海=shanghai 重庆=chongqing 香港=hongkong,hk 澳门=macau,macao 河北=hebei 山西=shanxi 内蒙古=innermongolia 辽宁=liaoning 吉林=jilin
黑龙江=heilongjiang 江苏=jiangsu 浙江=zhejiang 安徽=anhui 福建=fujian 江西=jiangxi 山东=shandong 河南=henan 湖北=hubei 湖南=hunan 广东=guangdong 广西=guangxi
海南=hainan 四川=sichuan 贵州=guizhou 云南=yunnan 西藏=tibet 陕西=shaanxi 甘肃=gansu 青海=qinghai 宁夏=ningxia 新疆=xinjiang 台湾=taiwan
石家庄=shijiazhuang 唐山=tangshan 秦皇岛=qinhuangdao 保定=baoding 廊坊=langfang 太原=taiyuan 呼和浩特=hohhot 包头=baotou 鄂尔多斯=ordos 沈阳=shenyang 大连=dalian
鞍山=anshan 长春=changchun 哈尔滨=harbin 大庆=daqing 南京=nanjing 无锡=wuxi 徐州=xuzhou 常州=changzhou 苏州=suzhou 南通=nantong 连云港=lianyungang
扬州=yangzhou 镇江=zhenjiang 泰州=taizhou 盐城=yancheng 昆山=kunshan 江阴=jiangyin 张家港=zhangjiagang 常熟=changshu 太仓=taicang 宜兴=yixing
杭州=hangzhou 宁波=ningbo 温州=wenzhou 嘉兴=jiaxing 湖州=huzhou 绍兴=shaoxing 金华=jinhua 舟山=zhoushan 义乌=yiwu 慈溪=cixi 余姚=yuyao
合肥=hefei 芜湖=wuhu 福州=fuzhou 厦门=xiamen 泉州=quanzhou 漳州=zhangzhou 晋江=jinjiang 南昌=nanchang 九江=jiujiang 赣州=ganzhou
济南=jinan 青岛=qingdao 淄博=zibo 烟台=yantai 潍坊=weifang 威海=weihai 日照=rizhao 临沂=linyi 郑州=zhengzhou 洛阳=luoyang 武汉=wuhan 宜昌=yichang 襄阳=xiangyang
长沙=changsha 株洲=zhuzhou 湘潭=xiangtan 广州=guangzhou 深圳=shenzhen 珠海=zhuhai 汕头=shantou 佛山=foshan 江门=jiangmen 惠州=huizhou 东莞=dongguan 中山=zhongshan 肇庆=zhaoqing
南宁=nanning 柳州=liuzhou 桂林=guilin 海口=haikou 三亚=sanya 成都=chengdu 绵阳=mianyang 德阳=deyang 贵阳=guiyang 遵义=zunyi 昆明=kunming 拉萨=lhasa
西安=xian 宝鸡=baoji 兰州=lanzhou 西宁=xining 银川=yinchuan 乌鲁木齐=urumqi 台北=taipei 高雄=kaohsiung 台中=taichung 新竹=hsinchu`

// gazetteer finds places by how they are written.
type gazetteer struct {
	provinces map[string]bool
	// cities leads from a city to its province; cities whose name is that of their province are left out.
	cities    map[string]string
	countries map[string]bool
	// latin leads from lower-case letters without blanks to the place in Chinese.
	latin map[string]string
}

// places is built once, at the first name.
var places = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{provinces: map[string]bool{}, cities: map[string]string{}, countries: map[string]bool{}, latin: map[string]string{}}
	for line := range strings.Lines(strings.TrimSpace(chinese)) {
		province, cities, _ := strings.Cut(strings.TrimSpace(line), ":")
		g.provinces[province] = true
		for city := range strings.FieldsSeq(cities) {
			if city != province {
				g.cities[city] = province
			}
		}
	}
	for entry := range strings.FieldsSeq(countries) {
		name, latin, _ := strings.Cut(entry, "=")
		g.countries[name] = true
		g.addLatin(name, latin)
	}
	for entry := range strings.FieldsSeq(romanised) {
		name, latin, _ := strings.Cut(entry, "=")
		g.addLatin(name, latin)
	}
	return g
})

func (g *gazetteer) addLatin(name, latin string) {
	for spelling := range strings.SplitSeq(latin, ",") {
		if spelling != "" {
			g.latin[spelling] = name
		}
	}
}

// exactly returns the place that a text names and nothing else, such as 上海, 浙江省, 江苏苏州 or 中国.
func (g *gazetteer) exactly(s string) (place, bool) {
	var p place
	rest := []rune(s)
	rest = rest[g.prefix(&p, rest, 0):]
	return p, len(rest) == 0 && !p.none()
}

// prefix reads the places at the beginning of name into p and returns how many runes they take. At least keep runes of
// the name stay behind them.
func (g *gazetteer) prefix(p *place, name []rune, keep int) int {
	at := 0
	if n := longest(name[at:], 2, 6, func(s string) bool { return g.countries[s] }); n > 0 && len(name)-at-n >= keep {
		p.country = string(name[at : at+n])
		at += n
	}
	if n := longest(name[at:], 2, 3, func(s string) bool { return g.provinces[s] }); n > 0 && len(name)-at-n >= keep {
		p.province = string(name[at : at+n])
		at += n
		at += word(name[at:], keep, "特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
	}
	if n := longest(name[at:], 2, 4, func(s string) bool {
		province, ok := g.cities[s]
		return ok && (p.province == "" || p.province == province)
	}); n > 0 && len(name)-at-n >= keep {
		p.city = string(name[at : at+n])
		p.province = g.cities[p.city]
		at += n
		at += word(name[at:], keep, "市", "地区", "自治州", "县")
	}
	if p.city == "" && isMunicipality(p.province) {
		p.city = p.province
	}
	if p.city != "" {
		if n := district(name[at:]); n > 0 && len(name)-at-n >= keep {
			p.district = bare(string(name[at : at+n]))
			at += n
		}
	}
	return at
}

// isMunicipality reports whether a province is a city.
func isMunicipality(province string) bool {
	switch province {
	case "北京", "天津", "上海", "重庆", "香港", "澳门":
		return true
	default:
		return false
	}
}

// longest returns how many runes, from most down to least, the longest beginning of name has that is known; 0 for none.
func longest(name []rune, least, most int, known func(string) bool) int {
	for n := min(most, len(name)); n >= least; n-- {
		if known(string(name[:n])) {
			return n
		}
	}
	return 0
}

// word returns how many runes the first of words has that name begins with, if it leaves at least keep of them.
func word(name []rune, keep int, words ...string) int {
	for _, w := range words {
		if n := len([]rune(w)); len(name)-n >= keep && strings.HasPrefix(string(name[:min(n, len(name))]), w) {
			return n
		}
	}
	return 0
}

// district returns how many runes the district, county or town at the beginning of name takes: two to four of them
// before the word for it.
func district(name []rune) int {
	for n := 2; n <= 4 && n < len(name); n++ {
		if strings.ContainsRune("区县镇旗", name[n]) {
			return n + 1
		}
	}
	return 0
}

// bare returns a district without the word for it: 浦东 of 浦东新区.
func bare(district string) string {
	for _, w := range []string{"新区", "区", "县", "镇", "旗"} {
		if cut, ok := strings.CutSuffix(district, w); ok {
			return cut
		}
	}
	return district
}

// latinPlace returns the place that words name, written together: shanghai, hong kong, south africa.
func (g *gazetteer) latinPlace(words ...string) (place, bool) {
	name, ok := g.latin[strings.Join(words, "")]
	if !ok {
		return place{}, false
	}
	if g.countries[name] {
		return place{country: name}, true
	}
	return g.exactly(name)
}
