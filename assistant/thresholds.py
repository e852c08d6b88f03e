"""Every number that decides a status, in one place. Weights and threshold of the evidence: v2a eval calibrate

Chosen on the development sets in evals/data (answerability, lists, intents, dev), never on the holdout.
"""

from __future__ import annotations

# Logistic weights of the evidence features (see evidence.py) for "the passages answer this".
ANSWERABLE = {
    "bias": -2.1,
    "cosine": 3.6,
    "coverage": 2.7,
    "missing_of_name": -2.6,
    "missing_of_fact": -1.8,
    "type_missing": -2.8,
    "outside": -1.4,
}
# Where it is known how near the question's farthest words are (folders without units): added to the total. Raised the
# AUROC of our questions in evals/package_questions.jsonl from .88 to .90, and refused 9 % of them instead of 13 %.
FARTHEST_WEIGHT, FARTHEST_NEUTRAL = 3.0, 0.3
# Below this probability the answer is "the sources do not say".
ANSWER_FROM = 0.27
# From here on an answer is clear enough to be given although the message around the question had none.
CLEAR = 0.6
# What the passages do not answer is off the subject when the probe holds it to be at least this likely.
OUTSIDE_IF_UNANSWERED = 0.3
# The same where the passages seem to answer, but neither clearly nor closely.
OUTSIDE_FROM = 0.5
OUTSIDE_FROM_ELSEWHERE = 0.35  # not in English: cosines between any two texts of one language are high
OUTSIDE_BELOW = 0.6
CLOSE = 0.7
# Best cosine below which nothing in the index is even near the subject.
NEAR_SUBJECT = 0.35
# Best cosine from which a question is on the subject of the texts.
ON_SUBJECT = 0.55
# Medical: as likely as this by the probe and not nearly a question that the texts answer; less is enough where the
# wording says so as well.
MEDICAL_FROM = 0.5
MEDICAL_FROM_ELSEWHERE = 0.6  # not in English: the embedder knows English best
MEDICAL_UNLESS_CLOSE = 0.8
MEDICAL_IF_WORDED = 0.15
# A further passage is shown when its score is at least this share of the best one's, and at most this many.
FURTHER_SHARE = 0.72
FURTHER_MOST = 3
# A list is completed when its group unit scores at least this share of the best candidate.
GROUP_SHARE = 0.7
# A claim of a model counts as carried by its source from this score on: v2a eval verifier (see docs/verifier.md).
CARRIED_FROM = 0.7
