"""Every number that decides a status, in one place. Chosen on the dev set by: v2a eval calibrate"""

from __future__ import annotations

# Logistic weights of the evidence features (see evidence.py) for "the passages answer this".
ANSWERABLE = {
    "bias": -2.0,
    "cosine": 2.7,
    "coverage": 1.9,
    "missing_of_name": -2.7,
    "missing_of_fact": -1.6,
    "type_missing": -2.7,
    "outside": -2.8,
}
# Below this probability the answer is "the sources do not say".
ANSWER_FROM = 0.29
# Out of scope: as likely as this by the probe, unless the passages answer it with at least that probability.
OUTSIDE_FROM = 0.4
OUTSIDE_BELOW = 0.6
# Best cosine below which nothing in the index is even near the subject.
NEAR_SUBJECT = 0.35
# Best cosine from which a question is on the subject of the texts.
ON_SUBJECT = 0.55
# Medical: as likely as this by the probe; less is enough where the wording says so as well.
MEDICAL_FROM = 0.5
MEDICAL_IF_WORDED = 0.15
# A further passage is shown when its score is at least this share of the best one's, and at most this many.
FURTHER_SHARE = 0.72
FURTHER_MOST = 3
# A list is completed when its group unit scores at least this share of the best candidate.
GROUP_SHARE = 0.7
