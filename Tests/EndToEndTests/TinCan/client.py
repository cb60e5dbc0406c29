"""Speaks to a learning record store through the public `tincan` library: saves, queries, voids, keeps state.

client.py ENDPOINT KEY SECRET   prints one line a step, `ok` or `FAILED` and what; exit code 1 when a step failed.
"""

import sys
import uuid
from datetime import timedelta

from tincan import (
    Activity, ActivityDefinition, Agent, AgentAccount, Context, ContextActivities, LanguageMap, RemoteLRS, Result, Score,
    Statement, StatementRef, Verb,
)
from tincan.documents import StateDocument

endpoint, key, secret = sys.argv[1:4]
lrs = RemoteLRS(version="1.0.3", endpoint=endpoint, username=key, password=secret)
failures = 0


def step(name, held, answer=None):
    global failures
    print(("ok      " if held else "FAILED  ") + name + ("" if held or answer is None else f": {answer.data}"))
    failures += not held


registration = str(uuid.uuid4())
agent = Agent(name="Ann", account=AgentAccount(home_page="http://example.com", name=str(uuid.uuid4())))
activity = Activity(
    id=f"http://example.com/activities/{uuid.uuid4()}",
    definition=ActivityDefinition(name=LanguageMap({"en-US": "A lesson"}), type="http://adlnet.gov/expapi/activities/lesson"))
parent = Activity(id=f"http://example.com/activities/{uuid.uuid4()}")


def statement(verb, **more):
    return Statement(
        actor=agent, verb=Verb(id=f"http://adlnet.gov/expapi/verbs/{verb}", display=LanguageMap({"en-US": verb})),
        object=activity,
        context=Context(registration=registration, context_activities=ContextActivities(parent=[parent])), **more)


saved = lrs.save_statement(statement("attempted"))
step("a statement is saved and gets an id", saved.success and saved.content.id is not None, saved)
own = statement("answered", id=str(uuid.uuid4()), result=Result(
    score=Score(scaled=0.5, raw=5, min=0, max=10), success=True, duration=timedelta(seconds=90.5), response="a[,]b"))
put = lrs.save_statement(own)
step("a statement with an id is saved under it", put.success, put)
again = lrs.save_statement(own)
step("the same statement again does no harm", again.success, again)
got = lrs.retrieve_statement(own.id)
step(
    "it comes back as it was",
    got.success and got.content.result.score.raw == 5 and got.content.result.duration == timedelta(seconds=90.5)
    and got.content.verb.id == own.verb.id and got.content.authority is not None and got.content.stored is not None, got)
batch = lrs.save_statements([statement("experienced") for _ in range(3)])
step("several are saved at once", batch.success and len({s.id for s in batch.content}) == 3, batch)

for name, query, count in [
    ("agent", {"agent": agent}, 5), ("verb and registration", {"verb": own.verb, "registration": registration}, 1),
    ("activity", {"activity": activity}, 5),
    ("related activity", {"activity": parent, "related_activities": "true"}, 5), ("no hit", {"registration": str(uuid.uuid4())}, 0),
]:
    found = lrs.query_statements(query)
    step(f"query by {name}", found.success and len(found.content.statements) == count, found)

seen = []
page = lrs.query_statements({"agent": agent, "limit": 2, "ascending": "true"})
while page.success:
    seen += [s.id for s in page.content.statements]
    if not page.content.more:
        break
    page = lrs.more_statements(page.content)
step("pages follow one another", page.success and len(seen) == 5 and seen[0] == saved.content.id, page)

voiding = lrs.save_statement(Statement(
    actor=agent, verb=Verb(id="http://adlnet.gov/expapi/verbs/voided"), object=StatementRef(id=own.id)))
step("a statement is voided", voiding.success, voiding)
step("the voided one is gone", lrs.retrieve_statement(own.id).response.status == 404)
voided = lrs.retrieve_voided_statement(own.id)
step("and found as voided", voided.success and voided.content.id == own.id, voided)

# The library keeps states without their registration, and sends each twice.
state = StateDocument(
    activity=activity, agent=agent, id="bookmark", content=bytearray("page 3", "utf-8"), content_type="text/plain")
step("state: none at first", lrs.retrieve_state(activity, agent, "bookmark").response.status == 404)
for page in (b"page 3", b"page 4"):
    state.content = bytearray(page)
    kept = lrs.save_state(state)
    step("state is kept", kept.success, kept)
    read = lrs.retrieve_state(activity, agent, "bookmark")
    step("and read", read.success and bytes(read.content.content) == page, read)
    step("with its type and tag", read.response.getheader("Content-Type") == "text/plain"
         and read.response.getheader("ETag") is not None)
ids = lrs.retrieve_state_ids(activity, agent)
step("it is listed", ids.success and list(ids.content) == ["bookmark"], ids)
cleared = lrs.clear_state(activity, agent)
step("all states are cleared", cleared.success, cleared)
step("and gone", list(lrs.retrieve_state_ids(activity, agent).content) == [])

stranger = RemoteLRS(version="1.0.3", endpoint=endpoint, username=key, password="wrong")
step("a wrong secret is refused", stranger.save_statement(statement("attempted")).response.status == 401)
sys.exit(1 if failures else 0)
