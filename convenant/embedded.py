"""
Worker and beat as threads of the web process: one command on a laptop, one process on a small server.

There must be one such process per broker: `memory://` is not shared. The lease makes two of them on one database safe.
"""

import logging
import os
import threading

import celery.worker.state
from celery.beat import EmbeddedService
from django.db import connections

from convenant.celery import app

LOG = logging.getLogger(__name__)
DIED = 70
"""Exit code when a thread died; the process that watches this one starts another."""


class Embedded:
    """A worker of three threads and a beat, watched: a thread that dies must not leave a process that looks well."""

    CONCURRENCY = 3

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.threads: dict[str, threading.Thread] = {}

    def start(self) -> None:
        """Start both. Raises RuntimeError when the worker is not ready within 15 seconds."""
        self.stopping.clear()
        app.set_default()
        app.loader.import_default_modules()
        app.finalize()
        ready = threading.Event()
        # WorkController and not app.Worker: that one has a banner, and handlers that only a main thread may set.
        self.worker = app.WorkController(
            app=app,
            pool="threads",
            concurrency=self.CONCURRENCY,
            hostname="embedded@local",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
            ready_callback=lambda consumer: ready.set(),
        )
        self._thread("worker", threading.Thread(target=self._work, name="worker", daemon=True))
        if not ready.wait(15):
            raise RuntimeError("the worker did not start within 15 seconds")
        # Without scheduler_cls it would use Celery's own scheduler, whatever the settings say.
        self.beat = EmbeddedService(app, thread=True, scheduler_cls=app.conf.beat_scheduler)
        self._thread("beat", self.beat)
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def stop(self) -> None:
        """
        Stop both; what runs now may finish, for at most 10 seconds.

        Does nothing where neither was started: gunicorn also calls this in the process that watches, for a worker
        that was gone already, and for a worker that did not get so far.
        """
        self.stopping.set()
        if "beat" in self.threads:
            self.beat.service.stop()
            self.threads["beat"].join(5)
        if "worker" in self.threads:
            # None would mean 'do not stop'; 0 is the exit code.
            celery.worker.state.should_stop = 0
            self.threads["worker"].join(10)
            celery.worker.state.should_stop = None
        connections.close_all()

    def _thread(self, name: str, thread: threading.Thread) -> None:
        self.threads[name] = thread
        thread.start()

    def _work(self) -> None:
        app.set_current()
        self.worker.start()

    def _watch(self) -> None:
        while not self.stopping.wait(1):
            dead = [name for name, thread in self.threads.items() if not thread.is_alive()]
            # A stop that begins just now ends them too.
            if dead and not self.stopping.wait(0.2):
                LOG.critical("%s died; the process ends and is started again", " and ".join(dead))
                logging.shutdown()
                os._exit(DIED)
