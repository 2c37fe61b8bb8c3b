package zohotest

import (
	"slices"
	"strings"
)

// Field is a field of a module as its metadata has it.
type Field struct {
	Name string
	// Type is the data_type: text, textarea, picklist, currency, double, integer, bigint, boolean, date, datetime, lookup,
	// ownerlookup, email, phone, website, multiselectpicklist.
	Type string
	// Module is where a lookup leads, Options what a picklist offers.
	Module  string
	Options []string
}

// schema are the modules and their fields by the names of the SDK [S: python SDK 8.0, record/field.py]:
// name:type, or name:lookup>Module; without a type it is text.
func schema() map[string]string {
	const common = "id:bigint Owner:ownerlookup Created_Time:datetime Modified_Time:datetime Created_By:ownerlookup Modified_By:ownerlookup "
	const currency = " Currency:picklist Exchange_Rate:double "
	return map[string]string{
		"Accounts":     common + currency + "Account_Name Account_Number:bigint Account_Type:picklist Account_Site Industry:picklist Rating:picklist Ownership:picklist Employees:integer Annual_Revenue:currency Parent_Account:lookup>Accounts Phone:phone Website:website Billing_Street Billing_City Billing_State Billing_Code Billing_Country Description:textarea Last_Activity_Time:datetime",
		"Contacts":     common + "First_Name Last_Name Full_Name Title Department Email:email Secondary_Email:email Phone:phone Mobile:phone Date_of_Birth:date Account_Name:lookup>Accounts Reporting_To:lookup>Contacts Lead_Source:picklist Email_Opt_Out:boolean Description:textarea Last_Activity_Time:datetime",
		"Deals":        common + currency + "Deal_Name Account_Name:lookup>Accounts Contact_Name:lookup>Contacts Amount:currency Stage:picklist Pipeline:picklist Probability:integer Expected_Revenue:currency Closing_Date:date Type:picklist Next_Step Lead_Source:picklist Campaign_Source:lookup>Campaigns Reason_For_Loss__s:picklist Description:textarea Last_Activity_Time:datetime",
		"Products":     common + currency + "Product_Name Product_Code Product_Category:picklist Unit_Price:currency Product_Active:boolean Description:textarea",
		"Sales_Orders": common + currency + "Subject SO_Number Status:picklist Account_Name:lookup>Accounts Contact_Name:lookup>Contacts Deal_Name:lookup>Deals Purchase_Order Due_Date:date Sub_Total:currency Discount:currency Tax:currency Adjustment:currency Grand_Total:currency",
		"Invoices":     common + currency + "Subject Invoice_Number Invoice_Date:date Due_Date:date Status:picklist Account_Name:lookup>Accounts Contact_Name:lookup>Contacts Sales_Order:lookup>Sales_Orders Purchase_Order Sub_Total:currency Discount:currency Tax:currency Grand_Total:currency",
		"Tasks":        common + "Subject Status:picklist Priority:picklist Due_Date:date Closed_Time:datetime Who_Id:lookup>Contacts What_Id:lookup Description:textarea",
		"Events":       common + "Event_Title Start_DateTime:datetime End_DateTime:datetime All_day:boolean Venue Who_Id:lookup>Contacts What_Id:lookup Check_In_Time:datetime Check_In_Status Check_In_Address Check_In_City Check_In_State Check_In_Country Check_In_Comment:text Latitude Longitude Participants:unsupported",
		"Calls":        common + "Subject Call_Type:picklist Call_Purpose:picklist Call_Start_Time:datetime Call_Duration Call_Duration_in_seconds:integer Call_Result:picklist Outgoing_Call_Status:picklist Who_Id:lookup>Contacts What_Id:lookup Description:textarea CTI_Entry:unsupported",
		"Cases":        common + "Case_Number Subject Status:picklist Priority:picklist Account_Name:lookup>Accounts Related_To:lookup>Contacts Description:textarea",
		"Campaigns":    common + currency + "Campaign_Name Type:picklist Status:picklist Start_Date:date End_Date:date",
	}
}

// options are what some picklists offer.
func options(module, field string) []string {
	switch module + "." + field {
	case "Deals.Stage":
		return []string{"Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost"}
	case "Tasks.Status":
		return []string{"Not Started", "Deferred", "In Progress", "Completed", "Waiting for input"}
	case "Calls.Call_Type":
		return []string{"Outbound", "Inbound", "Missed"}
	case "Calls.Outgoing_Call_Status":
		return []string{"Scheduled", "Completed", "Overdue", "Cancelled"}
	default:
		return nil
	}
}

// fieldsOf reads a line of the schema.
func fieldsOf(module, line string, o Options) []Field {
	var fields []Field
	for word := range strings.FieldsSeq(line) {
		name, rest, _ := strings.Cut(word, ":")
		kind, leads, _ := strings.Cut(rest, ">")
		if kind == "" {
			kind = "text"
		}
		if o.SingleCurrency && (name == "Currency" || name == "Exchange_Rate") || slices.Contains(o.Without, module+"."+name) {
			continue
		}
		fields = append(fields, Field{Name: name, Type: kind, Module: leads, Options: options(module, name)})
	}
	return fields
}
