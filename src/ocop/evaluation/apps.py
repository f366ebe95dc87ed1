from ocop.core import sockets


class EvaluationConfig(sockets.Room):
    name = "ocop.evaluation"
    label = "evaluation"
