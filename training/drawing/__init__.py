"""The corpus: anime heads drawn by code, as layers of ink weights.

`draw.draw(attributes, z, size)` is the whole of it: a pure function of the network's attribute
vector and the latent z. `vocabulary.py` says what there is to choose; `compose.py` puts the parts
in order; each part (face, eyes, hair, clothes, hats ...) is a file.
"""
