package fxiaoke

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/internal/wire"
	"github.com/kam-go/kam/internal/wording"
)

// Secret is a text that no printing gets hold of; see [NewSecret].
type Secret = wire.Secret

// NewSecret returns a secret with a text.
func NewSecret(text string) Secret { return wire.NewSecret(text) }

// Clock is time and waiting: Now is needed, such as time.Now; Sleep and Jitter have defaults.
type Clock = wire.Clock

// Limits bound what calls take; the zero value has defaults.
type Limits = wire.Limits

// Cloud is where Fxiaoke keeps an organisation's data: its address is open-<the domain of the login>.
type Cloud string

// Clouds, as the newer documentation names them.
const (
	Shared       Cloud = "shared"        // open.fxiaoke.com
	Huawei       Cloud = "huawei"        // open-hwcloud.fxiaoke.com
	Ali          Cloud = "ali"           // open-ale.fxiaoke.com
	Frankfurt    Cloud = "frankfurt"     // open-hws.fxiaoke.com
	HongKong     Cloud = "hong-kong"     // open-ksc.sharecrm.com
	NorthAmerica Cloud = "north-america" // open-na.sharecrm.com
)

// Clouds returns every cloud.
func Clouds() []Cloud { return []Cloud{Shared, Huawei, Ali, Frankfurt, HongKong, NorthAmerica} }

func (c Cloud) host() string {
	switch c {
	case Shared, "":
		return "open.fxiaoke.com"
	case Huawei:
		return "open-hwcloud.fxiaoke.com"
	case Ali:
		return "open-ale.fxiaoke.com"
	case Frankfurt:
		return "open-hws.fxiaoke.com"
	case HongKong:
		return "open-ksc.sharecrm.com"
	case NorthAmerica:
		return "open-na.sharecrm.com"
	default:
		return ""
	}
}

// Auth is one of the two ways in which calls are authorised.
type Auth string

// Ways to authorise.
const (
	// OAuth puts an accessToken, the organisation and the acting employee into headers, as the newer documentation says.
	OAuth Auth = "oauth"
	// Corp puts a corpAccessToken, the organisation and the acting employee into the body, as the older one does.
	Corp Auth = "corp"
)

// Pace is how many calls one address of the API gets within a time.
type Pace struct {
	// Calls is how many. Defaults to 100.
	Calls int
	// Window is the time. Defaults to 21 seconds, one more than documented: calls do not arrive as evenly as they are sent.
	Window time.Duration
}

func (p Pace) complete() Pace {
	if p.Calls <= 0 {
		p.Calls = 100
	}
	if p.Window <= 0 {
		p.Window = 21 * time.Second
	}
	return p
}

// Config says which organisation is read, and how. The three credentials, User and Clock.Now are needed.
type Config struct {
	// System is the name of the records' system. Defaults to "fxiaoke".
	System crm.System
	// Cloud is where the organisation is. Defaults to [Shared].
	Cloud Cloud
	// Address is called instead of the cloud's, such as "https://open-new.fxiaoke.com".
	Address string
	// Auth is how calls are authorised. Defaults to [OAuth].
	Auth Auth

	AppID         string
	AppSecret     Secret
	PermanentCode Secret
	// User is the employee in whose name calls are made, whose rights decide what is seen: for [OAuth] an employee's id such
	// as "1000", for [Corp] an openUserId such as "FSUID_...".
	User string
	// OpenUserIDs asks for openUserIds instead of employees' ids in owners and other people; [Corp] always gives those.
	OpenUserIDs bool

	// HTTP sends the requests. Defaults to [http.DefaultClient]. Redirects are not followed.
	HTTP   *http.Client
	Clock  Clock
	Limits Limits
	Pace   Pace
	// TraceID returns the thirdTraceId of each try, a new UUID of version 4. Defaults to chance.
	TraceID func() string

	// Maps say which fields make up records. Defaults to [Maps] at +08:00.
	Maps []fieldmap.Spec
	// Gone says which rows are records that the organisation has no more. Nil: those with is_deleted true, and those with
	// life_status invalid (作废); empty: none.
	Gone []fieldmap.When
	// PageSize is how many rows a query returns, 1 to 100. Defaults to 100.
	PageSize int
	// AllFields asks for every field that [Client.CheckMaps] found, and keeps those without a place under their own names.
	AllFields bool
	// Derived keeps fields that Fxiaoke derives from others, such as owner__r, under their own names. Without it those that
	// no map names are left out; what was typed in for "other", as in industry__o, is always kept.
	Derived bool
	// Tasks says what [Client.WriteTasks] writes.
	Tasks Tasks
}

// Limits of what one query returns.
const (
	maxPage    = 100
	maxWords   = 64
	maxGone    = 16
	maxTextLen = 256
)

