/**
 * What any of our processes needs: being launched, configured, checked and stopped.
 * Not here: anything that knows logs, topics or Kubernetes.
 */
package io.tributary.runtime;
