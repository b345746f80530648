"""Sets the sheet in a folder; run by itself, in a process that may be ended when it takes too long.

python -I typst_child.py FOLDER > sheet.pdf
"""

import sys
from datetime import UTC, datetime
from pathlib import Path


def main(folder: Path) -> None:
    """Write the PDF to standard output."""
    import typst

    whole = typst.compile(
        folder / "sheet.typ",
        root=folder,
        ignore_system_fonts=True,  # the fonts of the wheel are the same everywhere
        package_path=folder,
        package_cache_path=folder,
        pdf_standards="ua-1",
        timestamp=int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()),
        pretty=False,
    )
    sys.stdout.buffer.write(whole)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
