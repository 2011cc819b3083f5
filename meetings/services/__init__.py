from meetings.services.recording import MEETINGS, MeetingEntry, More, meeting_objections, record_meetings

__all__ = ["MEETINGS", "MeetingEntry", "More", "meeting_objections", "record_meetings"]
