"""The shelf of capability: framework, role families and sources from their files, or every fault in them."""

from .content import (
    CapabilityContent,
    Competency,
    CompetencyLevel,
    Domain,
    Framework,
    LevelName,
    OutsideMapping,
    RequiredFrom,
    RoleFamily,
    Roles,
    Source,
)
from .marked_yaml import MarkedYaml, Place, read_marked
from .reading import content_of_body, read_content
from .shape_faults import shaped

__all__ = [
    "CapabilityContent",
    "Competency",
    "CompetencyLevel",
    "Domain",
    "Framework",
    "LevelName",
    "MarkedYaml",
    "OutsideMapping",
    "Place",
    "RequiredFrom",
    "RoleFamily",
    "Roles",
    "Source",
    "content_of_body",
    "read_content",
    "read_marked",
    "shaped",
]
