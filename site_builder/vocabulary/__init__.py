"""The starter vocabulary: facts about companies in the news, offered to curators and never applied unasked."""
