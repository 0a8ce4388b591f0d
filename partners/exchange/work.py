"""What happens by itself: parcels are read, claims and reviews decided, when their time has come."""

from partners.exchange import appeals, faxes, front, payments, reviews, texts
from partners.exchange.place import Exchange


def work(exchange: Exchange) -> int:
    """One round; the number of things done, 0 when nothing is due."""
    done = 0
    for row in exchange.store.rows("select * from parcel where state = 'new' order by id"):
        front.process(exchange, row)
        done += 1
    runs = (payments.run, reviews.run, faxes.run, appeals.run, texts.run)
    return done + sum(run(exchange) for run in runs)