// New returns a client, or a [*kam.InvalidError] with everything that is wrong with its configuration. It calls nobody.
func New(config Config) (*Client, error) {
	f := &wording.Faults{Prefix: "fxiaoke"}
	if config.System == "" {
		config.System = "fxiaoke"
	}
	if !wording.IsName(string(config.System)) || len(config.System) > 64 {
		f.Add("system", "System", wording.Say("%s names no system", "%s 不是系统名称", wording.Quote(string(config.System))), wording.Say("use 1 to 64 bytes", "请使用 1 至 64 字节的名称"))
		config.System = "fxiaoke" // reported once
	}
	c := &Client{redact: &wire.Redactor{}, objects: map[crm.Kind][]*object{}}
	c.redact.Know(config.AppSecret, config.PermanentCode)
	c.checkAddress(f, config)
	checkCredentials(f, &config)
	if config.PageSize == 0 {
		config.PageSize = maxPage
	}
	if config.PageSize < 1 || config.PageSize > maxPage {
		f.Add("bounds", "PageSize", wording.Say("%d is not from %d to %d", "%d 不在 %d 至 %d 之间", config.PageSize, 1, maxPage), wording.Say("use a number within the bounds, or 0 for %d", "请填写范围内的数，或填 0 表示 %d", maxPage))
	}
	if config.Gone == nil {
		config.Gone = []fieldmap.When{{Field: "is_deleted", Is: []string{"true"}}, {Field: "life_status", Is: []string{"invalid"}}}
	}
	config.Gone = checkGone(f, config.Gone)
	config.Tasks = config.Tasks.complete()
	config.Tasks.check(f)
	config.Pace = config.Pace.complete()
	if config.TraceID == nil {
		config.TraceID = newTraceID
	}
	if config.Maps == nil {
		config.Maps = Maps("")
	}
	c.compile(f, config)
	if err := f.Err(); err != nil {
		return nil, err
	}
	c.config, c.clock = config, config.Clock
	c.pacer = &pacer{clock: config.Clock, calls: map[string][]time.Time{}}
	c.caller = wire.NewCaller(config.HTTP, config.Clock, config.Limits, c.redact)
	c.tokens = c.newTokens()
	return c, nil
}

func (c *Client) checkAddress(f *wording.Faults, config Config) {
	host := config.Cloud.host()
	if host == "" {
		f.Add("cloud", "Cloud", wording.Say("%s is no cloud", "%s 不是云", wording.Quote(string(config.Cloud))), wording.Say("use one of %s, or state an Address", "请使用 %s 之一，或填写 Address", wording.Words(Clouds())))
	}
	c.home = &url.URL{Scheme: "https", Host: host, Path: "/"}
	if config.Address == "" {
		return
	}
	u, err := url.Parse(config.Address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || strings.Trim(u.Path, "/") != "" || u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())) {
		f.Add("host", "Address", wording.Say("it is no address of a host", "不是主机地址"), wording.Say(`use "https://" and a host; "http://" for this machine only`, `请使用 "https://" 加主机名；"http://" 仅限本机`))
		return
	}
	if strings.EqualFold(u.Hostname(), "www.fxiaoke.com") {
		f.Add("host", "Address", wording.Say("www.fxiaoke.com is for people, not for programs", "www.fxiaoke.com 供人访问，不是接口地址"), wording.Say("use open.fxiaoke.com, or open- and the domain of the login", "请使用 open.fxiaoke.com，或 open- 加登录域名"))
	}
	c.home = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
}

func isLoopback(host string) bool { return host == "127.0.0.1" || host == "::1" || host == "localhost" }

func checkCredentials(f *wording.Faults, config *Config) {
	if config.Auth == "" {
		config.Auth = OAuth
	}
	if config.Auth != OAuth && config.Auth != Corp {
		f.Add("auth", "Auth", wording.Say("%s is no way to authorise", "%s 不是授权方式", wording.Quote(string(config.Auth))), wording.Say("use one of %s", "请使用 %s 之一", wording.Words([]Auth{OAuth, Corp})))
	}
	for _, need := range []struct {
		place   string
		missing bool
	}{{"AppID", config.AppID == ""}, {"AppSecret", config.AppSecret.IsZero()}, {"PermanentCode", config.PermanentCode.IsZero()}} {
		if need.missing {
			f.Add("credentials", need.place, wording.Say("it is missing", "缺失"), wording.Say("state what the administration shows for an application of the organisation", "请填写管理后台中企业自建应用的内容"))
		}
	}
	if !wording.IsName(config.User) {
		f.Add("user", "User", wording.Say("%s names no employee", "%s 不是员工", wording.Quote(config.User)), wording.Say("state the employee in whose name calls are made: %s such as 1000, %s such as FSUID_...", "请填写以其身份调用的员工：%s 如 1000，%s 如 FSUID_...", string(OAuth), string(Corp)))
	}
	if config.Clock.Now == nil {
		f.Add("clock", "Clock.Now", wording.Say("nothing tells the time", "没有时钟"), wording.Say("state time.Now", "请填写 time.Now"))
	}
}

// checkGone checks the conditions of rows that are gone, and returns a copy of them.
func checkGone(f *wording.Faults, gone []fieldmap.When) []fieldmap.When {
	if len(gone) > maxGone {
		f.Add("gone", "Gone", wording.Say("there are %d conditions, more than %d", "共 %d 个条件，超过 %d", len(gone), maxGone), wording.Say("leave some out", "请删去一些"))
		return nil
	}
	out := make([]fieldmap.When, len(gone))
	for i, w := range gone {
		if !isField(w.Field) || len(w.Is) == 0 || len(w.Is) > maxWords {
			f.Add("gone", wording.At("Gone", i), wording.Say("the condition has no field, or no words", "条件没有字段，或没有取值"), wording.Say(`name a field and its words, such as life_status and "invalid"`, `请填写字段与取值，如 life_status 与 "invalid"`))
		}
		out[i] = fieldmap.When{Field: w.Field, Is: slices.Clone(w.Is)}
	}
	return out
}

func remedyField() kam.Text {
	return wording.Say("use API names of letters, digits and _", "请使用由字母、数字和 _ 组成的 API 名称")
}

// isField reports whether a name can be one of a field or an object.
func isField(name string) bool {
	return name != "" && len(name) <= maxTextLen && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
