"""The words of the mails, Dutch beside English (users.md sections 2 and 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import get_day_names

from obligations.wording.language import LOCALE, Lang, Pair, full_day, pick, short_day

MAIL: Mapping[str, Pair] = {
    "morning": ("Goedemorgen,", "Good morning,"),
    "holder": ("U bent accounthouder namens {party}.", "You are account holder on behalf of {party}."),
    "contact": ("U bent contactpersoon namens {party}.", "You are contact person on behalf of {party}."),
    "deputy": (
        "U vervangt de accounthouder van {party}, die er nu niet is.",
        "You stand in for the account holder of {party}, who is away.",
    ),
    "second": (
        "De accounthouder van {party} kreeg hierover al bericht. De datum is voorbij; daarom vragen wij het nu ook u.",
        "The account holder of {party} was told of this before. The date has passed, so we now ask you too.",
    ),
    "points.one": ("Er staat 1 punt voor u open.", "1 point is open for you."),
    "points.more": ("Er staan {n} punten voor u open.", "{n} points are open for you."),
    "points.none": ("U hoeft nu niets te doen.", "There is nothing for you to do now."),
    "for_you": ("Voor u", "For you"),
    "more.one": ("En nog 1 punt.", "And 1 more point."),
    "more": ("En nog {n} punten.", "And {n} more points."),
    "covenant_date": ("Uiterste datum (convenant): {day}", "Final date (covenant): {day}"),
    "own_target": (
        "Streefdatum (eigen planning, niet uit het convenant): {day}",
        "Target date (our own planning, not from the covenant): {day}",
    ),
    "before_that": ("Moet gebeuren vóór: {day}", "To be done before: {day}"),
    "clause": ("Afspraak: {place}", "Agreed in: {place}"),
    "place": ("onderdeel {heading}, alinea {paragraph}", "part {heading}, paragraph {paragraph}"),
    "place.whole": ("onderdeel {heading}", "part {heading}"),
    "also.one": (
        "Dit geldt ook voor {parties}. Die partij krijgt hetzelfde bericht.",
        "This also holds for {parties}, who is told the same.",
    ),
    "also.more": (
        "Dit geldt ook voor {parties}. Zij krijgen hetzelfde bericht.",
        "This also holds for {parties}, who are told the same.",
    ),
    "say": ("Zeg hoe het ervoor staat", "Say how it stands"),
    "to_know": ("Goed om te weten (u hoeft niets te doen)", "Good to know (nothing to do)"),
    "done_since": ("Afgerond sinds {day}", "Settled since {day}"),
    "next": ("Wat gebeurt er hierna?", "What happens next?"),
    "next.again": (
        "Horen wij niets over punt {n}, dan mailen wij u weer op {day}.",
        "If we hear nothing about point {n}, we mail you again on {day}.",
    ),
    "next.second": (
        (
            "Horen wij niets over punt {n}, dan kijkt het secretariaat op {day} of het ook een tweede persoon bij uw "
            "organisatie benadert."
        ),
        (
            "If we hear nothing about point {n}, the secretariat decides on {day} whether to ask a second person in "
            "your organisation."
        ),
    ),
    "next.call": (
        "Over punt {n} mailen wij niet meer. Het secretariaat neemt zo nodig contact op.",
        "About point {n} we mail no more. The secretariat gets in touch if needed.",
    ),
    "wrong": (
        "Klopt er iets niet, of is het al geregeld? Antwoord gewoon op deze mail.",
        "Is something wrong, or settled already? Simply answer this mail.",
    ),
    "regards": ("Met vriendelijke groet,", "Kind regards,"),
    "secretariat": ("het secretariaat van het convenant {covenant}", "the secretariat of the covenant {covenant}"),
    "secretariats": ("de secretariaten van {covenant}", "the secretariats of {covenant}"),
    "why.overview": (
        (
            "Waarom krijgt u dit? U staat in het register als accounthouder van {party}. U krijgt dit overzicht op "
            "{weekday}, alleen als er iets is. Is een datum uit het convenant dichtbij of voorbij, dan mailen wij "
            "ook op een andere dag."
        ),
        (
            "Why do you get this? You are in the register as account holder of {party}. You get this overview on "
            "{weekday}, only when there is something. When a date of the covenant is near or has passed, we also "
            "mail on another day."
        ),
    ),
    "why.contact": (
        (
            "Waarom krijgt u dit? U staat in het register als contactpersoon van {party}. U krijgt dit overzicht op "
            "{weekday}, alleen als er iets is. Is een datum uit het convenant dichtbij of voorbij, dan mailen wij "
            "ook op een andere dag."
        ),
        (
            "Why do you get this? You are in the register as contact person of {party}. You get this overview on "
            "{weekday}, only when there is something. When a date of the covenant is near or has passed, we also "
            "mail on another day."
        ),
    ),
    "why.second": (
        "Waarom krijgt u dit? U staat in het register als contactpersoon van {party}.",
        "Why do you get this? You are in the register as contact person of {party}.",
    ),
    "choose": ("Ander moment kiezen", "Choose another moment"),
    "not_me": ("Ik ben geen accounthouder meer", "I am no longer account holder"),
    "keys": (
        "De knoppen zijn persoonlijk en werken tot en met {day}.",
        "The buttons are personal and work until {day}.",
    ),
    "mark": ("Kenmerk: {mark}", "Reference: {mark}"),
    "sender": ("Secretariaat convenant {covenant}", "Secretariat covenant {covenant}"),
    "subject.points": ("{covenant}: {n} punten voor u", "{covenant}: {n} points for you"),
    "subject.point": ("{covenant}: 1 punt voor u", "{covenant}: 1 point for you"),
    "subject.brief": ("{covenant}: {n} punten", "{covenant}: {n} points"),
    "subject.brief.one": ("{covenant}: 1 punt", "{covenant}: 1 point"),
    "subject.first": (", het eerste vóór {day}", ", the first before {day}"),
    "subject.first.target": (", het eerste rond {day}", ", the first about {day}"),
    "subject.one": (", vóór {day}", ", before {day}"),
    "subject.passed": ("{covenant}: datum voorbij: {what} ({day})", "{covenant}: date passed: {what} ({day})"),
    "subject.know": ("{covenant}: goed om te weten", "{covenant}: good to know"),
    "subject.second": ("{covenant}: datum voorbij, graag uw hulp", "{covenant}: date passed, please help"),
    "subject.question": (
        "{covenant}: is er in {month} iets gebeurd?",
        "{covenant}: did anything happen in {month}?",
    ),
    "question.intro": (
        (
            "Het register klopt alleen als erin staat wat er is gebeurd. Wilt u voor {party} aangeven wat er in "
            "{month} was? Het kost een minuut; 'niets te melden' is ook een antwoord."
        ),
        (
            "The register is only right when it holds what happened. Would you tell us for {party} what there was in "
            "{month}? It takes a minute; 'nothing to report' is an answer too."
        ),
    ),
    "question.about": ("Het gaat om: {types}.", "It is about: {types}."),
    "question.button": ("Geef door wat er was", "Tell us what there was"),
    "subject.welcome": ("{covenant}: u bent nu accounthouder", "{covenant}: you are now account holder"),
    "welcome.intro": (
        "Vanaf {day} staat u in het register als accounthouder van {party} voor het convenant {covenant}.",
        "From {day} you are in the register as account holder of {party} for the covenant {covenant}.",
    ),
    "welcome.rhythm": (
        (
            "U krijgt hooguit één overzicht per dag, gewoonlijk op maandag, en alleen als er iets is. U hebt geen "
            "account nodig: elke knop opent een pagina waar u kunt zeggen hoe het ervoor staat."
        ),
        (
            "You get one overview a day at most, usually on Monday, and only when there is something. You need no "
            "account: each button opens a page where you can say how it stands."
        ),
    ),
    "welcome.open": ("Wat er nu loopt", "What is going on now"),
    "welcome.nothing": ("Er staat nu niets voor u open.", "Nothing is open for you now."),
    "subject.closing": (
        "{covenant}: u bent geen accounthouder meer",
        "{covenant}: you are no longer account holder",
    ),
    "closing.intro": (
        (
            "Sinds {day} bent u geen accounthouder meer van {party} voor het convenant {covenant}. Dank voor uw "
            "werk. U krijgt van ons geen overzichten meer; knoppen in oude mails werken niet meer."
        ),
        (
            "Since {day} you are no longer account holder of {party} for the covenant {covenant}. Thank you for "
            "your work. You get no more overviews; buttons in old mails no longer work."
        ),
    ),
    "closing.after": (
        "{successor} is uw opvolger. Zijn er stukken die over moeten, stuur ze dan door.",
        "{successor} succeeds you. If there are papers to hand over, please send them on.",
    ),
    "closing.nobody": (
        "Wie u opvolgt, weten wij nog niet. Weet u het wel? Antwoord gewoon op deze mail.",
        "We do not know yet who succeeds you. If you do, simply answer this mail.",
    ),
    "subject.week": ("Uw week ({day}): {what}", "Your week ({day}): {what}"),
    "week.quiet": ("u bent bij", "all is done"),
    "week.intro": ("Dit vraagt deze week iets van u.", "This asks something of you this week."),
    "week.none": ("Er is niets dat op u wacht. U bent bij.", "Nothing waits for you. All is done."),
    "week.reports": ("Meldingen om te controleren", "Reports to check"),
    "week.release": ("Wacht op uw klik voordat het gemaild wordt", "Waits for your click before it is mailed"),
    "week.to_do": ("Nu te doen", "To do now"),
    "week.undelivered": ("Mail die niet aankwam", "Mail that did not arrive"),
    "week.nobody": ("Er is niemand om te mailen", "Nobody to mail"),
    "week.open": ("Open Vandaag", "Open Today"),
    "week.report": ("{n} melding", "{n} report"),
    "week.reports.more": ("{n} meldingen", "{n} reports"),
    "week.point": ("{n} punt", "{n} point"),
    "week.points": ("{n} punten", "{n} points"),
    "why.week": (
        "Waarom krijgt u dit? U bent secretaris van {covenant}. U krijgt dit op maandag.",
        "Why do you get this? You are secretary of {covenant}. You get this on Monday.",
    ),
    "subject.not_arrived": (
        "Mail kwam niet aan bij de accounthouder van {party}",
        "Mail did not reach the account holder of {party}",
    ),
    "not_arrived.intro": (
        "De mail '{subject}' van {day} aan {address} kwam niet aan. De mailserver zei: {said}",
        "The mail '{subject}' of {day} to {address} did not arrive. The mail server said: {said}",
    ),
    "not_arrived.what": (
        "Kijk of het adres klopt, en stuur de mail dan opnieuw. Of bel zelf.",
        "See whether the address is right, and send the mail again. Or call.",
    ),
    "not_arrived.button": ("Open het Mailoverzicht", "Open the mail overview"),
    "subject.outage": (
        "Van {first} t/m {last} gingen geen mails uit",
        "From {first} to {last} no mail went out",
    ),
    "outage.intro": (
        (
            "Van {first} t/m {last} kon er geen mail uit. Wat toen had moeten gaan, gaat nu in één overzicht per "
            "persoon; van elk punt alleen de laatste stap. In het Mailoverzicht staat welke stappen zijn overgeslagen."
        ),
        (
            "From {first} to {last} no mail could leave. What should have gone goes now in one overview per person; of "
            "each point only the last step. The mail overview says which steps were skipped."
        ),
    ),
    "subject.happened": ("Is het overleg van {day} doorgegaan?", "Did the meeting of {day} take place?"),
    "happened.intro": (
        "{what} stond gepland op {day}. Zolang niemand zegt of het doorging, telt het nergens voor mee.",
        "{what} was planned for {day}. As long as nobody says whether it took place, it counts for nothing.",
    ),
    "happened.button": ("Zeg wat ervan werd", "Say what became of it"),
    "why.secretary": (
        "Waarom krijgt u dit? U bent secretaris van {covenant}.",
        "Why do you get this? You are secretary of {covenant}.",
    ),
    "why.holder": (
        "Waarom krijgt u dit? U staat in het register als accounthouder van {party}.",
        "Why do you get this? You are in the register as account holder of {party}.",
    ),
    "week.meetings": ("Ging dit door?", "Did this take place?"),
    "week.meeting": ("{n} overleg", "{n} meeting"),
    "week.meetings.more": ("{n} overleggen", "{n} meetings"),
    "week.more": ("En nog {n}. Alles staat op Vandaag.", "And {n} more. All of it is on Today."),
    "week.failed": ("{address}: {subject}", "{address}: {subject}"),
    "subject.test": ("Proefmail van Convenant", "Test mail of Convenant"),
    "test.intro": (
        "Deze proefmail is aangekomen. Er hoeft niets te gebeuren.",
        "This test mail arrived. There is nothing to do.",
    ),
    "subject.invite": ("{covenant}: {what} op {day}", "{covenant}: {what} on {day}"),
    "subject.moved": ("{covenant}: {what} is nu op {day}", "{covenant}: {what} is now on {day}"),
    "subject.cancelled": (
        "{covenant}: {what} van {day} gaat niet door",
        "{covenant}: {what} of {day} is cancelled",
    ),
    "invite.intro": ("U bent uitgenodigd voor {what} op {day}.", "You are invited to {what} on {day}."),
    "moved.intro": ("{what} is verzet naar {day}.", "{what} was moved to {day}."),
    "cancelled.intro": ("{what} van {day} gaat niet door.", "{what} of {day} is cancelled."),
    "invite.place": ("Plaats: {place}", "Place: {place}"),
    "invite.calendar": (
        "Het bestand in deze mail zet het in uw agenda.",
        "The file in this mail puts it in your calendar.",
    ),
}


def mail_words(name: str, lang: Lang, **values: object) -> str:
    """A text of the mails, with its values filled in."""
    return pick(MAIL[name], lang, **values)


def long_day(day: date, lang: Lang) -> str:
    """'woensdag 31 maart 2027', 'Wednesday 31 March 2027'."""
    return f"{weekday_name(day.weekday(), lang)} {full_day(day, lang)}"


def weekday_name(weekday: int, lang: Lang) -> str:
    """0 is Monday."""
    return str(get_day_names("wide", locale=LOCALE[lang])[weekday])


def day_in_year(day: date, today: date, lang: Lang) -> str:
    """'woensdag 31 maart', with the year when that is another than today's."""
    text = short_day(day, lang) if day.year == today.year else full_day(day, lang)
    return f"{weekday_name(day.weekday(), lang)} {text}"


