"""Statements that are compiled once and run with other values.

The ORM makes the SQL of a query anew at each request, which takes several times as long as running it. Where the bench
shows that, a query is written here as always and compiled at its first use:

    of_thing = Select(lambda pk: Thing.objects.select_related("owner").filter(pk=pk), pk=Thing._meta.pk)
    thing = of_thing.get(pk=12)

Rows, statements and errors are those of the ORM. Values that would change the shape of the SQL (None, which asks IS NULL,
and numbers that no column can hold) go the ORM's own way. Nothing of the rows is kept: each use asks the database.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.constants import OnConflict
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import TransactionManagementError

LARGEST_NUMBER = 2**63
M = TypeVar("M", bound=models.Model)
Field = models.Field[Any, Any]


class Slot(models.Expression):
    """A place in the SQL where a value comes at each use. No `Value`, for a JSON column would take that apart."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Select(Generic[M]):
    """A query for rows of a model, given by a function of its values. fields: of each value, the column that it is
    compared with, by `=` or an order; a list of values (`__in`) would have another SQL for each length."""

    def __init__(self, build: Callable[..., models.QuerySet[M]], **fields: Field) -> None:
        self.build = build
        self.fields = fields
        self._plans: WeakKeyDictionary[BaseDatabaseWrapper, _Plan[M]] = WeakKeyDictionary()

    def rows(self, **values: Any) -> list[M]:
        connection = connections[DEFAULT_DB_ALIAS]
        given = {name: field.get_prep_value(values[name]) for name, field in self.fields.items()}
        if not all(map(_fits, given.values())):
            return list(self.build(**values))
        plan = self._plans.get(connection)
        if plan is None:
            slots = {name: Slot(name, field) for name, field in self.fields.items()}
            plan = self._plans[connection] = _Plan(self.build(**slots), connection)
        if plan.locks and not connection.in_atomic_block:
            raise TransactionManagementError("A row is held only in a transaction.")
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, plan.filled(given, connection))
            found = cursor.fetchall()
        return [plan.instance(row, connection) for row in found]

    def get(self, **values: Any) -> M:
        """The one row. Raises DoesNotExist and MultipleObjectsReturned of the model, as the ORM does."""
        found = self.rows(**values)
        if len(found) == 1:
            return found[0]
        model: Any = self.build(**values).model
        if found:
            raise model.MultipleObjectsReturned(f"{len(found)} of {model.__name__}")
        raise model.DoesNotExist(f"{model.__name__} matching query does not exist.")


class _Plan(Generic[M]):
    """A query as SQL, and how its rows become instances: what `ModelIterable` finds out anew for each query."""

    def __init__(self, queryset: models.QuerySet[M], connection: BaseDatabaseWrapper) -> None:
        query: Any = queryset.query
        self.locks = query.select_for_update and connection.features.has_select_for_update
        compiler = query.get_compiler(connection=connection)
        self.sql, self.values = compiler.as_sql()
        select, about = compiler.select, compiler.klass_info
        if queryset._fields is not None or queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("Values and prefetched rows cannot be compiled.")
        self.annotations = list((compiler.annotation_col_map or {}).items())
        columns = [column for column, _sql, _alias in select]
        self.converters = list(compiler.get_converters(columns).items())
        self.model: type[M] = about["model"]
        self.start, self.end = about["select_fields"][0], about["select_fields"][-1] + 1
        self.names = [column.target.attname for column in columns[self.start : self.end]]
        self.related = get_related_populators(about, select, connection.alias)  # type: ignore[call-arg]

    def filled(self, given: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """The values at their places in the SQL, between those that stand in the query itself."""
        return [
            value.output_field.get_db_prep_value(given[value.name], connection, prepared=True)
            if isinstance(value, Slot)
            else value
            for value in self.values
        ]

    def instance(self, row: Sequence[Any], connection: BaseDatabaseWrapper) -> M:
        read = list(row)
        for place, (converters, column) in self.converters:
            for convert in converters:
                read[place] = convert(read[place], column, connection)
        made = self.model.from_db(connection.alias, self.names, read[self.start : self.end])
        for populator in self.related:
            populator.populate(read, made)
        for name, place in self.annotations:
            setattr(made, name, read[place])
        return made


class _Write(Generic[M]):
    """A statement that writes one row: compiled at its first use, filled from the thing at each."""

    is_new: bool

    def __init__(self, model: type[M]) -> None:
        self.model = model
        self._compiled: WeakKeyDictionary[BaseDatabaseWrapper, tuple[str, Sequence[Any]]] = (
            WeakKeyDictionary()
        )

    def compile(self, connection: BaseDatabaseWrapper) -> tuple[str, Sequence[Any]]:
        raise NotImplementedError

    def _run(self, thing: M) -> int:
        """How many rows were written: 1 statement."""
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self._compiled.get(connection)
        if compiled is None:
            compiled = self._compiled[connection] = self.compile(connection)
        sql, slots = compiled
        fields = [slot.output_field for slot in slots]
        values = [f.get_db_prep_save(f.pre_save(thing, self.is_new), connection) for f in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)


class Update(_Write[M]):
    """`thing.save(update_fields=…)` of always the same fields; those that note the time themselves do so."""

    is_new = False

    def __init__(self, model: type[M], *names: str) -> None:
        super().__init__(model)
        self.names = names

    def compile(self, connection: BaseDatabaseWrapper) -> tuple[str, Sequence[Any]]:
        meta: Any = self.model._meta
        query: Any = UpdateQuery(self.model)
        query.add_filter("pk", Slot(meta.pk.attname, meta.pk))
        fields = [meta.get_field(name) for name in self.names]
        query.add_update_fields([(field, None, Slot(field.attname, field)) for field in fields])
        sql, slots = query.get_compiler(connection=connection).as_sql()
        return sql, slots

    def run(self, thing: M) -> None:
        """Raises DatabaseError where the row is gone."""
        if not self._run(thing):
            raise DatabaseError(f"{self.model.__name__} {thing.pk} is not there any more.")


class Insert(_Write[M]):
    """`thing.save(force_insert=True)`. A key that the database draws is not told.

    if_new: nothing happens where a row has the key already; it may be one that another transaction is about to keep.
    """

    is_new = True

    def __init__(self, model: type[M], *, if_new: bool = False) -> None:
        super().__init__(model)
        self.if_new = if_new

    def compile(self, connection: BaseDatabaseWrapper) -> tuple[str, Sequence[Any]]:
        meta: Any = self.model._meta
        fields = [field for field in meta.concrete_fields if field is not meta.auto_field]
        form = self.model()
        for field in fields:
            form.__dict__[field.attname] = Slot(field.attname, field)
        query = InsertQuery(self.model, on_conflict=OnConflict.IGNORE if self.if_new else None)
        query.insert_values(fields, [form], raw=True)
        [(sql, slots)] = query.get_compiler(connection=connection).as_sql()
        return sql, slots

    def run(self, thing: M) -> bool:
        """Whether there was none yet, which is always so but `if_new`."""
        is_new = bool(self._run(thing))
        thing._state.adding, thing._state.db = False, DEFAULT_DB_ALIAS
        return is_new


def _fits(value: Any) -> bool:
    """Whether a prepared value is compared by the same SQL as any other."""
    return value is not None and not (isinstance(value, int) and abs(value) >= LARGEST_NUMBER)
