"""The user interface that pages are made of: the frame, the controls, the caches and the link to share."""

from viz.ui.frame import enter_through_app

enter_through_app()  # here, because every page imports viz.ui before it draws anything
