// Package picture makes one picture of the customer out of what several systems say: for every field the value that
// counts, with the record it comes from and what the other records say.
//
//	painter, err := picture.Compile(picture.Policy{Systems: []crm.System{"zoho", "fxiaoke"}})
//	book := painter.Paint(records, result.Clusters)         // clusters of package match
//	customer, ok := book.Of(ref)                            // by any record of the customer
//	fmt.Println(customer.Markdown(kam.English))
//	merged := book.Records("merged")                        // the same as records, for analyses
//
// # Fields
//
// A field that one record states is known. Where records differ, the [Policy] says which value counts; the others are
// kept in [Field.Others] with their records, and each such difference is a finding. Values are compared in the form that
// matters: names as package match takes them apart, telephones by their figures, websites by their domain, owners by who
// they are and parents by which customer they are, across systems. A name without its place or legal form agrees with the
// whole one, and a part of an address with the address. What systems may well differ in, such as the day of the
// last contact, is combined and no finding.
//
// Without a [Choice] the fields of an account are chosen so: address by [ByLongest]; employees and revenue by [ByNewest];
// created, nextContact and recallOn by [ByEarliest]; lastContact by [ByLatest]; all others by [BySystem]. Those of a
// contact are chosen by [BySystem], created by [ByEarliest].
//
// # People
//
// Contacts of one customer are one person when they have the same e-mail or the same mobile, or the same name and nothing
// that differs. An address that people of different names and other addresses share joins nobody, and neither does a name
// whose contacts have different addresses. Users are one person when their e-mail is the same,
// known by the record of the first system. Teams are united row by row.
//
// # Related records
//
// Opportunities, orders, invoices, payments, activities, invitations, surveys and requests of all systems hang at the
// customer: at the account that the record names, else at that of the order, opportunity, contact or other record that it
// names, up to five steps away. [Book.Records] returns everything with one set of ids.
//
// # Numbers
//
// Nothing is added up or rounded. Instants are compared in UTC to the microsecond. Work grows with the number of records;
// only contacts that share an address are compared with each other, 200 of them at most.
//
// # Findings
//
// [Compile] finds picture.kind, .field, .by, .twice, .id, .zone and .too-many, [ParsePolicy] besides those of strict JSON. A book
// has picture.conflict (records differ in a field), .shared (an address of several people), .namesakes, .crossed (a record
// names one of another customer) and .loose (a record that belongs to no customer).
//
// Everything here is pure and deterministic: the order of records and clusters does not matter, and the same input gives
// the same bytes.
package picture
