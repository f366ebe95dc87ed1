"""`ocop rank`: a round from one workbook to its official papers, without a server and without a database.

`workbook` says how the file is laid out, `template` writes it, `reading` reads it and names every wrong cell,
`ranking` decides by the rules, `output` writes the folder, all of it or nothing.
"""
