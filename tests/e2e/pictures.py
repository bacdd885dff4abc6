"""Pictures of a person's whole path, in both sizes, for people to look at."""

from pathlib import Path

from tests.stack import Stack

SIZES = {"desk": (1280, 900), "phone": (390, 844)}


def keep_pictures(walk, folder):
    """Walk on both sizes and keep the pictures in a folder; returns an exit code.

    ``walk(stack, picture, size)`` calls ``picture(browser, name)`` at each screen.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with Stack.up() as stack:
        for size in SIZES:

            def picture(browser, name, size=size):
                browser.screenshot(folder / f"{name}-{size}.png")
                print(f"{name}-{size}", flush=True)

            walk(stack, picture, size)
    return 0
