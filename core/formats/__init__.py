"""Files that heads are written to, one format a file; only PNG is read again."""
