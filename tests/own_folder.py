"""A small folder of documents of several kinds, all made up, none with a registry of units."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_assistant
from ingest.ingest import ingest

REPORT = """\
# Getting to dialysis: a review of patient transport in Norvale county

## Summary

Four in ten people on dialysis in Norvale miss at least one session a year because nobody can drive them. The review
was commissioned by the county board and covers the years 2021 to 2024. It draws on 312 interviews and on the booking
records of three clinics.

## What we found

### Distance and cost

The median journey to a clinic takes 47 minutes each way. Two villages in the north, Harrowby and Lintel, have no bus at
all on Saturdays. People who go by taxi pay 38 crowns a session out of their own pocket, and only half of them know that
the county refunds the fare. Refunds take eleven weeks on average. Families told us that they borrow money to bridge
that gap, and one in seven had given up a job because somebody had to do the driving. The burden falls on daughters more
often than on sons.

### Staffing

Volunteer drivers carry a third of all journeys. Their number fell from 96 to 61 in three years, mostly because of the
new insurance rule, which asks each driver to pay a deposit. Dispatchers work until six in the evening, so a session
that overruns leaves a patient without a way home.

## Recommendations

The board should act on five points:

- Pay the refund within two weeks of a claim.
- Keep the dispatch desk open until nine in the evening.
- Take over the insurance deposit of volunteer drivers.
- Run a Saturday minibus for Harrowby and Lintel.
- Name one contact person in every clinic.

## Costs of the recommendations

| Measure | One-off cost | Yearly cost |
|---|---|---|
| Faster refunds | 12,000 crowns | 4,000 crowns |
| Evening dispatch | none | 58,000 crowns |
| Insurance deposit | 21,000 crowns | 3,500 crowns |
| Saturday minibus | 140,000 crowns | 66,000 crowns |
"""

FAQ = """\
<html><head><title>Questions about the tool library</title></head><body>
<h1>Questions about the tool library</h1>
<h2>Who may borrow?</h2>
<p>Anyone over sixteen who lives in town. Bring a document with your photograph and a recent letter that shows your
address. Membership is free for people under twenty-five and costs 15 crowns a year for everyone else.</p>
<h2>How long can I keep a tool?</h2>
<p>Seven days. You can renew once by telephone if nobody is waiting for it. After that each day costs one crown.</p>
<h2>What happens when something breaks?</h2>
<p>Tell us when you hand it in. Wear and tear is on us. If a tool was used for something it was not made for, you pay
for the repair, up to 60 crowns.</p>
<h2>Which tools are never lent?</h2>
<p>We do not lend chainsaws, nail guns or anything that runs on petrol, because our insurer excludes them.</p>
</body></html>
"""

HOWTO = """\
# Mending a puncture

## What you need

- two tyre levers
- a patch and rubber cement
- sandpaper
- a pump

## Taking the tube out

Let out the remaining air and push the bead of the tyre towards the middle of the rim. Slide the first lever under the
bead opposite the valve, hook it to a spoke, and work round with the second. Pull the tube out, the valve last.

## Finding the hole

Pump the tube up to twice its size and listen. If you hear nothing, hold it under water and watch for bubbles. Mark the
spot with chalk, then feel inside the tyre with a cloth: the thorn or the splinter is often still there.

## Patching

Roughen the rubber around the hole with sandpaper. Spread a thin film of cement and wait five minutes until it no longer
shines. Press the patch on for a full minute. Dust it with chalk so that it does not stick to the tyre.
"""

CHAT = """\
Moving the parish archive, notes of the channel

Ines: the scanner in the crypt gives up after forty pages, it overheats
Tomas: then we scan in the mornings only, when it is cool down there
Ines: who has the key for the steel cabinet?
Tomas: Mrs Abelard keeps it, she is in on Tuesdays and Fridays
Ines: good. the baptism registers before 1840 must not be photocopied, the bindings crack
Tomas: agreed, camera only for those, on the padded cradle
Ines: where do the finished files go?
Tomas: on the grey disk, folder by year, and a second copy to the diocese every month
"""

HOURS = """\
# Norvale swimming baths

