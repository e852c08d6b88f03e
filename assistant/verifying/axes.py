"""Words that stand at opposite ends of one axis."""

from __future__ import annotations

from assistant.verifying.lexicon import stem

# Each line: one axis, its two ends apart by "|". A claim at one end is not carried by a text at the other.
_AXES = """
increase rise grow growth climb grew rose risen up expand double|decrease fall fell fallen decline drop reduce down
more|fewer less
many|few
higher high highest raise|lower low lowest cut
over|under
above exceed|below
older old oldest|younger young youngest
larger large largest big bigger biggest|smaller small smallest
longer long longest lengthen|shorter short shortest shorten
faster fast quick quicker quickly prompt promptly immediate immediately|slower slow slowly delay delayed late
before earlier early earliest|after later late latest
better best improve improvement|worse worst worsen deteriorate
stronger strong strengthen|weaker weak weaken
cheaper cheap|dearer expensive
warmer warm hot|colder cold cool
north northern northward|south southern southward
east eastern|west western
left|right
inpatient|outpatient
public|private
urban|rural
indoor|outdoor
internal|external
inside|outside
adult|paediatric pediatric
men man male boy|women woman female girl
accept approve welcome adopt|reject refuse dismiss decline
allow permit|forbid ban prohibit
gain won win|lose lost loss
profit surplus|deficit loss
buy bought acquire purchase buyer|sell sold sale seller
lend|borrow
import|export
open|close shut
begin start began|end stop stopped finish
enter|exit
include|exclude
add|remove
agree|disagree
support|oppose
majority most|minority
minimum least|maximum
voluntary optional|mandatory compulsory obligatory
permanent|temporary
success succeed successful|failure fail failed
safe|dangerous unsafe
easy easier|hard harder difficult
simple|complex complicated
positive|negative
active|passive
present|absent
decentralised decentralized|centralised centralized
common|rare rarer
rich wealthy|poor
first|last
first|second third
top|bottom
wide widen|narrow
future|past
strict stricter|lenient looser
spring|autumn
summer|winter
morning|evening
fade wane|intensify
twice double doubled|half halve halved
cause prevent|allow
national|local
hire employ recruit|dismiss fire
praise|criticise criticize
former|latter
same unchanged|different changed
eligible|ineligible
depend influence affect|unaffected
free|charge
"""
AXES: dict[str, dict[int, int]] = {}
for _number, _line in enumerate(_AXES.strip().splitlines()):
    for _side, _part in enumerate(_line.split("|")):
        for _word in _part.split():
            AXES.setdefault(stem(_word), {})[_number] = 1 if _side else -1
