package kam

// Task is something a person is to do, with the rule or finding that asked for it. It is plain data: nothing in the
// library stores or changes tasks. The zero value is a task without an owner that is neither due nor done.
type Task struct {
	// ID is the host's own name of the task, unique among its tasks.
	ID string `json:"id"`
	// Title says what is to be done.
	Title Text `json:"title"`
	// Owner is the ID of the person who is to do it.
	Owner string `json:"owner"`
	// About is whom or what the task is about; zero when that is the owner.
	About Subject `json:"about,omitzero"`
	// Due is the last day on which the task is in time; unset when there is none.
	Due Day `json:"due,omitzero"`
	// Done is the day on which the task was finished; unset while it is open.
	Done Day `json:"done,omitzero"`
	// Origin names what asked for the task, such as the code of a finding.
	Origin string `json:"origin,omitempty"`
}

// IsDone reports whether the task was finished on or before asOf. With an unset asOf it is false.
func (t Task) IsDone(asOf Day) bool {
	return t.Done.IsSet() && !t.Done.After(asOf)
}

// Overdue reports whether the task is open on asOf and its due day has passed. On the due day itself it is still in
// time; a task without a due day is never overdue; a task that was finished after asOf is open on asOf.
// With an unset asOf it is false.
func (t Task) Overdue(asOf Day) bool {
	return t.Due.IsSet() && t.Due.Before(asOf) && !t.IsDone(asOf)
}

// Check returns nil for a task that names its ID, title and owner, else an [*InvalidError] with every fault.
func (t Task) Check() error {
	var found Findings
	checkName(&found, "task.id", "$.id", t.ID)
	checkName(&found, "task.owner", "$.owner", t.Owner)
	if t.Title == (Text{}) {
		found.Add(Finding{
			Code: "task.title", Severity: Error, Place: "$.title",
			Message: Text{EN: "the title is empty", ZH: "标题为空"},
			Remedy:  Text{EN: "say what is to be done", ZH: "请写明要做的事"},
		})
	}
	if t.About != (Subject{}) {
		checkName(&found, "task.about", "$.about.kind", t.About.Kind)
		checkName(&found, "task.about", "$.about.id", t.About.ID)
	}
	return found.Err()
}
