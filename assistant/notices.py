"""What is said before a reply: an emergency first, then whose decision it is, then how the question was read."""

from __future__ import annotations

from assistant.answer import Notice, NoticeKind
from assistant.one_patient import asks_for_one_patient
from assistant.orders import without_orders
from assistant.urgent import ADVICE, urgent_signs

ONE_PATIENT = (
    "A dose or decision for one patient is the treating clinician's. Shown is only what these sources state; they know "
    "nothing of this patient."
)
ORDERS = "Orders to the program in a question change nothing; they were left out of what was looked for."


def notices_of(
    question: str,
    ambiguous: dict[str, tuple[str, ...]] | None = None,
    unasked: tuple[str, ...] = (),
    *,
    alarming: bool = False,
) -> tuple[Notice, ...]:
    """The notices for a question as it was typed, in the order of `NoticeKind`.

    Args:
        question: As asked.
        ambiguous: Its abbreviations that these sources define in several ways, with these.
        unasked: Its parts that were not asked, as there were too many.
        alarming: Whether it reads like an emergency although it names no sign that is known here.
    """
    found: list[Notice] = []
    signs = urgent_signs(question)
    if signs:
        named = ", ".join(signs)
        found.append(Notice(NoticeKind.URGENT, f"Signs named in the question can mean an emergency: {named}. {ADVICE}"))
    elif alarming:
        found.append(Notice(NoticeKind.URGENT, f"What the question tells of reads like an emergency. {ADVICE}"))
    if asks_for_one_patient(question):
        found.append(Notice(NoticeKind.ONE_PATIENT, ONE_PATIENT))
    if without_orders(question) != question:
        found.append(Notice(NoticeKind.ORDERS, ORDERS))
    for short, longs in (ambiguous or {}).items():
        found.append(
            Notice(
                NoticeKind.AMBIGUOUS,
                f"{short} stands for different things in these sources ({'; '.join(longs)}); it was searched as "
                "typed. Write out which is meant.",
            )
        )
    if unasked:
        rest = " ".join(unasked)
        found.append(Notice(NoticeKind.UNASKED, f"The question has too many parts; not looked for: {rest}"))
    return tuple(found)
