"""Where it runs: in this process, or in a pool of processes on this machine."""
