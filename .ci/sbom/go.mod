module warta/sbom

go 1.26.0
