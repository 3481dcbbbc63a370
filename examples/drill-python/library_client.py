"""A client of the library with nothing but urllib, made to live with an API that fails.

The timeout of urllib is for each wait on the socket: a body that comes byte by byte never meets it. So an answer is read in
pieces, and the clock is looked at between them.
"""

import datetime
import http.client
import json
import os
import time
import urllib.error
import urllib.request
import uuid

BASE = os.environ.get("LIBRARY_URL", "https://library.example")
TOKEN = os.environ.get("LIBRARY_TOKEN", "token")
ATTEMPTS = 3
TIMEOUT_S = 1.5
PAUSE_S = 0.1
LONGEST_ANSWER = 100_000


def on_shelf(isbn):
    """How many copies are there; None where the library cannot be asked, and the reader has to look at the shelf."""
    book = ask("GET", f"/books/{isbn}", is_book)
    return None if book is None else book["onShelf"]


def borrow(isbn, reader):
    """When the book is due; None where the loan was written down, to be made later."""
    loan = ask("POST", "/loans", is_loan, {"isbn": isbn, "reader": reader})
    return None if loan is None else datetime.date.fromisoformat(loan["due"])


def ask(method, path, is_answer, body=None):
    """The answer, or None where no attempt brought one that can be used. All attempts carry one key."""
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    }
    data = None if body is None else json.dumps(body).encode()
    for attempt in range(ATTEMPTS):
        request = urllib.request.Request(BASE + path, data, headers, method=method)
        wait = PAUSE_S * 2**attempt
        try:
            answer = once(request)
            # A page of a gateway says 200 as well: that may be over soon. What is wrong in itself stays wrong.
            if answer is not None:
                return answer if is_answer(answer) else None
        except urllib.error.HTTPError as refusal:
            with refusal:
                if refusal.code != 429 and refusal.code < 500:
                    return None
                wait = max(wait, float(refusal.headers.get("Retry-After") or 0))
        except (OSError, ValueError, http.client.HTTPException):
            pass
        if attempt < ATTEMPTS - 1:
            time.sleep(wait)
    return None


def once(request):
    """What one attempt brings, None for an answer that is no JSON; raises what urllib raises."""
    ends = time.monotonic() + TIMEOUT_S
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
        read = b""
        while piece := response.read1(LONGEST_ANSWER):
            read += piece
            if time.monotonic() > ends or len(read) > LONGEST_ANSWER:
                raise TimeoutError("the answer takes too long")
        if response.headers.get_content_type() != "application/json":
            return None
        return json.loads(read)


def is_book(answer):
    return has(answer, isbn=str, title=str, onShelf=int)


def is_loan(answer):
    if not has(answer, id=str, isbn=str, due=str):
        return False
    try:
        return datetime.date.fromisoformat(answer["due"]) is not None
    except ValueError:
        return False


def has(answer, **types):
    return isinstance(answer, dict) and all(type(answer.get(name)) is kind for name, kind in types.items())
