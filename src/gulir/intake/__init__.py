"""What several doors take in: files of many rows, read, checked row by row, brought in whole or not at all, undone."""
