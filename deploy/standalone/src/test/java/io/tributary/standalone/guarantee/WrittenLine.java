package io.tributary.standalone.guarantee;

import io.tributary.standalone.load.ContainerInstance;
import io.tributary.standalone.load.NumberedLine;

/**
 * A numbered line that stands in a log file.
 *
 * @param instance who wrote it
 * @param line what was written
 * @param bytes its length in the file, record and line end included
 */
public record WrittenLine(ContainerInstance instance, NumberedLine line, int bytes) {}
