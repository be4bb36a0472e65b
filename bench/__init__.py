"""Benchmarks: what the heavy work costs, each beside a stated floor measured in the same run."""
