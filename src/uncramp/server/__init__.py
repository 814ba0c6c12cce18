"""The local app: the phone app, the diary behind it, and the pages that need Python, on this machine alone."""
