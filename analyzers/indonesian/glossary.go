package indonesian

func inGlossary(w []byte) bool { return false }
