"""From folders of pictures to a dataset to learn from: heads, tags, rights."""
