/** Ends this process when the one that started it is gone, however that came about; does nothing without IPC channel. */
export function exitWithParent(): void {
  process.on('disconnect', () => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0))
}
