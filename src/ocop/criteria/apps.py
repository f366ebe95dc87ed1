from ocop.core.sockets import Room


class CriteriaConfig(Room):
    name = "ocop.criteria"
    label = "criteria"
