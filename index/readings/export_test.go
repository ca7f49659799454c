package readings

// What the tests of the encoding need.
var (
	Encode = encode
	Decode = decode
)
