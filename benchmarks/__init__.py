"""How fast Kashira is: `python -m benchmarks` prints one table, measured in one run."""
