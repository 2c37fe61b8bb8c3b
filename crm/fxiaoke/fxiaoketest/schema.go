package fxiaoketest

import (
	"slices"
	"strings"
)

// Field is a field of an object as its description has it.
type Field struct {
	Name  string
	Label string
	// Type is that of the description: text, long_text, select_one, select_many, number, currency, percentile, date,
	// date_time, true_or_false, employee, department, object_reference, object_reference_many, location, phone_number,
	// email, url, auto_number.
	Type     string
	Required bool
	// Object is where a reference leads, Options what a choice offers.
	Object  string
	Options []Option
}

// Option is one of what a choice offers.
type Option struct {
	Value string
	Label string
}

// schema are preset objects and their fields [S: sharecrm-cli-skills objectApiNames.md; C: data dictionaries and schemas of
// programs of others; D: fxiaoke.apifox.cn samples]: name:type, or name:type>Object, with "!" behind what is required;
// without a type it is text.
func schema() map[string]string {
	const common = "_id name! owner:employee owner_department:department relevant_team:embedded_object_list record_type:record_type life_status:select_one lock_status:select_one is_deleted:true_or_false create_time:date_time created_by:employee last_modified_time:date_time last_modified_by:employee version data_own_department:department "
	const currency = " mc_currency:select_one mc_exchange_rate:number mc_functional_currency "
	return map[string]string{
		"AccountObj":            common + "account_no:auto_number account_type:select_one account_level:select_one account_source:select_one industry_level1:select_one industry_level2:select_one deal_status:select_one parent_account_id:object_reference>AccountObj high_seas_id high_seas_name biz_status:select_one tel:phone_number email:email url:url country:country province:province city:city district:district address location:location uniform_social_credit_code last_followed_time:date_time next_followed_time:date_time last_deal_closed_time:date_time last_deal_closed_amount:currency total_order_amount:currency claimed_time:date_time returned_time:date_time expire_time:date_time recycled_reason transfer_count:number completion_rate:percentile",
		"ContactObj":            common + "account_id:object_reference>AccountObj job_title department mobile:phone_number mobile1:phone_number tel:phone_number tel1:phone_number email:email primary_contact:select_one date_of_birth:date",
		"LeadsObj":              common + "company leads_stage:select_one next_followed_remark:long_text",
		"NewOpportunityObj":     common + currency + "account_id:object_reference>AccountObj amount:currency close_date:date sales_stage:select_one sales_status:select_one sales_process_id:object_reference>SalesProcessObj probability:percentile probability_amount:currency opp_discount:percentile last_followed_time:date_time stg_changed_time:date_time cost_time:number",
		"OpportunityObj":        common + currency + "account_id:object_reference>AccountObj expected_deal_amount:currency expected_deal_closed_date:date oppo_stage_id sales_process_name probability:percentile biz_status:select_one sales_stg_changed_time:date_time last_followed_time:date_time",
		"SalesOrderObj":         common + currency + "account_id:object_reference>AccountObj opportunity_id:object_reference>OpportunityObj new_opportunity_id:object_reference>NewOpportunityObj order_time:date order_amount:currency product_amount:currency discount:percentile order_status:select_one payment_amount:currency refund_amount:currency delivery_date:date submit_time:date_time",
		"PaymentObj":            common + currency + "account_id:object_reference>AccountObj order_id:object_reference>SalesOrderObj payment_time:date amount:currency payment_amount:currency submit_time:date_time",
		"InvoiceApplicationObj": common + currency + "account_id:object_reference>AccountObj order_id:object_reference>SalesOrderObj invoice_applied_amount:currency invoice_date:date",
		"ProductObj":            common + currency + "product_code category:select_one price:currency product_status:select_one off_shelves_time:date_time",
		"ActiveRecordObj":       common + "active_record_content:long_text active_record_type:select_one interactive_types:select_many interactive_scenario:select_one account_id:object_reference>AccountObj new_opportunity_id:object_reference>NewOpportunityObj related_object_data:what_list",
		"CheckinsObj":           common + "customer_id:object_reference>AccountObj communicate_record:long_text checkins_scene:select_one new_stat_date:date",
		"ScheduleObj":           strings.Replace(common, "name!", "name", 1) + "participants:employee_many content:long_text! begin_time:date_time! end_time:date_time! related_object_data:what_list",
		"MarketingEventObj":     common + "event_type:select_one begin_time:date_time end_time:date_time",
	}
}

// options are what some choices offer. Codes differ between organisations.
func options(object, field string) []Option {
	switch object + "." + field {
	case "NewOpportunityObj.sales_status":
		return []Option{{"1", "进行中"}, {"2", "赢单"}, {"3", "输单"}, {"4", "无效"}}
	case "NewOpportunityObj.sales_stage":
		return []Option{{"s1", "需求确认"}, {"s2", "方案报价"}, {"s3", "商务谈判"}}
	case "AccountObj.account_level":
		return []Option{{"1", "A"}, {"2", "B"}, {"3", "C"}}
	case "AccountObj.industry_level1":
		return []Option{{"7", "制造业"}, {"8", "能源"}}
	case "ActiveRecordObj.active_record_type":
		return []Option{{"v1", "拜访"}, {"p1", "电话"}, {"x1", "常规客情维护"}}
	case "AccountObj.city":
		return []Option{{"451", "武汉市"}}
	}
	if field == "life_status" {
		return []Option{{"normal", "正常"}, {"invalid", "作废"}, {"ineffective", "未生效"}, {"under_review", "审核中"}, {"in_change", "变更中"}}
	}
	return nil
}

// fieldsOf reads a line of the schema.
func fieldsOf(object, line string, o Options) []Field {
	var fields []Field
	for word := range strings.FieldsSeq(line) {
		word, required := strings.CutSuffix(word, "!")
		name, rest, _ := strings.Cut(word, ":")
		kind, leads, _ := strings.Cut(rest, ">")
		if kind == "" {
			kind = "text"
		}
		if slices.Contains(o.Without, object+"."+name) {
			continue
		}
		fields = append(fields, Field{Name: name, Label: strings.ReplaceAll(name, "_", " "), Type: kind, Required: required, Object: leads, Options: options(object, name)})
	}
	return fields
}
