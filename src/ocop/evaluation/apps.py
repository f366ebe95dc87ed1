from ocop.core.sockets import Room


class EvaluationConfig(Room):
    name = "ocop.evaluation"
    label = "evaluation"
