"""Every number that decides a status, in one place. Chosen on the dev set by: v2a eval calibrate"""

from __future__ import annotations

# Logistic weights of the evidence features (see evidence.py) for "the passages answer this".
ANSWERABLE = {
    "bias": -0.5,
    "cosine": 3.0,
    "coverage": 0.5,
    "first_coverage": 0.5,
    "unseen": -1.5,
    "rarest_missing": -1.0,
    "focus_missing": -1.0,
    "name_missing": -1.5,
    "type_missing": -1.5,
    "outside": -4.0,
}
# Below this probability the answer is "the sources do not say".
ANSWER_FROM = 0.5
# A question this much closer to known out-of-scope questions than to any passage is out of scope.
OUTSIDE_MARGIN = 0.0
# Best cosine below which nothing in the index is even near the subject.
NEAR_SUBJECT = 0.35
# The same, for closeness to known medical questions.
MEDICAL_FROM = 0.62
MEDICAL_MARGIN = 0.05
# A further passage is shown when its score is at least this share of the best one's, and at most this many.
FURTHER_SHARE = 0.72
FURTHER_MOST = 3
# A list is completed when its group unit scores at least this share of the best candidate.
GROUP_SHARE = 0.7
