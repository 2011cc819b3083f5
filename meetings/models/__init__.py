from meetings.models.agenda import Action, AgendaItem, Decision
from meetings.models.meeting import Agreement, AgreementParty, Attendance, Meeting
from meetings.models.series import Series

__all__ = ["Action", "AgendaItem", "Agreement", "AgreementParty", "Attendance", "Decision", "Meeting", "Series"]
