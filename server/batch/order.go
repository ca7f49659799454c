package batch

import "sync"

// An order keeps jobs about the same article in the order of their lines, while other
// jobs run side by side. It is safe for concurrent use.
type order struct {
	mu      sync.Mutex
	running map[*job]struct{}
	latest  map[string]*job // by each name of a task
	barrier *job            // the latest; later jobs wait for it
}

func newOrder() *order {
	return &order{running: map[*job]struct{}{}, latest: map[string]*job{}}
}

// place fills j.after. It must be called in the order of the lines.
func (o *order) place(j *job) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.running[o.barrier]; ok {
		j.after = append(j.after, o.barrier)
	}
	if j.task.Barrier {
		for before := range o.running {
			j.after = append(j.after, before)
		}
		o.barrier = j
	}
	for _, name := range j.task.Names {
		if before := o.latest[name]; before != nil {
			j.after = append(j.after, before)
		}
		o.latest[name] = j
	}
	o.running[j] = struct{}{}
}

// leave removes a job that is done.
func (o *order) leave(j *job) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.running, j)
	for name, latest := range o.latest {
		if latest == j {
			delete(o.latest, name)
		}
	}
}
