"""The way of a thing to a higher office and back, one chain for all that is handed up: plans, returns, tasks.

    draft → submitted → checking → accepted, and locked: only a new version follows
                ↑           │
                └─ returned ┘  with what is asked, point by point

A thing has the columns of `models.HandedUp`, what the office finds of its points those of `models.Point`. Its room's
`states.py` takes the moves of `enums.MOVES` and adds its own; its use cases lock the row, ask who writes or who is the higher
office, refuse what is not ready, make the move with `actions.Chain`, tell people and write the trail. What is
filed for an assessment is the example.
"""
