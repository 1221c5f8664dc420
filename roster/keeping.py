"""Making rows of the database say what a list says, with no write where they say so already.

What only the database can refuse (text too long for its column, a NUL character) is refused here
first, in a sentence, because SQLite would take it and PostgreSQL would not.
"""

from collections import Counter, defaultdict

from django.db.models import CharField, JSONField, TextField

SHOWN = 40


class Unstorable(Exception):
    """A value does not fit into its column; the message says which."""


def keep_keyed(rows, key, wanted, within=0, **fixed):
    """Make the rows with the keys of `wanted` hold its values, in its order; {key: primary key}.

    `key` names the fields of a key, the first `within` of which say whose list a row stands in;
    `fixed` is what every new row holds besides. Rows that `wanted` does not name stay as they are,
    and positions are written only where the order is another.
    """
    held = {
        tuple(getattr(row, name) for name in key): row for row in rows.order_by("position", "id")
    }
    moved = _grouped((at for at in held if at in wanted), within) != _grouped(wanted, within)
    new, changed, names = [], [], set()
    for position, (at, values) in enumerate(wanted.items()):
        values = values | {"position": position} if moved else values
        names |= set(values)
        if at not in held:
            held[at] = rows.model(**fixed, **dict(zip(key, at, strict=True)), **values)
            new.append(held[at])
        elif _set(held[at], values):
            changed.append(held[at])
    _refuse_unstorable(new + changed)
    rows.model.objects.bulk_create(new)
    if changed:
        rows.model.objects.bulk_update(changed, sorted(names), batch_size=200)
    return {at: held[at].pk for at in wanted}


def _grouped(keys, within):
    groups = defaultdict(list)
    for at in keys:
        groups[at[:within]].append(at)
    return groups


def _set(row, values):
    """Whether the row now holds anything it did not."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def keep_lists(rows, owner, names, wanted):
    """Make each owner's rows a list in the order of entry: {owner's key: [tuple of `names`]}.

    What a row holds besides `names` stays with it where the list has it still.
    """
    held = defaultdict(list)
    for row in rows.order_by("id"):
        held[getattr(row, owner)].append((row, tuple(getattr(row, name) for name in names)))
    changed = [at for at, values in wanted.items() if [row for _, row in held[at]] != values]
    delete(rows.model, [row.pk for at in changed for row, _ in held[at]])
    return create(
        rows.model,
        [
            kept | {owner: at, **_named(names, values)}
            for at in changed
            for values, kept in _with_the_rest(wanted[at], held[at], {owner, *names})
        ],
    )


def _with_the_rest(wanted, held, known):
    """Each wanted row with what the row that said the same holds besides: who signed it off."""
    alike = defaultdict(list)
    for row, values in held:
        fields = {field.attname for field in row._meta.concrete_fields} - known - {"id"}
        alike[_hashable(values)].append({name: getattr(row, name) for name in fields})
    for values in wanted:
        rest = alike[_hashable(values)]
        yield values, rest.pop(0) if rest else {}


def _hashable(values):
    return tuple(map(repr, values))


def keep_dated(rows, names, wanted, inside):
    """Make the rows that lie `inside` (a function of their fields) those `wanted`, in its order.

    Rows that lie elsewhere are only added to.
    """
    missing, kept, stale = Counter(wanted), [], []
    for pk, *values in rows.order_by("id").values_list("pk", *names):
        values = tuple(values)
        if missing[values]:
            missing[values] -= 1
            kept.append((pk, values))
        elif inside(_named(names, values)):
            stale.append(pk)
    if [values for _, values in kept] != wanted:
        stale += [pk for pk, _ in kept]
        create(rows.model, [_named(names, values) for values in wanted])
    delete(rows.model, stale)


def _named(names, values):
    return dict(zip(names, values, strict=True))


def create(model, rows):
    made = [model(**row) for row in rows]
    _refuse_unstorable(made)
    return model.objects.bulk_create(made)


def delete(model, keys):
    if keys:
        model.objects.filter(pk__in=keys).delete()


def _refuse_unstorable(rows):
    for row in rows:
        for field in row._meta.concrete_fields:
            refuse_unstorable(field, getattr(row, field.attname))


def refuse_unstorable(field, value):
    """Raise Unstorable if the value does not fit into the field's column."""
    what = f"the {field.verbose_name} of each {field.model._meta.verbose_name}"
    if isinstance(field, CharField | TextField | JSONField) and _holds_nul(value):
        raise Unstorable(f"A text in {what} holds a NUL character; leave it out.")
    longest = getattr(field, "max_length", None)
    if longest and isinstance(value, str) and len(value) > longest:
        raise Unstorable(
            f'"{value[:SHOWN]}…" is too long: {what} has at most {longest} characters.'
        )


def _holds_nul(value):
    if isinstance(value, dict):
        return any(_holds_nul(item) for pair in value.items() for item in pair)
    if isinstance(value, list | tuple):
        return any(map(_holds_nul, value))
    return isinstance(value, str) and "\0" in value
