"""Official papers of a council's round, made of plain data: the web and `ocop rank` print by the same code.

`facts` says what a round, its council and its results are for print. A module a paper (`decision`, `minutes`, `letters`, …)
turns that into the facts of the paper, and those into blocks; `papers` lists what a round prints. `certificates` forms
numbers and product codes and fills the certificate, `score_sheet` the sheet for the pen.
"""
