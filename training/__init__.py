"""Everything that makes a model folder: the drawing, networks, training, evaluation, export."""
