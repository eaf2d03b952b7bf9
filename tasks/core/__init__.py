"""The core says how: pure functions over values and tables. No path, file, print or Prefect."""
