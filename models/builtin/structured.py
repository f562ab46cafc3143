"""JSON, tools and thinking."""
WEIGHT = 0
SPECIAL_SHARE = 0
MAKERS = []
