package io.tributary.collector.publish;

/**
 * Why nothing can be published now, for the operator.
 *
 * @param what what does not work, with topic or address
 * @param remedy what to do about it
 * @param lasting whether no waiting can help, so that the process should end
 */
public record Trouble(String what, String remedy, boolean lasting) {}