REASONS: Mapping[str, Pair] = {
    "": ("", ""),
    "superseded": ("Ging op in een latere stap over hetzelfde.", "Taken up in a later step about the same."),
    "settled": ("Het is intussen geregeld, of de datum is verzet.", "It was settled meanwhile, or the date was moved."),
    "arranged": ("Er staat al genoeg gepland of gemeld.", "Enough is planned or reported already."),
    "reported": ("Er is een melding over; het secretariaat kijkt.", "Somebody reported; the secretariat looks at it."),
    "held_back": ("Het secretariaat houdt dit onderwerp nog tegen.", "The secretariat holds this subject back."),
    "before_start": ("Van vóór de dag waarop mail aanging.", "From before the day on which mail was switched on."),
    "nobody": ("Niemand met een adres bekleedt deze functie.", "Nobody with an address holds this post."),
    "to_release": ("Gaat pas als het secretariaat het vrijgeeft.", "Goes only when the secretariat releases it."),
    "called": ("Het secretariaat belt zelf.", "The secretariat calls."),
    "again": ("Op verzoek opnieuw verstuurd.", "Sent again on request."),
    "holder_changed": ("De functie is intussen van een ander.", "Somebody else holds the post meanwhile."),
    "example_address": ("Een voorbeeldadres wordt nooit gemaild.", "An example address is never mailed."),
    "example_covenant": ("Een voorbeeld wordt nooit gemaild.", "An example is never mailed."),
    "unsafe": (
        "Een naam of adres bevat tekens die niet mogen.",
        "A name or address holds signs that may not be there.",
    ),
    "unreadable": ("De mail kon niet worden gemaakt.", "The mail could not be made."),
    "later": (
        "De mailserver nam hem nog niet aan; we proberen het weer.",
        "The server did not take it yet; we try again.",
    ),
    "resent": (
        "Onzeker of hij aankwam; dezelfde mail gaat nog eens, en een ontvanger kan hem dubbel zien.",
        "Not known whether it arrived; the same mail goes again and may be seen twice.",
    ),
    "no_answer": (
        "De verbinding brak na het versturen: onzeker of hij aankwam.",
        "The connection broke after sending: not known whether it arrived.",
    ),
    "refused": ("De mailserver weigert hem.", "The mail server refuses it."),
    "gave_up": ("Na vijf dagen proberen is gestopt.", "Given up after trying for five days."),
    "restored": (
        "Was nog niet weg toen deze back-up werd gemaakt; misschien is hij daarna verstuurd.",
        "Had not left when this backup was made; it may have been sent since.",
    ),
    "empty": ("Er viel niets meer te melden.", "There was nothing left to say."),
}
"""Why a message or a notice is in its state. After a colon the stored reason says at which step, or by whom."""


def reason_text(reason: str, lang: Lang) -> str:
    """A stored reason as a sentence; one that is not known is shown as it is."""
    name, _, rest = reason.partition(":")
    if name not in REASONS:
        return reason
    said = pick(REASONS[name], lang)
    return f"{said} ({rest})" if rest and name in ("again", "called") else said
