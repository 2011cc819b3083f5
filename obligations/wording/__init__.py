"""The words of an assessment, in Dutch and English: one home for page, mail, command and export.

The words and groups are those of users.md section 2. `lang` is always an argument; no active locale is read.
"""

from obligations.wording.labels import (
    Group,
    covenant_status_label,
    group,
    group_name,
    icon,
    label,
    untriggered_label,
)
from obligations.wording.language import (
    Lang,
    day_text,
    duration_text,
    full_day,
    number_text,
)
from obligations.wording.readings import ReadingText, reading_text
from obligations.wording.reasons import note_text, notes, why_text
from obligations.wording.sentences import sentence
from obligations.wording.subject import Subject, TypeName

__all__ = [
    "Group",
    "Lang",
    "ReadingText",
    "Subject",
    "TypeName",
    "covenant_status_label",
    "day_text",
    "duration_text",
    "full_day",
    "group",
    "group_name",
    "icon",
    "label",
    "note_text",
    "notes",
    "number_text",
    "reading_text",
    "sentence",
    "untriggered_label",
    "why_text",
]
