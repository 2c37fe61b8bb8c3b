package fxiaoke

import (
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
)

// China is the zone of an organisation's days where none is stated: days are written as the instant at which they begin.
const china = "+08:00"

// f is a field of a map, or others where that says nothing.
func f(from, to string, as fieldmap.Format, or ...string) fieldmap.Field {
	return fieldmap.Field{From: from, To: to, As: as, Or: or}
}

// withKeys puts the fields that every object has before those of one.
func withKeys(fields ...fieldmap.Field) []fieldmap.Field {
	return append([]fieldmap.Field{
		f(keyField, fieldmap.ID, fieldmap.Text), f(modifiedTime, fieldmap.Modified, fieldmap.Millis), f("version", fieldmap.Revision, fieldmap.Text),
		f("owner", "owner", fieldmap.Users),
	}, fields...)
}

// renminbi is the currency of records that name none.
func renminbi() []fieldmap.Constant {
	return []fieldmap.Constant{{To: "currency", Value: "CNY"}}
}

// Maps returns the maps of the preset objects, to be used as they are or changed: the list of employees, ProductObj,
// AccountObj, ContactObj, NewOpportunityObj, SalesOrderObj, InvoiceApplicationObj, PaymentObj, and as activities
// ActiveRecordObj, CheckinsObj and ScheduleObj. Instants become days by the calendar of a zone, such as "Asia/Shanghai";
// empty: +08:00. [Client.CheckMaps] says what an organisation has otherwise.
func Maps(zone string) []fieldmap.Spec {
	return inZone(zone,
		usersMap(), productsMap(), accountsMap(), contactsMap(), opportunitiesMap(), ordersMap(), invoicesMap(), paymentsMap(),
		recordsMap(), checkinsMap(), schedulesMap(),
	)
}

func inZone(zone string, specs ...fieldmap.Spec) []fieldmap.Spec {
	if zone == "" {
		zone = china
	}
	for i := range specs {
		specs[i].Zone = zone
	}
	return specs
}

// OldOpportunityMap returns the map of OpportunityObj (商机 1.0), for organisations that use it instead of NewOpportunityObj.
func OldOpportunityMap(zone string) fieldmap.Spec {
	return inZone(zone, fieldmap.Spec{Object: "OpportunityObj", Kind: crm.KindOpportunity, Constants: renminbi(), Also: []string{"biz_status"}, Fields: withKeys(
		f("name", "name", fieldmap.Text), f("account_id", "account", fieldmap.Reference), f("expected_deal_amount", "amount", fieldmap.NumberText),
		f("mc_currency", "currency", fieldmap.Text), f("oppo_stage_id", "stage", fieldmap.Text), f("sales_process_name", "pipeline", fieldmap.Text),
		f("probability", "probability", fieldmap.Percent), f("expected_deal_closed_date", "close", fieldmap.Millis),
		f("create_time", "created", fieldmap.Millis),
	)})[0]
}

func usersMap() fieldmap.Spec {
	return fieldmap.Spec{Object: UserList, Kind: crm.KindUser, Fields: []fieldmap.Field{
		f("openUserId", fieldmap.ID, fieldmap.Text), f(modifiedTime, fieldmap.Modified, fieldmap.Millis),
		f("name", "name", fieldmap.Text, "nickName"), f("email", "email", fieldmap.Text), f("leaderId", "manager", fieldmap.Text),
		f("mainDepartmentId", "department", fieldmap.Text), f("isStop", "inactive", fieldmap.Boolean),
	}}
}

func productsMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "ProductObj", Kind: crm.KindProduct, Constants: renminbi(), Also: []string{"product_status"}, Fields: []fieldmap.Field{
		f(keyField, fieldmap.ID, fieldmap.Text), f(modifiedTime, fieldmap.Modified, fieldmap.Millis), f("version", fieldmap.Revision, fieldmap.Text),
		f("name", "name", fieldmap.Text), f("product_code", "code", fieldmap.Text), f("category", "family", fieldmap.Text),
		f("price", "price", fieldmap.NumberText), f("mc_currency", "currency", fieldmap.Text),
	}}
}