## Opening hours

| Day | Main pool | Children's pool | Sauna |
|---|---|---|---|
| Monday | closed | closed | closed |
| Tuesday to Thursday | 7:00 to 20:00 | 9:00 to 18:00 | 14:00 to 20:00 |
| Friday | 7:00 to 22:00 | 9:00 to 18:00 | 14:00 to 22:00 |
| Weekend | 8:00 to 18:00 | 8:00 to 18:00 | 10:00 to 18:00 |

## Prices

A single visit costs 6 crowns, 3 crowns for pensioners. A season ticket is sold from April and costs 80 crowns.

## House rules

Shower before you go in. No glass at the poolside. Children under eight swim with an adult. The lifeguard's word counts,
and whoever ignores it twice is sent home for the day.
"""

HEAT = """\
# Heat action plan for care homes

## When the plan starts

The county health office issues a heat warning when two nights in a row stay above 20 degrees. From then on every home
follows this plan until the warning is lifted.

## Duties of the staff

Offer every resident a drink once an hour between ten in the morning and eight in the evening, and write down how much
was drunk. Close the blinds on the sunny side before nine. Open windows on both sides at night so that air passes
through. Move residents from the top floor into the day room when their room is warmer than 28 degrees. Weigh residents
with heart failure each morning. Water tablets are reviewed by the doctor, never stopped by the staff on their own. Keep
medicines that must stay cool in the fridge of the nurses' station, since bedside drawers get too warm.

## Signs of heat exhaustion

Headache, cramps in the legs, confusion, a fast pulse and a dry tongue. A resident who is confused and feels hot to the
touch is an emergency: call 112, cool the neck and the groin with wet cloths, and do not leave the person alone.

## Who to ring

The duty doctor answers at extension 4410. The county health office takes calls from eight to four.
"""

KITCHEN = (
    """\
# Field kitchen handbook

## Equipment

The kitchen is packed with:

"""
    + "\n".join(
        f"- item {n} of the kitchen, in crate {n % 5 + 1}, to be counted before each trip" for n in range(1, 25)
    )
    + """

## Handing over at night

The outgoing cook walks the incoming cook through every station. Knives are counted first, then the boards, then the gas
bottles, and both sign the sheet that hangs by the door. A bottle that is less than a quarter full is marked with red
tape and moved to the left of the rack, so that nobody starts a pan on it. Open sacks are closed with a clip and lifted
off the floor, because mice come into the tent as soon as it is quiet. The list of allergies for the coming day is read
out loud and repeated. Whoever was given a task says it back in their own words, which takes a minute and has saved more
than one breakfast.

When the generator fails after dark, the fridges stay shut and the time is written on their doors. Milk and meat are
thrown away once four hours have passed; butter, hard cheese and eggs are kept. The head torch of the kitchen hangs on
the hook over the sink, and a second one lies in the first crate. Nobody carries fuel in the dark. If the trip leader
cannot be woken, the cook decides alone and writes down why. In the morning the spoiled food is weighed, entered in the
log and buried, never burnt, away from the stream.

## Stove log

The path of the stove log is kept in the variable STOVE_LOG_PATH [3]; it is written for every trip of 6 * 4 crates.
"""
)

FILES = {
    "transport-review.md": REPORT,
    "tool-library.html": FAQ,
    "puncture.md": HOWTO,
    "archive-chat.txt": CHAT,
    "baths.md": HOURS,
    "heat-plan.md": HEAT,
    "kitchen.txt": KITCHEN,
}


def write_folder(folder: Path) -> Path:
    """The documents as files; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@cache
def office(base: Path) -> tuple[Settings, OpenAssistant]:
    """An index of that folder alone, made with the real model once per `base`, and the assistant over it."""
    home = base / "office-home"
    settings = Settings(home=home, index_dir=home / "office", corpus_dir=home / "none")
    ingest(settings, [write_folder(home / "texts")])
    return settings, open_assistant(settings)
