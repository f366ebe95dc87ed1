"""Official papers of a council's round, made of plain data: the web and `ocop rank` print by the same code.

`facts` says what a round, its council and its results are for print; `papers` turns that into the data of
`core.documents`; `certificates` forms numbers and product codes and fills the certificate.
"""
