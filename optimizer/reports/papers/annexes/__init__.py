"""The annexes: each file here is one sheet of the annexes' workbook."""
