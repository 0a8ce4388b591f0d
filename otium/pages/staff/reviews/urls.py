"""Addresses of peer-to-peers and appeals."""

from django.urls import path

from otium.pages.staff.reviews import appeal, appeal_moves, appeals, talk, talk_moves, talks

TALK, APPEAL = "peer-to-peer/<uuid:talk_id>/", "appeals/<uuid:appeal_id>/"
OF_REQUEST = "prior-auth/<uuid:request_id>/"

urlpatterns = [
    path("peer-to-peer/", talks.peer_to_peers, name="peer_to_peers"),
    path(f"{OF_REQUEST}peer-to-peer/", talk_moves.begin, name="peer_to_peer_open"),
    path(TALK, talk.peer_to_peer, name="peer_to_peer"),
    path(f"{TALK}brief/", talk.brief, name="peer_to_peer_brief"),
    path(f"{TALK}try/", talk_moves.record_try, name="peer_to_peer_try"),
    path(f"{TALK}fax/", talk_moves.fax_it, name="peer_to_peer_fax"),
    path(f"{TALK}schedule/", talk_moves.schedule, name="peer_to_peer_schedule"),
    path(f"{TALK}miss/", talk_moves.miss, name="peer_to_peer_miss"),
    path(f"{TALK}hold/", talk_moves.hold, name="peer_to_peer_hold"),
    path(f"{TALK}learn/", talk_moves.learn, name="peer_to_peer_learn"),
    path(f"{TALK}withdraw/", talk_moves.withdraw, name="peer_to_peer_withdraw"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/export/", appeals.appeals_export, name="appeals_export"),
    path(f"{OF_REQUEST}appeal/", appeal_moves.begin, name="appeal_open"),
    path(APPEAL, appeal.appeal, name="appeal"),
    path(f"{APPEAL}letter/", appeal.letter, name="appeal_letter"),
    path(f"{APPEAL}proof/", appeal.proof, name="appeal_proof"),
    path(f"{APPEAL}point/", appeal_moves.point, name="appeal_point"),
    path(f"{APPEAL}urgency/", appeal_moves.urgency, name="appeal_urgency"),
    path(f"{APPEAL}sign/", appeal_moves.sign, name="appeal_sign"),
    path(f"{APPEAL}file/", appeal_moves.file, name="appeal_file"),
    path(f"{APPEAL}fax/", appeal_moves.fax_it, name="appeal_fax"),
    path(f"{APPEAL}take-back/", appeal_moves.take_back, name="appeal_take_back"),
    path(f"{APPEAL}acknowledge/", appeal_moves.acknowledge, name="appeal_acknowledge"),
    path(f"{APPEAL}decide/", appeal_moves.decide, name="appeal_decide"),
    path(f"{APPEAL}withdraw/", appeal_moves.withdraw, name="appeal_withdraw"),
]
