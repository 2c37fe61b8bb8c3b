package zoho

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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

// DataCentre is where Zoho keeps an organisation's data.
type DataCentre string

// Data centres.
const (
	US DataCentre = "us"
	EU DataCentre = "eu"
	IN DataCentre = "in"
	CN DataCentre = "cn"
	AU DataCentre = "au"
	JP DataCentre = "jp"
	CA DataCentre = "ca"
	SA DataCentre = "sa"
	UK DataCentre = "uk"
)

// DataCentres returns every data centre.
func DataCentres() []DataCentre { return []DataCentre{US, EU, IN, CN, AU, JP, CA, SA, UK} }

// hosts returns the hosts of accounts and of the API.
func (d DataCentre) hosts() (accounts, api string) {
	switch d {
	case US:
		return "accounts.zoho.com", "www.zohoapis.com"
	case EU:
		return "accounts.zoho.eu", "www.zohoapis.eu"
	case IN:
		return "accounts.zoho.in", "www.zohoapis.in"
	case CN:
		return "accounts.zoho.com.cn", "www.zohoapis.com.cn"
	case AU:
		return "accounts.zoho.com.au", "www.zohoapis.com.au"
	case JP:
		return "accounts.zoho.jp", "www.zohoapis.jp"
	case CA:
		return "accounts.zohocloud.ca", "www.zohoapis.ca"
	case SA:
		return "accounts.zoho.sa", "www.zohoapis.sa"
	case UK:
		return "accounts.zoho.uk", "www.zohoapis.uk"
	default:
		return "", ""
	}
}

// Config says which organisation is read, and how. DataCentre or both hosts, the three credentials and Clock.Now are needed.
type Config struct {
	// System is the name of the records' system. Defaults to "zoho".
	System     crm.System
	DataCentre DataCentre
	// Accounts and API are the addresses to call instead of the data centre's, such as "https://www.zohoapis.example". An
	// API that is stated is always used; otherwise the one that comes with the access token is, if Zoho is known to have it.
	Accounts string
	API      string

	ClientID     string
	ClientSecret Secret
	RefreshToken Secret

	// HTTP sends the requests. Defaults to [http.DefaultClient]. Redirects are not followed.
	HTTP   *http.Client
	Clock  Clock
	Limits Limits

	// Maps say which fields make up records. Defaults to [Maps] in UTC.
	Maps []fieldmap.Spec
	// PageSize is how many records a page has, 1 to 2,000. Defaults to 2,000.
	PageSize int
	// Columns is how many fields a query asks for, 3 to 500. Defaults to 50: wider records take several queries.
	Columns int
	// AllFields asks for every field that [Client.CheckMaps] found, and keeps those without a place under their own names.
	AllFields bool
	// TaskField is the name of a text field of the module Tasks that keeps the ids of written tasks, best one without
	// duplicates. Empty: the id stands at the end of the subject, in brackets.
	TaskField string
	// Language is that of the titles of written tasks, where they are in both. Defaults to English.
	Language kam.Lang
}

// Limits of what one query returns and asks for.
const (
	maxPage     = 2000
	defaultCols = 50
	maxCols     = 500
	maxIn       = 50
	maxGET      = 200
)

// Client reads an organisation. It is a [crm.Source], [crm.DeletionReader], [crm.IDReader], [crm.RecordReader] and
// [crm.TaskWriter], and safe for use by several goroutines.
type Client struct {
	config Config
	caller *wire.Caller
	tokens *wire.Tokens
	redact *wire.Redactor
	clock  Clock
	home   *url.URL // the API of the configuration
	fixed  bool     // always use it
	token  *url.URL // where tokens come from

	objects map[crm.Kind][]*object
	kinds   []crm.Kind

	credits atomic.Int64 // plus one; 0: not told yet
	ahead   lookahead
	writing sync.Mutex
}

// object is a module and the map of its fields.
type object struct {
	module string
	prefix string
	mapper *fieldmap.Mapper
	// described is what the organisation said of its fields, once it was asked.
	described atomic.Pointer[described]
	// idLength is how long the module's ids are: 0 until it matters, mixedLengths when they differ.
	idLength atomic.Int64
}

// described are a module's fields: those of the map that are not there, and those that are and have no place.
type described struct {
	absent map[string]bool
	others []string
}

