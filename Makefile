# Each target is a line one can type. CI calls the same ones.
.PHONY: check fmt lint test race fuzz bench retrieval golden generate demo soak release reproduce

check: lint test race

fmt:
	go tool -modfile=.ci/tools/go.mod gofumpt -l -w .

lint:
	./.ci/lint

test:
	go test ./...

race:
	go test -race ./...

fuzz:
	./.ci/fuzz 60s

bench:
	go test -run '^$$' -bench . -benchmem ./...

# How well questions find their passages, in a set of them: make retrieval SET=DIR.
retrieval:
	go test ./index/embedded -run '^$$' -bench Retrieval -benchtime 1x $(if $(SET),-retrieval $(abspath $(SET)))

golden:
	go test ./... -update

generate:
	go generate ./...

demo:
	go run ./cmd/warta demo

soak:
	./.ci/soak

release:
	./.ci/release

reproduce:
	./.ci/reproduce
