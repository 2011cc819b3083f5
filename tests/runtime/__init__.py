"""How the processes are set up."""
