package web

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
)

// route is an address and who may call it.
type route struct {
	Method, Path string
	// Called is what the audit calls it.
	Called kam.Text
	// Public addresses need nobody to be signed in.
	Public bool
	// Roles are those who may call it; of those that are about a person only for persons that they may see.
	Roles []desk.Role
	// Person is the part of the path that is the id of the person it is about; empty when it is about none.
	Person string
	// Part ones are parts of a page, which it asks for again and again while somebody looks at it: the audit has them once in [partTime].
	Part bool
	// Quiet ones show nothing of anybody, and are not in the audit unless they are refused.
	Quiet bool
	// Bare ones answer what is none of these pages' business: they show nothing of who is signed in.
	Bare   bool
	handle func(*exchange) error
}

// nowhere is the path of what reaches no address.
const nowhere = "/"

// refusals answer what reaches no address: no page has the path or the method, another site has sent the form, or the host is none of
// these pages'. The audit has their names.
var (
	elsewhere   = route{Path: nowhere, Called: kam.Text{EN: "no page", ZH: "无此页面"}, Public: true, handle: notFound}
	otherSite   = route{Path: "(other site)", Called: kam.Text{EN: "form of another site", ZH: "其他网站的表单"}, Public: true, Bare: true, handle: refuseSite}
	unknownHost = route{Path: "(unknown host)", Called: kam.Text{EN: "unknown host", ZH: "未知主机名"}, Public: true, Bare: true, handle: refuseHost}
	refusals    = []route{elsewhere, otherSite, unknownHost}
)

var (
	everyRole      = []desk.Role{desk.Salesperson, desk.Manager, desk.Administrator}
	leaders        = []desk.Role{desk.Manager, desk.Administrator}
	administrators = []desk.Role{desk.Administrator}
)

// routes are all addresses but those of assets: the only place that says who may call what.
var routes = []route{
	{Method: "GET", Path: "/sign-in", Called: kam.Text{EN: "sign-in form", ZH: "登录表单"}, Public: true, handle: signInPage},
	{Method: "POST", Path: "/sign-in", Called: kam.Text{EN: "sign in", ZH: "登录"}, Public: true, handle: signIn},
	{Method: "POST", Path: "/language", Called: kam.Text{EN: "language", ZH: "切换语言"}, Public: true, Quiet: true, handle: language},
	{Method: "POST", Path: "/sign-out", Called: kam.Text{EN: "sign out", ZH: "退出"}, Roles: everyRole, handle: signOut},
	{Method: "GET", Path: "/{$}", Called: kam.Text{EN: "first page", ZH: "首页"}, Roles: everyRole, Quiet: true, handle: home},

	{Method: "GET", Path: "/team", Called: kam.Text{EN: "team", ZH: "团队总览"}, Roles: leaders, handle: team},
	{Method: "GET", Path: "/team/spread.svg", Called: kam.Text{EN: "picture of attainment", ZH: "达成率分布图"}, Roles: leaders, Part: true, handle: spreadPicture},
	{Method: "GET", Path: "/find", Called: kam.Text{EN: "search for people", ZH: "查找人员"}, Roles: leaders, handle: find},

	{Method: "GET", Path: "/people/{person}", Called: kam.Text{EN: "page of a person", ZH: "人员页面"}, Roles: everyRole, Person: "person", handle: person},
	{Method: "GET", Path: "/people/{person}/statements/{plan}/{period}", Called: kam.Text{EN: "statement", ZH: "结算单"}, Roles: everyRole, Person: "person", handle: statement},
	{Method: "GET", Path: "/people/{person}/statements/{plan}/{period}/{component}/{line}", Called: kam.Text{EN: "deal of a statement", ZH: "结算单交易明细"}, Roles: everyRole, Person: "person", handle: line},
	{Method: "GET", Path: "/people/{person}/explorer/{plan}/{period}", Called: kam.Text{EN: "pay curve", ZH: "支付曲线"}, Roles: everyRole, Person: "person", handle: explorer},
	{Method: "GET", Path: "/people/{person}/explorer/{plan}/{period}/curve.svg", Called: kam.Text{EN: "picture of a pay curve", ZH: "支付曲线图"}, Roles: everyRole, Person: "person", Part: true, handle: curvePicture},
	{Method: "GET", Path: "/people/{person}/goals", Called: kam.Text{EN: "goals", ZH: "目标"}, Roles: everyRole, Person: "person", handle: goals},
	{Method: "GET", Path: "/people/{person}/scorecard", Called: kam.Text{EN: "scorecard", ZH: "评分卡"}, Roles: everyRole, Person: "person", handle: scorecard},
	{Method: "GET", Path: "/people/{person}/scorecard/{picture}", Called: kam.Text{EN: "picture of a scorecard", ZH: "评分卡图"}, Roles: everyRole, Person: "person", Part: true, handle: scorePicture},
	{Method: "GET", Path: "/people/{person}/development", Called: kam.Text{EN: "development", ZH: "发展"}, Roles: everyRole, Person: "person", handle: development},
	{Method: "GET", Path: "/people/{person}/customers", Called: kam.Text{EN: "customers", ZH: "客户"}, Roles: everyRole, Person: "person", handle: customers},
	{Method: "POST", Path: "/people/{person}/customers/{customer}/notes", Called: kam.Text{EN: "note on a customer", ZH: "客户备注"}, Roles: everyRole, Person: "person", handle: addNote},

	{Method: "GET", Path: "/periods", Called: kam.Text{EN: "periods", ZH: "结算期列表"}, Roles: administrators, handle: periods},
	{Method: "GET", Path: "/periods/{period}", Called: kam.Text{EN: "period", ZH: "结算期"}, Roles: administrators, handle: period},
	{Method: "POST", Path: "/periods/{period}/calculate", Called: kam.Text{EN: "calculate a period", ZH: "计算结算期"}, Roles: administrators, handle: calculate},
	{Method: "POST", Path: "/periods/{period}/checks/{check}", Called: kam.Text{EN: "check of a period looked at", ZH: "核查结算期检查项"}, Roles: administrators, handle: look},
	{Method: "POST", Path: "/periods/{period}/approve", Called: kam.Text{EN: "approve a period", ZH: "批准结算期"}, Roles: administrators, handle: approve},
	{Method: "POST", Path: "/periods/{period}/reopen", Called: kam.Text{EN: "reopen a period", ZH: "重新打开结算期"}, Roles: administrators, handle: reopen},
	{Method: "POST", Path: "/periods/{period}/close", Called: kam.Text{EN: "close a period", ZH: "关闭结算期"}, Roles: administrators, handle: closePeriod},
	{Method: "GET", Path: "/audit", Called: kam.Text{EN: "audit", ZH: "审计记录"}, Roles: administrators, handle: audit},

	{Method: "GET", Path: "/api/people/{person}/statements/{plan}/{period}", Called: kam.Text{EN: "statement as data", ZH: "结算单数据"}, Roles: everyRole, Person: "person", handle: statementData},
	{Method: "GET", Path: "/api/people/{person}/pay/{plan}/{period}", Called: kam.Text{EN: "place of a pay curve", ZH: "支付曲线取值"}, Roles: everyRole, Person: "person", Part: true, handle: payData},
	{Method: "GET", Path: "/api/team", Called: kam.Text{EN: "team as data", ZH: "团队总览数据"}, Roles: leaders, handle: teamData},
	{Method: "GET", Path: "/api/periods/{period}/progress", Called: kam.Text{EN: "progress of a calculation", ZH: "计算进度"}, Roles: administrators, Quiet: true, handle: progressData},
}
