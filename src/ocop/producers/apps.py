from ocop.core.sockets import Room


class ProducersConfig(Room):
    name = "ocop.producers"
    label = "producers"
