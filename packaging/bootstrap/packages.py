"""What Qt and the tests need from the system, under the names of three package managers.

A library is looked for by the name the loader knows (its soname), which is the same on every
distribution; only the package that holds it is named differently. The list was read from the
dependencies of Qt's own plug-ins (xcb, wayland, offscreen).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """A library, program or font, and the package that holds it."""

    what: str
    apt: str
    dnf: str
    pacman: str

    def package(self, manager: str) -> str:
        """The package to ask this manager for."""
        return {"apt-get": self.apt, "dnf": self.dnf, "pacman": self.pacman}[manager]


LIBRARIES = (
    Need("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Need("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Need("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Need("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Need("libgomp.so.1", "libgomp1", "libgomp", "gcc-libs"),
    Need("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
    Need("libxcb.so.1", "libxcb1", "libxcb", "libxcb"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Need("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil",
         "xcb-util-renderutil"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Need("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Need("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Need("libzstd.so.1", "libzstd1", "libzstd", "zstd"),
)  # fmt: skip

TEST_PROGRAMS = (
    Need("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Need("xdotool", "xdotool", "xdotool", "xdotool"),
    Need("import", "imagemagick", "ImageMagick", "imagemagick"),  # takes the screenshots
    Need("dbus-daemon", "dbus-daemon", "dbus-daemon", "dbus"),
    Need("fc-list", "fontconfig", "fontconfig", "fontconfig"),
    Need("ibus-daemon", "ibus", "ibus", "ibus"),
)

PINYIN = Need("Pinyin for ibus", "ibus-libpinyin", "ibus-libpinyin", "ibus-libpinyin")
PINYIN_COMPONENT = "/usr/share/ibus/component/libpinyin.xml"
"""Where ibus itself looks for it; its program is on nobody's PATH."""

CHINESE_FONT = Need(
    "a Chinese font", "fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk"
)

VENV_MODULE = Need("ensurepip", "python3-venv", "python3", "python")
