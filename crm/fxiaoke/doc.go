// Package fxiaoke reads an organisation of 纷享销客 (Fxiaoke, ShareCRM) over its open API, and writes tasks into it.
//
//	client, err := fxiaoke.New(fxiaoke.Config{
//		AppID: id, AppSecret: fxiaoke.NewSecret(secret), PermanentCode: fxiaoke.NewSecret(code), User: "1000",
//		Clock: fxiaoke.Clock{Now: time.Now},
//	})
//	findings, err := client.CheckMaps(ctx)
//	page, err := client.Changes(ctx, crm.KindAccount, mark, until)
//
// A [Client] is a [crm.Source] with lists of ids and counts, reads records by ref, and is a [crm.TaskWriter]. Package
// fxiaoketest has a server to test against; what each rule comes from, and how certain it is, is said there.
//
// # Credentials
//
// An application of the organisation (企业自建应用) in developer mode gives app id, secret and permanent code; the
// addresses of the machine must be on its white list, and calls must have been bought. [Config].User is the employee in
// whose name calls are made: he sees what his rights let him see, so a CRM administrator is best. There are two ways to
// authorise, [OAuth] and [Corp], each with ids of people of its own: employees' ids such as 1000, or openUserIds such as
// FSUID_... Stay with one: owners are these ids.
//
// One token serves all calls of a client, and is replaced after 6,600 of its 7,200 seconds and once after it was refused.
// It is asked for at most ten times in a minute and never twice at once; share one client, for another process may ask at
// the same moment. No error, text or value that this package returns has a secret in it, and secrets travel in bodies and
// headers only. Redirects are not followed. An answer that is none of the API's, such as a page for people, is [ErrHost].
//
// # Changes
//
// Fxiaoke shows no more than 10,000 rows of one query, so every query begins behind what was read: changes are asked for
// by last_modified_time and _id. Times have milliseconds. Of a page that is full, the last millisecond is left for the
// next one, and a millisecond with more records than a page is read by _id: so nothing is missed whatever the order within
// a millisecond. Rows that come in another order than they were asked for are [ErrOrder].
//
// ActiveRecordObj (销售记录), CheckinsObj (高级外勤) and ScheduleObj (日程) make up activities; their ids have the
// object's name before them, as "CheckinsObj/65f0...". What was read of one object while another's came first is kept for
// the next call with the mark of the last record.
//
// Whether records that were voided (作废) are shown is not documented, and no list of what was deleted is. Rows that say so
// of themselves, see [Config].Gone, are deleted records; for the others [Client.IDs] lists what there is, and package
// replica compares it with its copy every day.
//
// The list of employees does not say when somebody was changed: all come with each reading.
//
// # Fields
//
// [Maps] has the maps of the preset objects. [Client.CheckMaps] compares them with the organisation and leaves out of
// queries what it does not have; [Client.Labelled] gives maps with what people see in place of the codes of choices. A
// map may name parts of two fields with several relations: related_object_data.AccountObj are the ids of the related
// accounts, relevant_team.others the members of the team besides the owner. What Fxiaoke derives of other fields, such as
// owner__r, is left out unless a map names it or [Config].Derived is set.
//
// Of a deal 赢单 is won, 输单 lost, 无效 void and 进行中 open, by what people see; codes differ between organisations and
// are not guessed. A record of sales is done, at the time at which it was written down; a schedule is planned. No field
// that is known says whether a visit of CheckinsObj took place: its status is unknown unless a map says it.
//
// # Numbers
//
// Amounts are exact decimals, written as texts. Records that name no currency are in CNY; change the constant of the maps
// where the organisation's currency is another. In which direction mc_exchange_rate is meant is not documented: it is
// kept under its own name. Days are the instants at which they begin, at +08:00 unless the maps have another zone.
//
// # Limits
//
// One address of the API takes a hundred calls in twenty seconds: [Pace] keeps to that, and calls wait. [Limits] bound
// each call; [Client.Calls] says how many were sent, which count against the quota of the day. When that is used up, calls
// return [ErrQuota] with the next midnight at +08:00 in [Error].Until.
//
// # Findings
//
// [New] finds fxiaoke.system, .cloud, .host, .auth, .credentials, .user, .clock, .bounds, .gone, .field, .object, .prefix,
// .keys, .task, .language, .zone and those of package fieldmap; [Client.CheckMaps] finds fxiaoke.no-object and those of fieldmap;
// [Client.CheckTasks] finds fxiaoke.task-field and .task-required. Conditions are [ErrUnauthorized], [ErrThrottled],
// [ErrTries], [ErrTooMany], [ErrQuota], [ErrApp], [ErrBudget], [ErrTooLarge], [ErrPermission], [ErrHost], [ErrRequest],
// [ErrKind], [ErrAnswer], [ErrOrder] and [ErrTask].
package fxiaoke
