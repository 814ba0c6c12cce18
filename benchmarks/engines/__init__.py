"""Our rules in our engines and in other people's, side by side: `python benchmarks/engines/run.py`."""
