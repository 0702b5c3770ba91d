"""What people do with suggestions, one verb a module: a plan of what accepting will write, then accept or reject."""
