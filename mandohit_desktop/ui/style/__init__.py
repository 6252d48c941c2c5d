"""How it looks: themes, icons, fonts and small widgets that many views use."""
