package match

import (
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// blocks are the places of parties that have something in common, by what it is. Each list is ascending.
type blocks map[string][]int32

// The kinds of keys, so that a telephone is no name.
const (
	keyCode   = "c:"
	keyNumber = "n:"
	keyName   = "k:"
	keyWords  = "w:"
	keyPhone  = "p:"
	keyDomain = "d:"
)

// keysOf are the keys of the blocks that a party is in.
func (p *prepared) keysOf(all *setting) []string {
	var keys []string
	if p.reg.code != "" {
		// An old number is part of a code, so that the parts lead to each other.
		keys = append(keys, keyCode+all.code(p.reg.code), keyNumber+p.reg.code[8:17], keyNumber+p.reg.code[2:17])
	}
	if p.reg.other != "" {
		keys = append(keys, keyNumber+p.reg.other)
	}
	for _, k := range p.name.full {
		keys = append(keys, keyName+k)
	}
	if core := []rune(p.name.Core); p.name.at.city != "" && p.name.at.district == "" && len(core) >= 6 && isHan(core[0]) {
		keys = append(keys, keyName+string(core[2:])+p.name.Unit)
	}
	if p.name.sorted != "" {
		keys = append(keys, keyWords+p.name.sorted)
	}
	for _, s := range p.phones {
		keys = append(keys, keyPhone+s)
	}
	for _, s := range p.mails {
		keys = append(keys, keyDomain+s)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// gather puts parties into blocks. Telephones and domains that more than a block's parties have are evidence of nothing
// and come into shared; other blocks that are too large are parted by the whole name, and what is still too large is
// left out with a finding.
func (m *Matcher) gather(parties []prepared, all *setting) (blocks, kam.Findings) {
	out := blocks{}
	for i := range parties {
		for _, k := range parties[i].keysOf(all) {
			out[k] = append(out[k], int32(i))
		}
	}
	var found kam.Findings
	var large []string
	for k, list := range out {
		if len(list) < 2 {
			delete(out, k)
		} else if len(list) > m.maxBlock {
			large = append(large, k)
		}
	}
	slices.Sort(large)
	for _, k := range large {
		list := out[k]
		delete(out, k)
		switch k[:2] {
		case keyPhone, keyDomain:
			all.shared[k[2:]] = true
			found.Add(kam.Finding{
				Code: prefix + ".shared", Severity: kam.Warning, Place: k[2:],
				Message: wording.Say("%d records have %s: it says nothing about who is the same", "%[2]s 出现在 %[1]d 条记录中，不能用于判断是否同一家", len(list), wording.Quote(k[2:])),
				Remedy:  wording.Say("add a domain of many companies to publicDomains, or correct the records", "若为公共域名请加入 publicDomains，否则请更正记录"),
			})
			continue
		}
		parts := byWholeName(parties, list)
		for _, whole := range slices.Sorted(maps.Keys(parts)) {
			part := parts[whole]
			if len(part) > m.maxBlock {
				found.Add(tooLarge(k[2:], whole, len(part), m.maxBlock))
			} else if len(part) > 1 {
				out[k+"\x00"+whole] = part
			}
		}
	}
	return out, found.Sorted()
}

// byWholeName cuts a block by the whole names.
func byWholeName(parties []prepared, list []int32) map[string][]int32 {
	out := map[string][]int32{}
	for _, i := range list {
		n := &parties[i].name
		whole := n.at.String() + "|" + n.Core + "|" + n.Unit + "|" + string(n.Form)
		out[whole] = append(out[whole], i)
	}
	return out
}

func tooLarge(key, whole string, n, most int) kam.Finding {
	return kam.Finding{
		Code: prefix + ".block", Severity: kam.Warning, Place: wording.Clip(key),
		Message: wording.Say("%d records have %s in common, more than %d: they are not compared for it", "%[1]d 条记录共有 %[2]s，超过 %[3]d，未据此比较", n, wording.Quote(key), most),
		Remedy: wording.Say("tidy them up, give them credit codes, or raise maxBlock; the whole name is %s", "请清理这些记录、补全统一社会信用代码，或调高 maxBlock；全称为 %s",
			wording.Quote(whole)),
	}
}

// candidates returns the places of the parties after i that have something in common with it, ascending, each once. It
// uses what into has room for.
func (b blocks) candidates(into []int32, i int32, keys []string) []int32 {
	into = into[:0]
	for _, k := range keys {
		list := b[k]
		at, _ := slices.BinarySearch(list, i+1)
		into = append(into, list[at:]...)
	}
	slices.Sort(into)
	return slices.Compact(into)
}
