from ocop.core import sockets


class ProducersConfig(sockets.Room):
    name = "ocop.producers"
    label = "producers"
