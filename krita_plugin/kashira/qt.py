"""Qt 5 or Qt 6, whichever Krita runs on: the only file that knows the difference.

PyQt5 first: Krita 5.1 and 5.2 do not guard against importing a second Qt, and Krita 6 refuses
PyQt5 with an ImportError. Everywhere else enums are written scoped, which both understand.
"""

try:
    from PyQt5 import QtCore, QtGui, QtWidgets
    from PyQt5.QtWidgets import QAction, QActionGroup
except ImportError:
    from PyQt6 import QtCore, QtGui, QtWidgets
    from PyQt6.QtGui import QAction, QActionGroup

QT_MAJOR = int(QtCore.PYQT_VERSION_STR.split(".")[0])

Qt = QtCore.Qt
Signal = QtCore.pyqtSignal

__all__ = ["QT_MAJOR", "QAction", "QActionGroup", "Qt", "QtCore", "QtGui", "QtWidgets", "Signal"]
