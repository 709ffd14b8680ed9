/** Whether a tool is the client's own and not one that Anthropic's servers know by its type. */
export function isPortableTool(tool: unknown): boolean {
  return Object(tool).input_schema != null
}
