package search

// FollowsPost reports whether a folded word is taken for a name behind a post.
func FollowsPost(text, word string) bool { return followsPost(text, word) }