func accountsMap() fieldmap.Spec {
	return fieldmap.Spec{
		Object: "AccountObj", Kind: crm.KindAccount,
		Also: []string{"account_no", "account_type", "account_source", "deal_status", "industry_level2", "claimed_time", "returned_time", "completion_rate"},
		Fields: withKeys(
			f("name", "name", fieldmap.Text), f("account_level", "tier", fieldmap.Text), f("industry_level1", "industry", fieldmap.Text),
			f("uniform_social_credit_code", "creditCode", fieldmap.Text), f("parent_account_id", "parent", fieldmap.Reference),
			fieldmap.Field{From: teamField + "." + othersOfTeam, To: "team", As: fieldmap.Rows, Fields: []fieldmap.Field{
				f("teamMemberEmployee", "user", fieldmap.Text),
				{From: "teamMemberRole", To: "role", As: fieldmap.Text, Words: map[string]string{"2": "co-owner", "3": string(crm.RoleService), "4": "member"}},
			}},
			f("tel", "phone", fieldmap.Text), f("url", "website", fieldmap.Text),
			f("location", "address", fieldmap.Location), f("country__r", "address.country", fieldmap.Text, "country"),
			f("province__r", "address.province", fieldmap.Text, "province"), f("city__r", "address.city", fieldmap.Text, "city"),
			f("district__r", "address.district", fieldmap.Text, "district"), f("address", "address.street", fieldmap.Text),
			f("create_time", "created", fieldmap.Millis), f("last_followed_time", "lastContact", fieldmap.Millis), f("next_followed_time", "nextContact", fieldmap.Millis),
			f("high_seas_name", "pool", fieldmap.Text, "high_seas_id"), f("expire_time", "recallOn", fieldmap.Millis),
		),
	}
}

func contactsMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "ContactObj", Kind: crm.KindContact, Also: []string{"primary_contact"}, Fields: withKeys(
		f("name", "name", fieldmap.Text), f("account_id", "account", fieldmap.Reference), f("job_title", "title", fieldmap.Text),
		f("department", "department", fieldmap.Text), f("tel", "phone", fieldmap.Text, "tel1"), f("mobile", "mobile", fieldmap.Text, "mobile1"),
		f("email", "email", fieldmap.Text), f("date_of_birth", "birthday", fieldmap.Millis), f("create_time", "created", fieldmap.Millis),
	)}
}

func opportunitiesMap() fieldmap.Spec {
	return fieldmap.Spec{
		Object: "NewOpportunityObj", Kind: crm.KindOpportunity, Constants: renminbi(), Also: []string{"mc_exchange_rate", "stg_changed_time", "cost_time"},
		Fields: withKeys(
			f("name", "name", fieldmap.Text), f("account_id", "account", fieldmap.Reference), f("amount", "amount", fieldmap.NumberText),
			f("mc_currency", "currency", fieldmap.Text), f("sales_stage__r", "stage", fieldmap.Text, "sales_stage"),
			fieldmap.Field{From: "sales_status__r", To: "status", As: fieldmap.Text, Or: []string{"sales_status"}, Words: map[string]string{
				"进行中": string(crm.Open), "赢单": string(crm.Won), "输单": string(crm.Lost), "无效": string(crm.Void),
			}},
			f("sales_process_id__r", "pipeline", fieldmap.Text, "sales_process_id"), f("probability", "probability", fieldmap.Percent),
			f("close_date", "close", fieldmap.Millis), f("create_time", "created", fieldmap.Millis),
		),
	}
}

func ordersMap() fieldmap.Spec {
	return fieldmap.Spec{
		Object: "SalesOrderObj", Kind: crm.KindOrder, Constants: renminbi(), Also: []string{"mc_exchange_rate", "product_amount", "payment_amount", "refund_amount"},
		Fields: withKeys(
			f("name", "number", fieldmap.Text), f("account_id", "account", fieldmap.Reference), f("new_opportunity_id", "opportunity", fieldmap.Reference, "opportunity_id"),
			f("order_time", "ordered", fieldmap.Millis), f("delivery_date", "delivered", fieldmap.Millis), f("order_amount", "amount", fieldmap.NumberText),
			f("mc_currency", "currency", fieldmap.Text), f("order_status", "status", fieldmap.Text),
		),
	}
}

func invoicesMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "InvoiceApplicationObj", Kind: crm.KindInvoice, Constants: renminbi(), Also: []string{"mc_exchange_rate"}, Fields: withKeys(
		f("name", "number", fieldmap.Text), f("account_id", "account", fieldmap.Reference), f("order_id", "order", fieldmap.Reference),
		f("invoice_date", "issued", fieldmap.Millis), f("invoice_applied_amount", "amount", fieldmap.NumberText), f("mc_currency", "currency", fieldmap.Text),
	)}
}

func paymentsMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "PaymentObj", Kind: crm.KindPayment, Constants: renminbi(), Also: []string{"mc_exchange_rate"}, Fields: withKeys(
		f("name", "number", fieldmap.Text), f("account_id", "account", fieldmap.Reference), f("order_id", "order", fieldmap.Reference),
		f("payment_time", "received", fieldmap.Millis), f("amount", "amount", fieldmap.NumberText, "payment_amount"), f("mc_currency", "currency", fieldmap.Text),
	)}
}

// activity is a map of one of the three objects with activities; about are the fields with the account and the opportunity,
// where there are such besides the list of related records.
func activity(object, account, opportunity string, fields ...fieldmap.Field) fieldmap.Spec {
	related := func(field, to, object string, as fieldmap.Format) fieldmap.Field {
		list := relatedField + "." + object
		if field == "" {
			return f(list, to, as)
		}
		return f(field, to, as, list)
	}
	return fieldmap.Spec{Object: object, Prefix: object + "/", Kind: crm.KindActivity, Fields: withKeys(append([]fieldmap.Field{
		related(account, "account", "AccountObj", fieldmap.Users), related(opportunity, "opportunity", "NewOpportunityObj", fieldmap.Users),
		related("", "contacts", "ContactObj", fieldmap.List),
	}, fields...)...)}
}

// recordsMap is of records of sales (销售记录): what was done, and when it was written down.
func recordsMap() fieldmap.Spec {
	s := activity("ActiveRecordObj", "account_id", "new_opportunity_id",
		f("name", "subject", fieldmap.Text), f("active_record_content", "outcome", fieldmap.Text), f("create_time", "start", fieldmap.Millis),
		fieldmap.Field{From: "active_record_type__r", To: "type", As: fieldmap.Text, Or: []string{"active_record_type"}, Words: map[string]string{
			"拜访": string(crm.Visit), "上门拜访": string(crm.Visit), "客户拜访": string(crm.Visit), "外勤": string(crm.Visit),
			"电话": string(crm.CallBack), "电话跟进": string(crm.CallBack), "打电话": string(crm.CallBack), "回访": string(crm.CallBack), "电话回访": string(crm.CallBack),
			"邮件": string(crm.Email), "发邮件": string(crm.Email), "会议": string(crm.Meeting), "线上会议": string(crm.Meeting),
			"微信": string(crm.Message), "短信": string(crm.Message),
		}},
	)
	s.Constants = []fieldmap.Constant{{To: "status", Value: string(crm.Done)}}
	s.Also = []string{"interactive_types", "interactive_scenario"}
	return s
}

// checkinsMap is of visits (高级外勤). No field that is known says whether one took place.
func checkinsMap() fieldmap.Spec {
	s := activity("CheckinsObj", "customer_id", "",
		f("name", "subject", fieldmap.Text), f("communicate_record", "outcome", fieldmap.Text), f("new_stat_date", "start", fieldmap.Millis, "create_time"),
	)
	s.Constants = []fieldmap.Constant{{To: "type", Value: string(crm.Visit)}}
	s.Also = []string{"checkins_scene"}
	return s
}

// schedulesMap is of calendars (日程): what is planned, and not what came of it.
func schedulesMap() fieldmap.Spec {
	s := activity(scheduleObject, "", "",
		f("content", "subject", fieldmap.Text), f("begin_time", "start", fieldmap.Millis), f("end_time", "end", fieldmap.Millis),
	)
	s.Constants = []fieldmap.Constant{{To: "status", Value: string(crm.Planned)}, {To: "type", Value: string(crm.ToDo)}}
	s.Also = []string{"participants"}
	return s
}
