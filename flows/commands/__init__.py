"""The commands of `msp`, a module for each family."""
