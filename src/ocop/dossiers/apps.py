from ocop.core import sockets


class DossiersConfig(sockets.Room):
    name = "ocop.dossiers"
    label = "dossiers"
