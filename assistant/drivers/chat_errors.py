"""What chat models and their providers raise, as errors of our own tree.

The provider's text is never repeated: it may hold a part of the key, of the prompt, or of somebody's question.
"""

from __future__ import annotations

from assistant.errors import (
    ChatModelError,
    ModelBusy,
    ModelGarbage,
    ModelNotUsable,
    ModelOverflow,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
)

RETRIED = (ModelBusy, ModelUnreachable)


class RequestRefused(ModelNotUsable):
    """The provider does not take a request of this form; a plainer one may be taken."""


_STATUS: dict[int, tuple[type[ChatModelError], str]] = {
    401: (ModelNotUsable, "The provider does not accept the key{key}. Check it, or use another model."),
    402: (ModelBusy, "The provider says that the account has no credit left."),
    403: (ModelNotUsable, "The provider does not allow this model to this key. Check the model's name and the key."),
    404: (ModelNotUsable, "The provider knows no such model or address. Check the model's name and its address."),
    408: (ModelTimeout, "The provider gave up waiting."),
    413: (ModelOverflow, "The request is longer than the provider takes."),
    429: (ModelBusy, "The provider turns requests away for now: too many, or no credit left."),
    529: (ModelBusy, "The provider is overloaded for now."),
}
# Errors that come within a stream, after a status of 200, by the provider's name for them.
_STREAMED = {"overloaded_error": 529, "rate_limit_error": 429, "rate_limit_exceeded": 429, "insufficient_quota": 429}
# Names of exception classes, by a part that is common to the providers' packages.
_NAMES: tuple[tuple[str, type[ChatModelError], str], ...] = (
    ("ContextOverflow", ModelOverflow, "The request is longer than the model can read."),
    ("Refusal", ModelRefused, "The language model declined to answer."),
    ("ContentFilter", ModelRefused, "The provider held the answer back."),
    ("Timeout", ModelTimeout, "The language model did not answer in time."),
    ("RateLimit", ModelBusy, "The provider turns requests away for now: too many, or no credit left."),
    ("Connect", ModelUnreachable, "The language model cannot be reached. Check that it runs, and its address."),
    ("Protocol", ModelUnreachable, "The language model broke off in the middle of its answer."),
    ("ReadError", ModelUnreachable, "The language model broke off in the middle of its answer."),
    ("Decode", ModelGarbage, "What the language model sent cannot be read."),
    ("Validation", ModelGarbage, "What the language model sent cannot be read."),
)


def typed(error: BaseException, provider: str, key: str = "") -> ChatModelError:
    """The error as one of ours; what is already ours stays as it is. `key`: the variable that the key comes from."""
    if isinstance(error, ChatModelError):
        return error
    status = _status(error)
    if status in _STATUS:
        kind, message = _STATUS[status]
        return kind(message.format(key=f" of {key}" if key else ""))
    if status == 400 and _speaks_of_length(error):
        return ModelOverflow("The request is longer than the model can read.")
    names = [kind.__name__ for kind in type(error).__mro__]
    for part, kind, message in _NAMES:
        if any(part in name for name in names):
            return kind(message)
    if 400 <= status < 500:
        return RequestRefused(f"The provider ({provider}) refuses the request with code {status}. See docs/models.md.")
    if status >= 500:
        return ModelUnreachable(f"The provider ({provider}) failed with code {status}.")
    if isinstance(error, OSError):
        return ModelUnreachable("The language model cannot be reached. Check that it runs, and its address.")
    if isinstance(error, ValueError) and "No generation" in str(error):  # LangChain's own words for an empty stream
        return ModelUnreachable("The language model sent nothing.")
    if isinstance(error, (ValueError, TypeError, KeyError, AttributeError, IndexError)):
        return ModelGarbage("What the language model sent cannot be read.")
    return ModelUnreachable(f"The language model failed ({type(error).__name__}).")


def _status(error: BaseException) -> int:
    own = getattr(error, "status_code", None)
    found = own if own is not None else getattr(getattr(error, "response", None), "status_code", None)
    status = found if isinstance(found, int) else 0
    return status if status >= 400 else _STREAMED.get(_named(error), status)


def _named(error: BaseException) -> str:
    """What a provider calls an error that it sent within a stream."""
    body = getattr(error, "body", None)
    told = body.get("error", body) if isinstance(body, dict) else None
    return str(told.get("type", "")) if isinstance(told, dict) else ""


def _speaks_of_length(error: BaseException) -> bool:
    text = str(error).lower()
    told = "context" in text and any(word in text for word in ("exceed", "length", "window", "too long"))
    return told or "prompt is too long" in text
