"""The preview: a local server that rebuilds as files change and makes open pages reload themselves."""
