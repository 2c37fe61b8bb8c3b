package zoho

import (
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
)

// f is a field of a map.
func f(from, to string, as fieldmap.Format) fieldmap.Field {
	return fieldmap.Field{From: from, To: to, As: as}
}

// withKeys puts the fields that every module has before those of one.
func withKeys(fields ...fieldmap.Field) []fieldmap.Field {
	return append([]fieldmap.Field{
		f("id", fieldmap.ID, fieldmap.Text), f(modifiedTime, fieldmap.Modified, fieldmap.Instant),
		f("Owner", "owner", fieldmap.Reference),
	}, fields...)
}

// Maps returns the maps of the standard modules, to be used as they are or changed: users, Products, Accounts, Contacts,
// Deals, Sales_Orders, Invoices, and as activities Tasks, Events and Calls. Instants become days by the calendar of a
// zone, such as "Asia/Shanghai" or "+08:00"; empty: UTC. [Client.CheckMaps] says what an organisation has otherwise.
func Maps(zone string) []fieldmap.Spec {
	specs := []fieldmap.Spec{
		usersMap(), productsMap(), accountsMap(), contactsMap(), dealsMap(), ordersMap(), invoicesMap(), tasksMap(), eventsMap(), callsMap(),
	}
	for i := range specs {
		specs[i].Zone = zone
	}
	return specs
}

// CasesMap returns the map of the module Cases as support requests, for organisations that use it.
func CasesMap(zone string) fieldmap.Spec {
	return fieldmap.Spec{Object: "Cases", Kind: crm.KindRequest, Zone: zone, Fields: withKeys(
		f("Case_Number", "number", fieldmap.Text), f("Subject", "subject", fieldmap.Text), f("Account_Name", "account", fieldmap.Reference),
		f("Related_To", "contact", fieldmap.Reference), f("Priority", "priority", fieldmap.Text), f("Status", "status", fieldmap.Text),
		f("Created_Time", "opened", fieldmap.Instant),
	)}
}

func usersMap() fieldmap.Spec {
	return fieldmap.Spec{Object: usersModule, Kind: crm.KindUser, Fields: []fieldmap.Field{
		f("id", fieldmap.ID, fieldmap.Text),
		{From: modifiedTime, To: fieldmap.Modified, As: fieldmap.Instant, Or: []string{"modified_time", "created_time"}},
		f("full_name", "name", fieldmap.Text), f("email", "email", fieldmap.Text),
		f("Reporting_To", "manager", fieldmap.Reference),
		{From: "status", To: "inactive", As: fieldmap.Text, Words: map[string]string{"active": "false"}, Others: "true"},
	}}
}

func productsMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "Products", Kind: crm.KindProduct, Fields: []fieldmap.Field{
		f("id", fieldmap.ID, fieldmap.Text), f(modifiedTime, fieldmap.Modified, fieldmap.Instant),
		f("Product_Name", "name", fieldmap.Text), f("Product_Code", "code", fieldmap.Text), f("Product_Category", "family", fieldmap.Text),
		f("Unit_Price", "price", fieldmap.Number), f("Currency", "currency", fieldmap.Text),
		{From: "Product_Active", To: "retired", As: fieldmap.Text, Words: map[string]string{"true": "false", "false": "true"}},
	}}
}

func accountsMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "Accounts", Kind: crm.KindAccount, Also: []string{"Account_Number", "Account_Type"}, Fields: withKeys(
		f("Account_Name", "name", fieldmap.Text), f("Rating", "tier", fieldmap.Text), f("Industry", "industry", fieldmap.Text),
		f("Parent_Account", "parent", fieldmap.Reference), f("Phone", "phone", fieldmap.Text), f("Website", "website", fieldmap.Text),
		f("Employees", "employees", fieldmap.Number), f("Annual_Revenue", "revenue", fieldmap.Number), f("Currency", "currency", fieldmap.Text),
		f("Billing_Street", "address.street", fieldmap.Text), f("Billing_City", "address.city", fieldmap.Text),
		f("Billing_State", "address.province", fieldmap.Text), f("Billing_Code", "address.code", fieldmap.Text),
		f("Billing_Country", "address.country", fieldmap.Text),
		f("Created_Time", "created", fieldmap.Instant), f("Last_Activity_Time", "lastContact", fieldmap.Instant),
	)}
}

func contactsMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "Contacts", Kind: crm.KindContact, Also: []string{"First_Name", "Last_Name", "Lead_Source"}, Fields: withKeys(
		f("Full_Name", "name", fieldmap.Text), f("Account_Name", "account", fieldmap.Reference), f("Title", "title", fieldmap.Text),
		f("Department", "department", fieldmap.Text), f("Reporting_To", "reportsTo", fieldmap.Reference),
		f("Phone", "phone", fieldmap.Text), f("Mobile", "mobile", fieldmap.Text),
		fieldmap.Field{From: "Email", To: "email", As: fieldmap.Text, Or: []string{"Secondary_Email"}},
		f("Date_of_Birth", "birthday", fieldmap.Day), f("Email_Opt_Out", "preferences.noEmail", fieldmap.Boolean),
		f("Created_Time", "created", fieldmap.Instant),
	)}
}

func dealsMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "Deals", Kind: crm.KindOpportunity, Also: []string{"Campaign_Source", "Expected_Revenue"}, Fields: withKeys(
		f("Deal_Name", "name", fieldmap.Text), f("Account_Name", "account", fieldmap.Reference), f("Contact_Name", "contacts", fieldmap.Reference),
		f("Amount", "amount", fieldmap.Number), f("Currency", "currency", fieldmap.Text), f("Exchange_Rate", "rate", fieldmap.Number),
		f("Stage", "stage", fieldmap.Text),
		fieldmap.Field{From: "Stage", To: "status", As: fieldmap.Text, Others: string(crm.Open), Words: map[string]string{
			"Closed Won": string(crm.Won), "Closed Lost": string(crm.Lost), "Closed Lost to Competition": string(crm.Lost), "Closed-Lost to Competition": string(crm.Lost),
		}},
		f("Pipeline", "pipeline", fieldmap.Text), f("Probability", "probability", fieldmap.Percent), f("Closing_Date", "close", fieldmap.Day),
		f("Type", "type", fieldmap.Text), f("Next_Step", "nextStep", fieldmap.Text), f("Lead_Source", "source", fieldmap.Text),
		f("Reason_For_Loss__s", "lossReason", fieldmap.Text), f("Created_Time", "created", fieldmap.Instant),
	)}
}

func ordersMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "Sales_Orders", Kind: crm.KindOrder, Also: []string{"Subject", "Purchase_Order"}, Fields: withKeys(
		f("SO_Number", "number", fieldmap.Text), f("Account_Name", "account", fieldmap.Reference), f("Deal_Name", "opportunity", fieldmap.Reference),
		f("Created_Time", "ordered", fieldmap.Instant), f("Grand_Total", "amount", fieldmap.Number),
		f("Currency", "currency", fieldmap.Text), f("Exchange_Rate", "rate", fieldmap.Number), f("Status", "status", fieldmap.Text),
	)}
}

func invoicesMap() fieldmap.Spec {
	return fieldmap.Spec{Object: "Invoices", Kind: crm.KindInvoice, Also: []string{"Subject", "Purchase_Order"}, Fields: withKeys(
		f("Invoice_Number", "number", fieldmap.Text), f("Account_Name", "account", fieldmap.Reference), f("Sales_Order", "order", fieldmap.Reference),
		f("Invoice_Date", "issued", fieldmap.Day), f("Due_Date", "due", fieldmap.Day), f("Grand_Total", "amount", fieldmap.Number),
		f("Currency", "currency", fieldmap.Text), f("Exchange_Rate", "rate", fieldmap.Number), f("Status", "status", fieldmap.Text),
	)}
}

// activity is a map of one of the three modules with activities. What they are about leads to several modules.
func activity(module, subject string, fields ...fieldmap.Field) fieldmap.Spec {
	return fieldmap.Spec{Object: module, Prefix: module + "/", Kind: crm.KindActivity, Fields: withKeys(append([]fieldmap.Field{
		f(subject, "subject", fieldmap.Text),
		f("What_Id->Accounts.id", "account", fieldmap.Reference), f("What_Id->Deals.id", "opportunity", fieldmap.Reference),
		f("Who_Id", "contacts", fieldmap.Reference),
	}, fields...)...)}
}

func tasksMap() fieldmap.Spec {
	s := activity("Tasks", "Subject",
		f("Due_Date", "due", fieldmap.Day), f("Closed_Time", "end", fieldmap.Instant),
		fieldmap.Field{From: "Status", To: "status", As: fieldmap.Text, Others: string(crm.Planned), Words: map[string]string{"Completed": string(crm.Done)}},
	)
	s.Constants = []fieldmap.Constant{{To: "type", Value: string(crm.ToDo)}}
	s.Also = []string{"Priority"}
	return s
}

func eventsMap() fieldmap.Spec {
	s := activity("Events", "Event_Title",
		f("Start_DateTime", "start", fieldmap.Instant), f("End_DateTime", "end", fieldmap.Instant),
		// Who checked in was there.
		fieldmap.Field{From: "Check_In_Time", To: "type", As: fieldmap.Text, Others: string(crm.Visit)},
		fieldmap.Field{From: "Check_In_Time", To: "status", As: fieldmap.Text, Others: string(crm.Done)},
		f("Check_In_Time", "checkIn.at", fieldmap.Instant), f("Check_In_Address", "checkIn.address.street", fieldmap.Text),
		f("Check_In_City", "checkIn.address.city", fieldmap.Text), f("Check_In_State", "checkIn.address.province", fieldmap.Text),
		f("Check_In_Country", "checkIn.address.country", fieldmap.Text),
		f("Latitude", "checkIn.address.latitude", fieldmap.NumberText), f("Longitude", "checkIn.address.longitude", fieldmap.NumberText),
		f("Check_In_Comment", "outcome", fieldmap.Text),
	)
	s.Constants = []fieldmap.Constant{{To: "type", Value: string(crm.Meeting)}}
	s.Also = []string{"Venue", "Check_In_Status"}
	return s
}

func callsMap() fieldmap.Spec {
	s := activity("Calls", "Subject",
		f("Call_Start_Time", "start", fieldmap.Instant),
		fieldmap.Field{From: "Call_Type", To: "inbound", As: fieldmap.Text, Words: map[string]string{"Inbound": "true", "Missed": "true"}, Others: "false"},
		fieldmap.Field{From: "Outgoing_Call_Status", To: "status", As: fieldmap.Text, Words: map[string]string{
			"Completed": string(crm.Done), "Scheduled": string(crm.Planned), "Overdue": string(crm.Planned), "Cancelled": string(crm.Cancelled),
		}},
		f("Call_Result", "outcome", fieldmap.Text),
	)
	s.Constants = []fieldmap.Constant{{To: "type", Value: string(crm.CallBack)}}
	s.Also = []string{"Call_Purpose", "Call_Duration_in_seconds"}
	return s
}
