"""Measures the figures of the design: `python -m benchmarks` runs all of it and writes `docs/performance.md`."""
