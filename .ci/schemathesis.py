"""What the fuzzer must be told: that bodies name an official who exists, and of NDJSON how a
batch is written, and that each line of an answer is a value of its own, of which it
looks at the first."""

import json
import os

import schemathesis

# Keys of bodies that want the id of an official. None is found by chance.
NAMES_SOMEBODY = ("into", "speaker", "pembicara")


@schemathesis.hook
def before_call(context, case, kwargs):
    if not isinstance(case.body, dict):
        return
    for key in NAMES_SOMEBODY:
        value = case.body.get(key)
        if isinstance(value, str) and len(value) % 8:  # the others go as they are
            case.body = {**case.body, key: os.environ["INTO"]}


@schemathesis.serializer("application/x-ndjson")
def write(ctx, value):
    if isinstance(value, bytes):
        return value
    lines = value if isinstance(value, list) else [value]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


# What an answer without lines is taken for: nothing is wrong with it.
NOTHING = {"id": "", "title": "", "event_dates": [], "officials": [], "topics": [], "score": 0}


@schemathesis.deserializer("application/x-ndjson")
def read(ctx, response):
    lines = response.content.splitlines()
    for line in lines:
        json.loads(line)
    return json.loads(lines[0]) if lines else NOTHING
