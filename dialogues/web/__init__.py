"""The public pages: one view a page. They only read, and every number in them comes from `dialogues/queries`."""
