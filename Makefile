# Two commands are the whole set-up: `make run` and `make test`.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.PHONY: run test conformance bench bench-postgres bench-large test-tsan fuzz format check setup-run setup-test release

RELEASE := swift build -c release --scratch-path .build-release --static-swift-stdlib --product lectern

## run: set-up, release build, the service with demo data and the demo LMS
run: setup-run release
	exec .build-release/release/lectern demo

release:
	$(RELEASE)

## test: set-up, then all tests, on SQLite and on a PostgreSQL that is started here
test: setup-test
	swift build --build-tests
	.ci/with-postgres swift test --skip-build --no-parallel --event-stream-version 0 --event-stream-output-path .build/events.jsonl

## conformance: all tests, then the state of every row and the reports in conformance/
conformance: test
	swift run --skip-build ConformanceReport conformance .build/events.jsonl

## bench: the figures of docs/benchmarks.md, measured here: a table, and bench/last.json
bench: setup-run release
	.build-release/release/lectern bench

## bench-postgres: the rows that PostgreSQL can be measured by, on one that is started here, durable
bench-postgres: setup-test release
	LECTERN_TEST_POSTGRES_DURABLE=1 .ci/with-postgres bash -c '.build-release/release/lectern bench \
	  --postgres "$$LECTERN_TEST_POSTGRES_URL" --out bench/postgres.json'

## bench-large: the reads at 10 million statements, where 60 GB of disk are free
bench-large: setup-run release
	.build-release/release/lectern bench --large --out bench/large.json

## test-tsan: all tests under ThreadSanitizer
test-tsan: setup-test
	swift build --build-tests --sanitize=thread --scratch-path .build-tsan
	.ci/with-postgres swift test --skip-build --no-parallel --sanitize=thread --scratch-path .build-tsan

## fuzz: JSON, tokens, statements, queries, multipart bodies and zips, a minute each (FUZZ_SECONDS to change it)
fuzz: setup-run
	.ci/fuzz $${FUZZ_SECONDS:-60}

## format: rewrites the sources by .swift-format
format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests

## check: format, imports, house numbers; warnings are errors in every build
check:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	.ci/check-imports
	.ci/check-house

setup-run:
	.ci/setup run

setup-test:
	.ci/setup test
