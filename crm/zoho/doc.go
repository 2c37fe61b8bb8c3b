// Package zoho reads an organisation of Zoho CRM over its REST API, version 8, and writes tasks into it.
//
//	client, err := zoho.New(zoho.Config{
//		DataCentre: zoho.CN, ClientID: id, ClientSecret: zoho.NewSecret(secret), RefreshToken: zoho.NewSecret(token),
//		Clock: zoho.Clock{Now: time.Now}, Maps: zoho.Maps("Asia/Shanghai"),
//	})
//	findings, err := client.CheckMaps(ctx)
//	page, err := client.Changes(ctx, crm.KindAccount, mark, until)
//
// A [Client] is a [crm.Source] with lists of what was deleted and of ids, reads records by ref, and is a
// [crm.TaskWriter]. Package zohotest has a server to test against. Pages of the documentation that a rule comes from are
// named there.
//
// # Credentials
//
// A self client of Zoho's API console gives client id, secret and refresh token. Its scopes: ZohoCRM.coql.READ,
// ZohoCRM.modules.READ, ZohoCRM.settings.fields.READ, ZohoCRM.users.READ, for [Client.Currencies]
// ZohoCRM.settings.currencies.READ, and to write tasks ZohoCRM.modules.tasks.CREATE. One access token serves all calls
// of a client; it is replaced five minutes before its end and once after it was refused. Zoho gives ten in ten minutes:
// when it says that these are used up, the client leaves it alone for ten minutes and returns [ErrThrottled]. Share one
// client; each new one needs a token of its own.
//
// No error, text or value that this package returns has a secret in it, and secrets travel in bodies and headers only.
// The host that comes with a token is used only where it is one of Zoho's; redirects are not followed.
//
// # Changes
//
// Changes are read by queries in COQL, ordered by Modified_Time and id, each beginning behind the last record of the one
// before, so that there is no limit to their number. Times have whole seconds. Records with more fields than a query
// takes are put together from several; one that changed in between is left out and comes with its new time. Where a
// module's ids have different lengths, found out by one more query, pages are of whole seconds.
//
// Tasks, Events and Calls make up activities; their ids have the module's name before them, as "Events/123". What was
// read of one module while another's came first is kept for the next call with the mark of the last record.
//
// A record out of the recycle bin is seen by its time where Zoho gives it a new one, else by its id only; see
// [Client.IDs].
//
// # Fields
//
// [Maps] has the maps of the standard modules. [Client.CheckMaps] compares them with the organisation and leaves out of
// queries what it does not have. Queries name fields one by one: what neither a map nor its Also mentions is not asked
// for, unless [Config].AllFields is set. Of a stage, Closed Won is won, Closed Lost is lost, and others are open: change
// the map where an organisation has other words.
//
// # Numbers
//
// Amounts are exact decimals, as Zoho writes them. [crm.Opportunity].Rate is Zoho's Exchange_Rate, which is taken to be
// units of the record's currency for one unit of the base currency.
//
// # Limits
//
// [Limits] bound each call; [Client.Calls] and [Client.Credits] say what was used. A query of more than 1,000 records
// costs three credits, of more than 200 two.
//
// # Findings
//
// [New] finds zoho.system, .data-centre, .host, .credentials, .clock, .bounds, .field, .language, .module, .prefix, .keys and those
// of package fieldmap. Conditions are [ErrUnauthorized], [ErrThrottled], [ErrTries], [ErrTooMany], [ErrBudget], [ErrTooLarge],
// [ErrScope], [ErrPermission], [ErrHost], [ErrRequest], [ErrKind], [ErrAnswer], [ErrTies], [ErrIDs], [ErrCursor] and [ErrTask].
package zoho
