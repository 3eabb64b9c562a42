"""A local Bot API with people, groups and a chat page: the bot without Telegram."""