// New returns a client, or a [*kam.InvalidError] with everything that is wrong with its configuration. It calls nobody.
func New(config Config) (*Client, error) {
	f := &wording.Faults{Prefix: "zoho"}
	if config.System == "" {
		config.System = "zoho"
	}
	if !wording.IsName(string(config.System)) || len(config.System) > 64 {
		f.Add("system", "System", wording.Say("%s names no system", "%s 不是系统名称", wording.Quote(string(config.System))), wording.Say("use 1 to 64 bytes", "请使用 1 至 64 字节的名称"))
		config.System = "zoho" // reported once
	}
	c := &Client{redact: &wire.Redactor{}, objects: map[crm.Kind][]*object{}}
	c.redact.Know(config.ClientSecret, config.RefreshToken)
	c.checkHosts(f, &config)
	for _, need := range []struct {
		place   string
		missing bool
	}{{"ClientID", config.ClientID == ""}, {"ClientSecret", config.ClientSecret.IsZero()}, {"RefreshToken", config.RefreshToken.IsZero()}} {
		if need.missing {
			f.Add("credentials", need.place, wording.Say("it is missing", "缺失"), wording.Say("state what the console of Zoho's API shows for a self client", "请填写 Zoho API 控制台中客户端的内容"))
		}
	}
	if config.Clock.Now == nil {
		f.Add("clock", "Clock.Now", wording.Say("nothing tells the time", "没有时钟"), wording.Say("state time.Now", "请填写 time.Now"))
	}
	config.PageSize = within(f, "PageSize", config.PageSize, maxPage, 1, maxPage)
	config.Columns = within(f, "Columns", config.Columns, defaultCols, 3, maxCols)
	if config.TaskField != "" && !isField(config.TaskField) {
		f.Add("field", "TaskField", wording.Say("%s names no field", "%s 不是字段名称", wording.Quote(config.TaskField)), remedyField())
	}
	if config.Language == "" {
		config.Language = kam.English
	}
	wording.Choice(f, "language", "Language", config.Language, kam.English, kam.Chinese)
	if config.Maps == nil {
		config.Maps = Maps("")
	}
	c.compile(f, config)
	if err := f.Err(); err != nil {
		return nil, err
	}
	c.config, c.clock = config, config.Clock
	c.caller = wire.NewCaller(config.HTTP, config.Clock, config.Limits, c.redact)
	c.tokens = c.newTokens()
	return c, nil
}

func within(f *wording.Faults, place string, n, standard, least, most int) int {
	if n == 0 {
		return standard
	}
	if n < least || n > most {
		f.Add("bounds", place, wording.Say("%d is not from %d to %d", "%d 不在 %d 至 %d 之间", n, least, most), wording.Say("use a number within the bounds, or 0 for %d", "请填写范围内的数，或填 0 表示 %d", standard))
	}
	return n
}

func (c *Client) checkHosts(f *wording.Faults, config *Config) {
	accounts, api := config.DataCentre.hosts()
	if accounts == "" && (config.DataCentre != "" || config.Accounts == "" || config.API == "") {
		f.Add("data-centre", "DataCentre", wording.Say("%s is no data centre", "%s 不是数据中心", wording.Quote(string(config.DataCentre))), wording.Say("use one of %s, or state both Accounts and API", "请使用 %s 之一，或同时填写 Accounts 与 API", wording.Words(DataCentres())))
	}
	parse := func(place, text, host string) *url.URL {
		if text == "" {
			return &url.URL{Scheme: "https", Host: host, Path: "/"}
		}
		u, err := url.Parse(text)
		if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || strings.Trim(u.Path, "/") != "" || u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())) {
			f.Add("host", place, wording.Say("it is no address of a host", "不是主机地址"), wording.Say(`use "https://" and a host; "http://" for this machine only`, `请使用 "https://" 加主机名；"http://" 仅限本机`))
			return &url.URL{Scheme: "https", Host: host}
		}
		return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
	}
	c.token = parse("Accounts", config.Accounts, accounts).JoinPath("/oauth/v2/token")
	c.home, c.fixed = parse("API", config.API, api), config.API != ""
}

func isLoopback(host string) bool { return host == "127.0.0.1" || host == "::1" || host == "localhost" }

