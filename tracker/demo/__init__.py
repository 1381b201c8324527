"""A small fictional news site, so that the main job runs without internet."""

from tracker.demo.scenario import demo_config, timeline
from tracker.demo.site import Site
from tracker.demo.texts import load_articles as articles

__all__ = ["Site", "articles", "demo_config", "timeline"]
