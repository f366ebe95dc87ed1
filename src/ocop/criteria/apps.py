from ocop.core import sockets


class CriteriaConfig(sockets.Room):
    name = "ocop.criteria"
    label = "criteria"
