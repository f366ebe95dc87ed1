"""Rounds of the demo, opened under the rules of the scene's day by the actions that people use."""

from datetime import date, timedelta

from ocop.core import clock
from ocop.criteria.models import Edition
from ocop.criteria.rulebook import processes, usable_sets
from ocop.people.models import User
from ocop.places.models import Place
from ocop.places.scenes import Scene
from ocop.rules.processes import Process, process_in_force

from ..actions import rounds
from ..enums import RoundState
from ..models import Round


def process_of(day: date) -> Process:
    """The newest process in force that is loaded."""
    found = process_in_force(day, processes())
    assert found is not None, "scenes are set after the first process"
    return found


def edition_for(process: Process) -> Edition:
    """The criteria of a process; while their sheets are not loaded, the newest ones that have any."""
    own = Edition.objects.filter(code=process.criteria)
    older = Edition.objects.order_by("-code")
    return next(edition for edition in [*own, *older] if usable_sets(edition))


def open_round(
    officer: User,
    place: Place,
    number: int,
    *,
    process: str,
    edition: Edition,
    takes: tuple[int, int],
    upper: Round | None = None,
) -> Round:
    """takes: so many days before and after today it receives dossiers."""
    today, (since, until) = clock.today(), takes
    return rounds.open_round(
        actor=officer,
        round=Round(
            place=place,
            year=today.year,
            number=number,
            edition=edition,
            process_code=process,
            receives_from=today - timedelta(days=since),
            receives_until=today + timedelta(days=until),
            upper=upper,
            is_demo=True,
        ),
    )


class Rounds:
    """Opens rounds under the rules of the scene's day."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.process = scene, process_of(scene.day)
        self.edition: Edition = edition_for(self.process)

    def open(
        self,
        officer: User,
        place: Place,
        number: int,
        *,
        takes: tuple[int, int],
        upper: Round | None = None,
    ) -> Round:
        """A round that receives dossiers."""
        round = open_round(
            officer,
            place,
            number,
            process=self.process.code,
            edition=self.edition,
            takes=takes,
            upper=upper,
        )
        return rounds.move_round(actor=officer, round=round, to=RoundState.RECEIVING)
