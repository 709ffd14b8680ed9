/** What a request to count may hold: what is counted, and what it is counted for. */
const COUNTED: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'system', 'tools', 'tool_choice', 'thinking', 'output_config'],
  ...['output_format', 'cache_control', 'context_management', 'mcp_servers', 'speed'],
])

/** Whether a field of a Messages request goes with it to be counted: how the answer is written is refused there. */
export function isCountedField(field: string): boolean {
  return COUNTED.has(field)
}
