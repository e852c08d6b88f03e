"""Cases, metrics, runs and reports over the same assistant that users get."""
