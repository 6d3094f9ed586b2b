"""Text from strangers' files, on a terminal."""


def plain(text: str) -> str:
    """The text without what could steer a terminal or hide in it."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
