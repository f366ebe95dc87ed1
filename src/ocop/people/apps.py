from ocop.core import sockets


class PeopleConfig(sockets.Room):
    name = "ocop.people"
    label = "people"
