"""Builds and installs Kashira's Blender extension, which is the folder ``kashira``."""
