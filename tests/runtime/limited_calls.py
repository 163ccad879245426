"""What the tests of ``limited`` call in another process."""

import os
import time

from recsys_core.errors import DataError
from recsys_core.messages import message


def add(one, other):
    return one + other


def process_id():
    return os.getpid()


def sleep():
    time.sleep(600)


def fill_memory():
    return len(bytearray(4_000_000_000))


def fill_memory_inside():
    try:
        fill_memory()
    except MemoryError as error:
        raise DataError("This is not a readable file.") from error


def abort():
    os.abort()


def leave():
    os._exit(3)


def long_result():
    return b"x" * 2_000_000


def refuse(file):
    raise DataError(message("errors.empty_choose_file_with", "{name} is empty.", name=file))


def slip():
    return 1 / 0
