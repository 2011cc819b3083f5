"""Real processes on real servers, and what happens to them when something is killed, stopped or emptied."""
