package archive

import "warta/index/record"

// A Key is an API key as the record keeps it. Package server/keys makes and checks them;
// [Keyring] keeps them.
type Key = record.Key
