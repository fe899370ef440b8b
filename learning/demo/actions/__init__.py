"""The invented trust lives its weeks, and its people do what people do beside the weekly unit."""

from learning.demo.actions.living import Lived, live, lived, organisation

__all__ = ["Lived", "live", "lived", "organisation"]
