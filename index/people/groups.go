package people

// RawKeys lists the raw keys that articles give at present, in no order.
func (r *Registry) RawKeys() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	list := make([]string, 0, len(r.raws))
	for raw, k := range r.raws {
		if k.articles > 0 {
			list = append(list, raw)
		}
	}
	return list
}
