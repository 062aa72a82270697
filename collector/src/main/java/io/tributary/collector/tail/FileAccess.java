package io.tributary.collector.tail;

/** How files are found, and how those that were found are opened. */
public record FileAccess(FileFinder finder, FileOpener opener) {}
