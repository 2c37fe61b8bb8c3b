package picture

// sets keeps which of some things are together. The smallest of a set stands for it.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) of(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(i, j int) {
	i, j = s.of(i), s.of(j)
	s[max(i, j)] = min(i, j)
}
