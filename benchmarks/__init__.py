"""How fast Kashira is: `python -m benchmarks` prints one table, measured in one run."""

import core  # noqa: F401 -- before ONNX Runtime, which it keeps from reporting to its maker
