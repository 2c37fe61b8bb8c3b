package match

import (
	"strings"
)

// publicDomains are those of mail, shops and pages that many companies use.
const publicDomains = `qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com foxmail.com aliyun.com 139.com 189.cn 21cn.com tom.com vip.qq.com wo.cn gmail.com googlemail.com outlook.com hotmail.com live.com
msn.com yahoo.com yahoo.cn yahoo.co.uk yahoo.co.jp icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.com web.de t-online.de mail.ru yandex.ru proton.me protonmail.com naver.com daum.net
1688.com taobao.com tmall.com jd.com alibaba.com made-in-china.com weixin.qq.com weibo.com facebook.com linkedin.com instagram.com wixsite.com wordpress.com blogspot.com github.io
example.com example.org example.net`

// Domain returns the domain that a company has for itself, of a web address, a mail address or a host: the last two
// labels, or three where the last but one is as general as in com.cn. It is empty for a text that is none.
func Domain(s string) string {
	s = strings.ToLower(strings.TrimSpace(string(fold(s))))
	if len(s) > 500 {
		return ""
	}
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	if i := strings.IndexAny(s, "/?#: "); i >= 0 {
		s = s[:i]
	}
	labels := strings.Split(strings.Trim(s, "."), ".")
	for _, l := range labels {
		if l == "" {
			return ""
		}
	}
	keep := 2
	if n := len(labels); n >= 3 && len(labels[n-1]) == 2 {
		switch labels[n-2] {
		case "com", "net", "org", "gov", "edu", "ac", "co", "or", "ne", "go", "gob", "mil":
			keep = 3
		}
	}
	if len(labels) < keep || isFigures(labels[len(labels)-1]) {
		return ""
	}
	return strings.Join(labels[len(labels)-keep:], ".")
}

func isFigures(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Phone returns a telephone number in figures, without the prefix of China and without an extension; empty for fewer
// than seven figures. Numbers of other countries keep their prefix.
func Phone(s string) string {
	s = string(fold(s))
	if len(s) > 100 {
		return ""
	}
	for _, w := range []string{"转", "分机", "ext", "x", "#", ",", ";", "/", "、"} {
		if i := strings.Index(s, w); i > 0 {
			s = s[:i]
		}
	}
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	d := b.String()
	if cut, ok := strings.CutPrefix(d, "0086"); ok {
		d = cut
	} else if cut, ok := strings.CutPrefix(d, "86"); ok && len(cut) >= 10 {
		d = cut
	}
	d = strings.TrimLeft(d, "0")
	if len(d) < 7 {
		return ""
	}
	return d
}
