// Package periods reads times in words: "mei 2025", "akhir tahun lalu", "3 bulan terakhir",
// "sejak 17 agustus 2024", "antara mei dan juli 2024".
//
// [Read] finds them among other words. The words that it knows stand in words.yaml. A year or a
// date in a name is no period: of an election (pemilu 2024), of a rule (PKPU 8/2024), of a
// university. The package knows no documents; package understand turns periods into expressions.
package periods
