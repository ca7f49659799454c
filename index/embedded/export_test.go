package embedded

import "context"

// ReadWords reads the words anew, as is done after a purge.
func (e *Engine) ReadWords(ctx context.Context) error { return e.readWords(ctx) }

// Hold takes one of the slots of the running searches until release is called.
func (e *Engine) Hold() (release func()) {
	e.running <- struct{}{}
	return func() { <-e.running }
}

// Break makes the engine hear of an error in bleve's background work.
func (e *Engine) Break(err error) { onAsyncError(err, e.path) }

// HoldsTerm reports whether any segment knows the term, of deleted documents too.
func (e *Engine) HoldsTerm(name, term string) (bool, error) {
	snapshot, err := e.snapshot()
	if err != nil {
		return false, err
	}
	defer snapshot.close()
	for _, segment := range snapshot.Segments() {
		terms, err := segment.Segment().Dictionary(name)
		if err != nil {
			return false, err
		}
		if found, err := terms.Contains([]byte(term)); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// SegmentsOf returns the names of the files that the index in dir consists of.
func SegmentsOf(dir string) ([]string, error) { return segmentsOf(dir) }

// Segments returns how many segments searches go through.
func (e *Engine) Segments() int { return e.segmentCount() }

// ReadWordsAgain has the words read anew.
func (e *Engine) ReadWordsAgain() { e.readWordsAgain() }

// ForgetState has the newest state read again, in the background. Nothing may be asked
// meanwhile.
func (e *Engine) ForgetState() {
	e.refreshing.Lock()
	e.columns.mu.Lock()
	clear(e.columns.segments)
	e.columns.mu.Unlock()
	e.dropView()
	e.refreshing.Unlock()
	select {
	case e.changed <- struct{}{}:
	default: // it is read in any case
	}
}
