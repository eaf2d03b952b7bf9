"""Tasks say what: one verb a file, each reads, calls the core and writes."""
