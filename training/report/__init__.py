"""One page about a training run, to be opened offline."""
