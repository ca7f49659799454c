package embedded

// Hold takes a place among the running searches until release is called.
func (e *Engine) Hold() (release func()) {
	e.running <- struct{}{}
	return func() { <-e.running }
}

// Waiting returns how many searches wait for a place.
func (e *Engine) Waiting() int { return int(e.waiting.Load()) }

// Break makes the engine hear of an error in bleve's background work.
func (e *Engine) Break(err error) { onAsyncError(err, e.path) }
