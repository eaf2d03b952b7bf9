"""Flows say when: order, retries, artifacts and the command line. No data is touched here."""
