"""One request in flight, and the newest wins."""

from krita_plugin.kashira.live_preview import NewestWins


def test_the_first_is_sent_at_once():
    sent = []
    NewestWins(sent.append).ask("a")
    assert sent == ["a"]


def test_of_those_that_wait_only_the_newest_is_sent():
    sent = []
    wins = NewestWins(sent.append)
    for request in "abcd":
        wins.ask(request)
    assert sent == ["a"]
    wins.answered()
    assert sent == ["a", "d"]
    wins.answered()
    assert wins.settled


def test_it_goes_on_after_an_engine_was_lost():
    sent = []
    wins = NewestWins(sent.append)
    wins.ask("a")
    wins.ask("b")
    wins.forget()
    assert wins.settled
    wins.ask("c")
    assert sent == ["a", "c"]


def test_an_answer_within_sending_is_understood():
    sent = []

    def send(request):
        sent.append(request)
        wins.answered()

    wins = NewestWins(send)
    wins.ask("a")
    wins.ask("b")
    assert sent == ["a", "b"]
    assert wins.settled
