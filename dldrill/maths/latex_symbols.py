"""The LaTeX commands that stand for a single symbol or a word, by TeX's classes."""

from __future__ import annotations

GREEK = dict(
    zip(
        (
            "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
            "pi rho sigma tau upsilon phi varphi chi psi omega "
            "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
        ).split(),
        "αβγδϵεζηθϑικλμνξπρστυϕφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        strict=True,
    )
)
ORDINARY = GREEK | {
    "infty": "∞",
    "partial": "∂",
    "nabla": "∇",
    "ell": "ℓ",
    "hbar": "ℏ",
    "forall": "∀",
    "exists": "∃",
    "emptyset": "∅",
    "top": "⊤",
    "intercal": "⊤",
    "bot": "⊥",
    "dagger": "†",
    "neg": "¬",
    "lnot": "¬",
    "triangle": "△",
    "varnothing": "∅",
    "uparrow": "↑",
    "downarrow": "↓",
    "prime": "′",
    "bullet": "●",
    "circ": "∘",
    "dots": "…",
    "ldots": "…",
    "cdots": "⋯",
    "vdots": "⋮",
    "ddots": "⋱",
    "square": "□",
    "Box": "□",
    "blacksquare": "■",
    "checkmark": "✓",
    "angle": "∠",
    "bigcirc": "○",
    **{char: char for char in "#%$&_"},
}
BINARY = {
    "times": "×",
    "cdot": "·",
    "pm": "±",
    "mp": "∓",
    "div": "÷",
    "ast": "∗",
    "star": "⋆",
    "odot": "⊙",
    "oplus": "⊕",
    "otimes": "⊗",
    "cup": "∪",
    "cap": "∩",
    "setminus": "∖",
    "wedge": "∧",
    "vee": "∨",
    "land": "∧",
    "lor": "∨",
    "bmod": "mod",
}
RELATION = {
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "neq": "≠",
    "ne": "≠",
    "approx": "≈",
    "equiv": "≡",
    "sim": "∼",
    "propto": "∝",
    "in": "∈",
    "notin": "∉",
    "subset": "⊂",
    "subseteq": "⊆",
    "supseteq": "⊇",
    "to": "→",
    "rightarrow": "→",
    "leftarrow": "←",
    "gets": "←",
    "Rightarrow": "⇒",
    "implies": "⟹",
    "iff": "⟺",
    "mapsto": "↦",
    "ll": "≪",
    "gg": "≫",
    "mid": "|",
    "coloneqq": ":=",
    "longrightarrow": "⟶",
    "leftrightarrow": "↔",
    "perp": "⊥",
    "parallel": "∥",
    "cong": "≅",
    "simeq": "≃",
    "lt": "<",
    "gt": ">",
    "leqslant": "≤",
    "geqslant": "≥",
    "supset": "⊃",
    "subsetneq": "⊊",
    "ni": "∋",
    "nmid": "∤",
    "triangleq": "≜",
    "Leftarrow": "⇐",
    "Leftrightarrow": "⇔",
    "vdash": "⊢",
    "models": "⊨",
    "colon": ":",
    "asymp": "≍",
    "lesssim": "≲",
    "gtrsim": "≳",
}
OPENING = {
    "langle": "⟨",
    "lfloor": "⌊",
    "lceil": "⌈",
    "{": "{",
    "lbrace": "{",
    "lbrack": "[",
    "lVert": "‖",
    "lvert": "|",
}
CLOSING = {
    "rangle": "⟩",
    "rfloor": "⌋",
    "rceil": "⌉",
    "}": "}",
    "rbrace": "}",
    "rbrack": "]",
    "rVert": "‖",
    "rvert": "|",
}
BIG = {"sum": "∑", "prod": "∏", "int": "∫", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂"}
FUNCTION = frozenset(
    (
        "log ln lg exp cos sin tan cot sec csc tanh cosh sinh coth arccos arcsin arctan "
        "det dim ker Pr deg gcd hom"
    ).split()
)
LIMIT_FUNCTION = {
    **{name: name for name in ("max", "min", "lim", "sup", "inf")},
    "argmax": "arg max",
    "argmin": "arg min",
    "limsup": "lim sup",
    "liminf": "lim inf",
}
ACCENT = {
    "hat": "hat",
    "widehat": "hat",
    "tilde": "tilde",
    "widetilde": "tilde",
    "bar": "bar",
    "overline": "bar",
    "vec": "vec",
    "dot": "dot",
    "ddot": "ddot",
}
STYLE = {
    "mathbf": "bold",
    "boldsymbol": "bold",
    "bm": "bold",
    "mathcal": "cal",
    "mathscr": "cal",
    "mathbb": "bb",
    "mathrm": "rm",
    "mathsf": "rm",
    "mathtt": "tt",
    "mathit": "it",
}
TEXT = {"text": "rm", "textrm": "rm", "mbox": "rm", "textbf": "bold", "textit": "it", "texttt": "tt"}
IGNORED = frozenset(
    (
        "displaystyle textstyle scriptstyle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr "
        "nonumber notag relax hline scriptscriptstyle mathstrut"
    ).split()
)
NEGATED = {"=": "≠", "∈": "∉", "|": "∤", "≡": "≢"}
SPACE = {",": 1, ":": 1, ";": 1, " ": 1, "quad": 2, "qquad": 4, "!": 0, "hfill": 1, "enspace": 1, ">": 1}
MATRIX = {
    "matrix": ("", ""),
    "bmatrix": ("[", "]"),
    "pmatrix": ("(", ")"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "Bmatrix": ("{", "}"),
    "array": ("", ""),
    "smallmatrix": ("", ""),
}
ALIGNED = frozenset({"align", "aligned", "gather", "gathered", "split", "equation"})
