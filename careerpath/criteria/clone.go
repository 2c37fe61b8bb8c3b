package criteria

import "slices"

// clone returns a copy of r, which is of a limited depth, that shares nothing that can be changed.
func (r Rule) clone() Rule {
	r.All, r.Any = cloneRules(r.All), cloneRules(r.Any)
	if r.AtLeast != nil {
		r.AtLeast = &Some{K: r.AtLeast.K, Of: cloneRules(r.AtLeast.Of)}
	}
	if r.Not != nil {
		not := r.Not.clone()
		r.Not = &not
	}
	r.Metric, r.Tenure, r.Skill = copied(r.Metric), copied(r.Tenure), copied(r.Skill)
	r.Certificate, r.Review, r.Flag = copied(r.Certificate), copied(r.Review), copied(r.Flag)
	if r.Streak = copied(r.Streak); r.Streak != nil {
		r.Streak.Also = slices.Clone(r.Streak.Also)
	}
	return r
}

func cloneRules(list []Rule) []Rule {
	list = slices.Clone(list)
	for i := range list {
		list[i] = list[i].clone()
	}
	return list
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
