"""The shelf of modules: files of content/modules as frozen modules, or every fault with file, line and mend."""

from .drafting.heads_up import heads_up_source
from .folder import Shelf, check_file, check_text, read_files, read_folder, vocabulary_beside
from .front_matter import Known
from .manuscript import Draft, Manuscript
from .module import Module, Pair, Piece, Section, Text
from .reading import parse

__all__ = [
    "Draft",
    "Known",
    "Manuscript",
    "Module",
    "Pair",
    "Piece",
    "Section",
    "Shelf",
    "Text",
    "check_file",
    "check_text",
    "heads_up_source",
    "parse",
    "read_files",
    "read_folder",
    "vocabulary_beside",
]
