"""Never lost: a workspace under kills, full disks, two writers, clocks put back and power cuts, by the hundred."""
