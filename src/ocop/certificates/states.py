"""The moves of a certificate."""

from ocop.core.states import Moves

from .enums import CertificateState as C

certificate_moves = Moves(
    "certificates.Certificate",
    "state",
    [
        (C.IN_FORCE, C.SUSPENDED),
        (C.SUSPENDED, C.IN_FORCE),
        (C.IN_FORCE, C.REVOKED),
        (C.SUSPENDED, C.REVOKED),
        (C.IN_FORCE, C.SUPERSEDED),
        (C.SUSPENDED, C.SUPERSEDED),
    ],
)
