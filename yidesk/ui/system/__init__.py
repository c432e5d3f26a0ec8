"""What the system around the window offers: notifications, a taskbar, a tray, input methods."""
