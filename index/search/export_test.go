package search

// StandsBehindPost reports whether a folded word is taken for a name behind a post.
func StandsBehindPost(text, word string) bool { return standsBehindPost(text, word) }
