"""The Krita plugin: `kashira/` runs inside Krita; `build` and `install` bring it there."""
