"""The broker that is a folder: nothing lost, nothing twice, nothing read half-written."""

import multiprocessing
import os

import pytest
from kombu import Connection, Consumer, Exchange, Producer, Queue

from config.broker import Transport

MESSAGES = 200
PUBLISHERS = 4


def options(folder):
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.01,
    }


def connected(folder):
    return Connection("fairweekfs://", transport_options=options(folder))


def queue(name="mail"):
    return Queue(name, Exchange(name), routing_key=name)


def publish(folder, numbers, name="mail"):
    with connected(folder) as connection, Producer(connection.default_channel) as producer:
        for number in numbers:
            producer.publish(
                {"number": number, "padding": "x" * 4000},
                exchange=queue(name).exchange,
                routing_key=name,
                declare=[queue(name)],
            )


def consume(folder, count, name="mail"):
    """The numbers received: at most `count`, until half a second passes without one."""
    received = []

    def take(body, message):
        received.append(body["number"])
        message.ack()

    with connected(folder) as connection, Consumer(connection, queue(name), callbacks=[take]):
        try:
            while len(received) < count:
                connection.drain_events(timeout=0.5)
        except TimeoutError:
            pass
    return received


def consume_into(folder, results):
    results.put(consume(folder, PUBLISHERS * MESSAGES))


@pytest.fixture
def folder(tmp_path):
    Transport.global_state.clear()  # kombu remembers what it has declared, whatever the folder
    return tmp_path / "broker"


def test_a_message_comes_out_as_it_went_in_and_only_once(folder):
    publish(folder, [1, 2, 3])
    assert consume(folder, 4) == [1, 2, 3]
    assert consume(folder, 1) == []


def test_a_queue_gives_only_its_own_messages(folder):
    publish(folder, [1], "mail")
    publish(folder, [2], "default")
    assert consume(folder, 2, "default") == [2]
    assert consume(folder, 2, "mail") == [1]


def test_the_folder_is_made_with_all_above_it(folder):
    publish(folder / "not" / "there" / "yet", [1])
    assert consume(folder / "not" / "there" / "yet", 1) == [1]


def test_what_another_process_still_writes_is_not_read(folder):
    publish(folder, [])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".1_x.mail.unfinished").write_bytes(b"")
    assert consume(folder, 1) == []


def test_nothing_is_left_in_the_folder(folder):
    publish(folder, range(3))
    consume(folder, 3)
    assert [path.name for path in folder.iterdir()] == ["control"]


@pytest.mark.slow
@pytest.mark.alone
def test_four_processes_publish_and_two_consume_every_message_once(folder):
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    publishers = [
        spawn.Process(target=publish, args=(folder, range(n * MESSAGES, (n + 1) * MESSAGES)))
        for n in range(PUBLISHERS)
    ]
    consumers = [spawn.Process(target=consume_into, args=(folder, results)) for _ in range(2)]
    for process in publishers:
        process.start()
    for process in publishers:
        process.join(60)
    for process in consumers:
        process.start()
    received = [number for _ in consumers for number in results.get(timeout=60)]
    for process in consumers:
        process.join(10)
    assert [process.exitcode for process in publishers + consumers] == [0] * 6
    assert sorted(received) == list(range(PUBLISHERS * MESSAGES))


@pytest.mark.slow
@pytest.mark.alone
def test_a_consumer_that_runs_all_along_gets_every_message(folder):
    spawn = multiprocessing.get_context("spawn")
    publishers = [
        spawn.Process(target=publish, args=(folder, range(n * MESSAGES, (n + 1) * MESSAGES)))
        for n in range(PUBLISHERS)
    ]
    for process in publishers:
        process.start()
    received = []
    while any(process.is_alive() for process in publishers):
        received += consume(folder, PUBLISHERS * MESSAGES - len(received))
    received += consume(folder, PUBLISHERS * MESSAGES - len(received))
    assert [process.exitcode for process in publishers] == [0] * PUBLISHERS
    assert sorted(received) == list(range(PUBLISHERS * MESSAGES))


def test_a_table_made_by_another_process_meanwhile_is_kept(folder, monkeypatch):
    with connected(folder) as connection:
        channel = connection.default_channel
        table = channel._exchange_file("mail")
        real = os.link

        def late(source, target):
            table.write_text('[["other", "", "other"]]')
            real(source, target)

        monkeypatch.setattr(os, "link", late)
        queue()(channel).declare()
        assert {entry.queue for entry in channel.get_table("mail")} == {"mail", "other"}
