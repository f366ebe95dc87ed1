from ocop.core.sockets import Room


class PeopleConfig(Room):
    name = "ocop.people"
    label = "people"
