"""What happens by itself: parcels are read, claims and reviews decided, when their time has come."""

from partners.exchange import appeals, faxes, front, payments, reviews
from partners.exchange.place import Exchange


def work(exchange: Exchange) -> int:
    """One round; the number of things done, 0 when nothing is due."""
    done = 0
    for row in exchange.store.rows("select * from parcel where state = 'new' order by id"):
        front.process(exchange, row)
        done += 1
    return done + payments.run(exchange) + reviews.run(exchange) + faxes.run(exchange) + appeals.run(exchange)
