"""Runs the emulator in this process and, unless detached, ends with whoever holds the other end of standard input.

The watcher lives inside the emulator because a second process could be killed before it does its work, and because a
closed pipe is the one sign that even a SIGKILL of the owner leaves on every platform.
"""

import json
import os
import runpy
import signal
import sys
import threading
import time


def end_with_owner() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(15)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def page_event_history() -> None:
    """CloudTrail gives a token with each page that has another one behind it; the emulator gives the newest page alone."""
    from ministack.services import cloudtrail

    first_page = cloudtrail._lookup_events
    events = cloudtrail._get_event_queue

    def lookup(request: dict) -> tuple:
        ids = [event["EventId"] for event in events()]
        token = request.get("NextToken")
        older = list(events())[: ids.index(token)] if token in ids else list(events())
        cloudtrail._get_event_queue = lambda: older
        try:
            status, headers, body = first_page(request)
        finally:
            cloudtrail._get_event_queue = events
        answer = json.loads(body)
        if len(answer["Events"]) == min(int(request.get("MaxResults", 50)), 50):
            answer["NextToken"] = answer["Events"][-1]["EventId"]
        return status, headers, json.dumps(answer).encode()

    cloudtrail._DISPATCH["LookupEvents"] = lookup


def tag_new_trails() -> None:
    """Tags come with the request that makes a trail; the emulator forgets them, so that one was nobody's for a moment."""
    from ministack.services import cloudtrail

    create = cloudtrail._DISPATCH["CreateTrail"]

    def create_tagged(request: dict) -> tuple:
        status, headers, body = create(request)
        if status == 200:
            tags = request.get("TagsList") or []
            cloudtrail._add_tags({"ResourceId": json.loads(body)["TrailARN"], "TagsList": tags})
        return status, headers, body

    cloudtrail._DISPATCH["CreateTrail"] = create_tagged


# What is done with data: not in CloudTrail's event history, but in the emulator's.
DATA_EVENTS = {
    "dynamodb": {"BatchWriteItem", "DeleteItem", "PutItem", "TransactWriteItems", "UpdateItem", "Query", "Scan"},
    "lambda": {"Invoke"},
    "sns": {"Publish", "PublishBatch"},
    "sqs": {
        "ChangeMessageVisibility",
        "DeleteMessage",
        "DeleteMessageBatch",
        "ReceiveMessage",
        "SendMessage",
        "SendMessageBatch",
    },
}


def record_as_cloudtrail_does() -> None:
    """Leaves data events out, and says of which function a call was: the emulator forgets what is named in a path."""
    from ministack.services import cloudtrail

    record = cloudtrail.record_event

    def record_management(
        service: str, event_name: str, resources: list, request_params: dict, **rest: object
    ) -> None:
        if event_name in DATA_EVENTS.get(service, ()):
            return
        if service == "lambda" and resources:
            request_params = {"functionName": resources[0]["ResourceName"], **request_params}
        record(
            service=service, event_name=event_name, resources=resources, request_params=request_params, **rest
        )

    cloudtrail.record_event = record_management


if sys.version_info < (3, 10):
    sys.exit("the emulator needs Python 3.10 or newer, this is " + sys.version.split()[0])
if sys.argv[1] == "watched":
    threading.Thread(target=end_with_owner, daemon=True).start()
saved = os.path.join(sys.argv[2], "saved")
sys.argv = ["ministack"]
page_event_history()
tag_new_trails()
record_as_cloudtrail_does()
try:
    runpy.run_module("ministack.app", run_name="__main__", alter_sys=True)
finally:
    # Everything is on disk now; after a SIGKILL this mark is missing, and what is there belongs to different moments.
    with open(saved, "w", encoding="utf-8"):
        pass
    # Lambda workers are in our process group and would live on.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(os.getpgrp(), signal.SIGTERM)
