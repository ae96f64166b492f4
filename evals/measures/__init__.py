"""What is measured: a module for each thing looked at, pure functions in it."""
