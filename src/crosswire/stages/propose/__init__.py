"""PROPOSING: what a language model is asked, and the checks that its answer must pass; pure, no network.

A draft is data by a stranger. Nothing of it is kept but what the cited words of the reports carry.
"""
