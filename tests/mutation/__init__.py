"""Slips in the knowledge. A package, or pytest would take `mutation.knowledge` for the folder `knowledge`."""
