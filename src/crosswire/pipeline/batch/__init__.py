"""Many reports at once, on one machine or many: small tasks, whose results are kept, so that nothing is done twice."""
