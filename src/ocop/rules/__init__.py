"""The rules of the world in plain Python: criteria and process editions as dated data, scoring as pure functions.

Knows no Django, no database, no clock. `model` holds what a score sheet is, `loading` reads and checks editions,
`scoring` turns answers into points, `deciding` members' sheets into a result, `pathway` finds the way to the next
star, `processes` who decides what and when, `checklist` which papers a dossier needs.
"""
