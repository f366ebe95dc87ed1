from ocop.core import sockets


class CertificatesConfig(sockets.Room):
    name = "ocop.certificates"
    label = "certificates"
