"""The server: one desk over a workspace, said as REST (`api`) and shown as pages (`pages`).

The only package that knows the web framework; `crosswire serve` loads it, nothing else does.
"""
