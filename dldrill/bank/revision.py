"""Which wording of a question it was: progress hangs on the id, the log also keeps the revision."""

from __future__ import annotations

from dataclasses import replace

from dldrill.bank.question import Question


def revision(question: Question) -> str:
    """Eight hexadecimal digits that change whenever anything of a question does but its place."""
    from hashlib import blake2b  # loads OpenSSL, which a first question is shown without

    told = repr(replace(question, where=""))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
