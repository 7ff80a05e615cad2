"""Decisions about reservations: claims and moves, or a named refusal. One file per part of a reservation's life."""

from holdfast_server.reservations.rules import claims as claims
from holdfast_server.reservations.rules import edit as edit
from holdfast_server.reservations.rules import leaving as leaving
from holdfast_server.reservations.rules import promise as promise
from holdfast_server.reservations.rules import time as time
