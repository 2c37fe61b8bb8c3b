// Package replica keeps the local copy of a system equal to it: a [crm.Store] to a [crm.Source].
//
//	report, err := replica.Run(ctx, replica.Inputs{Source: zoho, Store: store, Now: time.Now})
//
// [Run] is one reading, kind after kind. It reads what has changed since the last one, then what was deleted, and now and
// then compares all ids. A host runs it as often as it wants to be up to date. Several systems in one store are read by
// a Run each, one after another or at once; they have nothing to do with each other.
//
// # Changes
//
// Changes are read in the order of their time and, within one instant, of their ids, always behind the last record that
// was applied: records of equal times are neither lost nor read twice, wherever a page ends. Systems write late: a record
// may become visible after later ones. So a reading ends [Inputs.Settle] before now, which has to be more than the time
// that a system takes for it and than its clock is behind; 30 seconds unless the host says otherwise.
//
// # Deletions
//
// A [crm.DeletionReader] lists what was deleted since the reading before began, less [Inputs.Overlap]. A [crm.IDReader]
// lists what there is: a sweep walks through its ids and those of the copy side by side. What the copy alone has is
// forgotten, as of the end of the reading; what the system alone has, because it was restored or became visible without
// being changed, is read by its id where the source is a [crm.RecordReader]. A record that was restored keeps its own time
// of modification if that is later than the deletion; otherwise it gets the end of the reading for one. When sweeps are
// due is up to [Inputs.SweepEvery].
//
// One thing shows nowhere: a record that is changed and deleted, and restored without being modified, before a reading has
// noticed either. It keeps its older content until it changes again or all is read with [Inputs.Anew].
//
// # Interruption
//
// Every page is one batch of the store and moves the position together with its records, so a reading that was killed,
// cancelled or ended by an error goes on where it was. A page that comes again changes nothing. When another process reads
// the same kind at the same time, one of the two gets [crm.ErrConflict] and stops; what the other applied stays.
//
// An error ends the reading of its kind; the other kinds are read all the same, and all errors are returned together. Only
// a context that has ended ends all.
//
// # Bounds
//
// One page of the source is in memory at a time, beside it at most 1,000 ids of the copy and 1,000 differences. Findings are
// kept up to 1,000 in all.
//
// # Findings
//
// Those of the source about fields, and replica.skipped (a warning) for a record that is unfit for the copy: it is passed
// over, and the copy keeps what it had. After a field map or a record was mended, [Inputs.Anew] reads all again.
package replica