// compile checks the maps.
func (c *Client) compile(f *wording.Faults, config Config) {
	seen := map[string]bool{}
	for i, spec := range config.Maps {
		at := wording.At("Maps", i)
		spec.System = config.System
		mapper, err := fieldmap.Compile(spec)
		if err != nil {
			f.Merge(at, err)
			continue
		}
		if !isField(spec.Object) || seen[spec.Object] {
			f.Add("module", at+".object", wording.Say("%s names no module, or one that has a map already", "%s 不是模块名称，或该模块已有映射", wording.Quote(spec.Object)), wording.Say("use the module's API name, such as Accounts, once", "请使用模块的 API 名称，如 Accounts，且只用一次"))
		}
		seen[spec.Object] = true
		if len(c.objects[spec.Kind]) > 0 && (spec.Prefix == "" || c.objects[spec.Kind][0].prefix == "") {
			f.Add("prefix", at+".prefix", wording.Say("several modules make up %s, and their ids could be the same", "多个模块对应 %s，编号可能重复", wording.Quote(string(spec.Kind))), wording.Say(`give each a prefix, such as "Tasks/"`, `请各加前缀，如 "Tasks/"`))
		}
		if spec.Object != usersModule && (!slices.Equal(mapper.Names(fieldmap.ID), []string{"id"}) || !slices.Equal(mapper.Names(fieldmap.Modified), []string{modifiedTime})) {
			f.Add("keys", at, wording.Say("records are read by id and Modified_Time, and the map names others", "按 id 与 Modified_Time 读取记录，映射却使用了其他字段"), wording.Say("map id to id and Modified_Time to modified", "请将 id 对应 id，Modified_Time 对应 modified"))
		}
		for _, name := range mapper.Fields() {
			if !isField(name) {
				f.Add("field", at, wording.Say("%s names no field", "%s 不是字段名称", wording.Quote(name)), remedyField())
			}
		}
		c.objects[spec.Kind] = append(c.objects[spec.Kind], &object{module: spec.Object, prefix: spec.Prefix, mapper: mapper})
	}
	for _, objects := range c.objects {
		slices.SortFunc(objects, func(a, b *object) int { return strings.Compare(a.prefix, b.prefix) })
	}
	for _, kind := range crm.Kinds() {
		if len(c.objects[kind]) > 0 {
			c.kinds = append(c.kinds, kind)
		}
	}
}

func remedyField() kam.Text {
	return wording.Say("use API names of letters, digits and _, also with a dot or -> between", "请使用由字母、数字和 _ 组成的 API 名称，中间可有点号或 ->")
}

// isField reports whether a name can stand in a query.
func isField(name string) bool {
	rest := strings.ReplaceAll(strings.TrimPrefix(name, "$"), "->", ".")
	if rest == "" || len(name) > 200 {
		return false
	}
	for part := range strings.SplitSeq(rest, ".") {
		if part == "" || strings.Trim(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			return false
		}
	}
	return true
}

// System implements [crm.Source].
func (c *Client) System() crm.System { return c.config.System }

// Kinds implements [crm.Source].
func (c *Client) Kinds() []crm.Kind { return slices.Clone(c.kinds) }

// Calls is how many requests were sent so far, tries included.
func (c *Client) Calls() int64 { return c.caller.Sent() }

// Credits is how many API credits are left, as the last answer said; false until one does: Zoho says so only when half
// of them are used.
func (c *Client) Credits() (int64, bool) {
	n := c.credits.Load()
	return n - 1, n > 0
}

// String names the client without its credentials.
func (c *Client) String() string { return fmt.Sprintf("zoho client of %s", c.home.Host) }

// columns are the fields to ask for in queries, in as many parts as needed, each with id and Modified_Time.
func (c *Client) columns(o *object) [][]string {
	var d described
	if known := o.described.Load(); known != nil {
		d = *known
	}
	var rest []string
	for _, name := range append(o.mapper.Fields(), d.others...) {
		if name != "id" && name != modifiedTime && !strings.HasPrefix(name, "$") && !d.absent[base(name)] {
			rest = append(rest, name)
		}
	}
	var parts [][]string
	for part := range slices.Chunk(rest, c.config.Columns-2) {
		parts = append(parts, append([]string{"id", modifiedTime}, part...))
	}
	if len(parts) == 0 {
		parts = [][]string{{"id", modifiedTime}}
	}
	return parts
}

// base is the field itself of a name that goes on through a reference.
func base(name string) string {
	name, _, _ = strings.Cut(name, "->")
	name, _, _ = strings.Cut(name, ".")
	return name
}

const modifiedTime = "Modified_Time"

// find returns the objects of a kind.
func (c *Client) find(kind crm.Kind) ([]*object, error) {
	if o := c.objects[kind]; len(o) > 0 {
		return o, nil
	}
	return nil, fmt.Errorf("%w: %s", ErrKind, kind)
}

// at is an instant as Zoho's queries and headers take it.
func at(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+00:00") }

var _ interface {
	crm.Source
	crm.DeletionReader
	crm.IDReader
	crm.RecordReader
	crm.TaskWriter
	CheckMaps(context.Context) (kam.Findings, error)
} = (*Client)(nil)
