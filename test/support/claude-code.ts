import { readFileSync } from 'node:fs'

/**
 * Requests of Claude Code 2.1.332 to a router, in words of our own: their fields, headers and order are those that it was
 * seen to send, except for those of older versions (`HAIKU_BETA`) and of services that it asks elsewhere. Without
 * `ANTHROPIC_DEFAULT_HAIKU_MODEL` it asks the small things of the conversation's own model. What is documented:
 *
 * - paths, `?beta=true`, headers, the note for billing as first block of the system prompt, a count of tokens as the only
 *   optional endpoint, adaptive thinking: https://code.claude.com/docs/en/llm-gateway-protocol
 * - names and purposes of tools: https://code.claude.com/docs/en/tools-reference
 * - that small requests go to the model of `ANTHROPIC_DEFAULT_HAIKU_MODEL`, and agents such as Explore too:
 *   https://code.claude.com/docs/en/model-config and https://code.claude.com/docs/en/sub-agents
 * - which requests there are besides the conversation, and how they begin:
 *   https://github.com/Piebald-AI/claude-code-system-prompts
 * - `thinking` and `output_config.effort`: https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking;
 *   `context_management`: https://platform.claude.com/docs/en/build-with-claude/context-editing; `output_config.format`:
 *   https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 * - the tool of the server: https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool
 * - pictures and errors in results of tools: https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use
 */
export interface ClaudeCodeRequest {
  readonly name: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
  /** Whether Claude Code asks it for itself. */
  readonly housekeeping: boolean
}

interface Body extends Item {
  readonly model: string
  readonly messages: readonly Item[]
  readonly system?: readonly Item[]
  readonly tools?: readonly Item[]
}

type Item = Readonly<Record<string, unknown>>

const SESSION = '0c9e7a52-6b1d-4f38-9d21-7a4be3c85f10'

/** What stands in every request; with `ANTHROPIC_API_KEY` there is `x-api-key` in the place of `authorization`. */
const HEADERS = {
  accept: 'application/json',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'anthropic-dangerous-direct-browser-access': 'true',
  'anthropic-version': '2023-06-01',
  authorization: 'Bearer of-ada',
  'content-type': 'application/json',
  'user-agent': 'claude-cli/2.1.332 (external, cli)',
  'x-app': 'cli',
  'x-claude-code-session-id': SESSION,
  'x-stainless-arch': 'x64',
  'x-stainless-lang': 'js',
  'x-stainless-os': 'Linux',
  'x-stainless-package-version': '0.128.0',
  'x-stainless-retry-count': '0',
  'x-stainless-runtime': 'node',
  'x-stainless-runtime-version': 'v26.12.1',
  'x-stainless-timeout': '600',
}

const MAIN_BETA = [
  'claude-code-20250219',
  'interleaved-thinking-2025-05-14',
  'context-management-2025-06-27',
  'per-turn-control-2026-07-01',
  'mid-conversation-tool-changes-2026-07-01',
  'thinking-token-count-2026-05-13',
  'advanced-tool-use-2025-11-20',
  'effort-2025-11-24',
  'thinking-display-updates-2026-08-18',
]
/** Of what is asked at the end of a conversation without becoming part of it. */
const FORK_BETA = [...MAIN_BETA, 'fallback-credit-2026-06-01']
const TASK_BETA = [
  'claude-code-20250219',
  'interleaved-thinking-2025-05-14',
  'redact-thinking-2026-02-12',
  'context-management-2025-06-27',
  'per-turn-control-2026-07-01',
  'mid-conversation-tool-changes-2026-07-01',
  'thinking-token-count-2026-05-13',
  'effort-2025-11-24',
]
const FORMAT_BETA = [...TASK_BETA, 'structured-outputs-2025-12-15']
const HAIKU_BETA = [
  'interleaved-thinking-2025-05-14',
  'redact-thinking-2026-02-12',
  'thinking-token-count-2026-05-13',
  'context-management-2025-06-27',
  'prompt-caching-scope-2026-01-05',
]
/** Of 2.1.197, without a terminal: it lists every tool. */
const SDK_BETA = [
  'claude-code-20250219',
  'context-1m-2025-08-07',
  'interleaved-thinking-2025-05-14',
  'thinking-token-count-2026-05-13',
  'context-management-2025-06-27',
  'prompt-caching-scope-2026-01-05',
  'mid-conversation-system-2026-04-07',
  'effort-2025-11-24',
]
const HAIKU_FORMAT_BETA = [...HAIKU_BETA, 'structured-outputs-2025-12-15']
const COUNT_BETA = [...MAIN_BETA, 'token-counting-2024-11-01']

/** Tools that load others, and those that need no loading where these are; `all`: in the place of both. */
const SEARCH = ['ToolSearch', 'DeferredToolPlaceholder']
const LOADED = [
  'Agent',
  'AskUserQuestion',
  'Bash',
  'Edit',
  'ListAgents',
  'Read',
  'ReportFindings',
  'ScheduleWakeup',
  'Skill',
  'Workflow',
  'Write',
  ...SEARCH,
]

const MESSAGES = '/v1/messages?beta=true'
const COUNT = '/v1/messages/count_tokens?beta=true'

/** Everything that Claude Code sends, each kind once. */
export const claudeCodeRequests: readonly ClaudeCodeRequest[] = [
  work('main-turn', MAIN_BETA),
  work('tool-turn', MAIN_BETA),
  fromSdk(work('sdk-turn', SDK_BETA)),
  { ...work('count-tokens', COUNT_BETA), path: COUNT },
  work('compact', FORK_BETA),
  work('side-question', FORK_BETA),
  agents(work('explore-agent', MAIN_BETA)),
  work('web-search', TASK_BETA),
  work('web-fetch', HAIKU_BETA),
  work('permission-check', ['claude-code-20250219', 'auto-mode-classifier-2026-07-16']),
  work('goal-check', HAIKU_FORMAT_BETA),
  background('title', FORMAT_BETA),
  background('session-name', HAIKU_FORMAT_BETA),
  background('topic', HAIKU_BETA),
  background('quota', HAIKU_BETA),
  background('warmup', HAIKU_BETA),
  background('bash-prefix', HAIKU_BETA),
  background('file-paths', HAIKU_BETA),
  background('tool-summary', TASK_BETA),
  background('suggestion', FORK_BETA),
  background('away-recap', FORK_BETA),
  agents(background('agent-status', FORK_BETA)),
  agents(background('agent-first-status', FORK_BETA)),
]

/** The request of that name. Throws if there is none. */
export function claudeCodeRequest(name: string): ClaudeCodeRequest {
  const found = claudeCodeRequests.find((one) => one.name === name)
  if (found === undefined) throw new TypeError(`Claude Code sends no ${name}`)
  return found
}

function work(name: string, betas: readonly string[]): ClaudeCodeRequest {
  const headers = { ...HEADERS, 'anthropic-beta': betas.join(',') }
  return { name, path: MESSAGES, headers, body: bodyOf(name), housekeeping: false }
}

function background(name: string, betas: readonly string[]): ClaudeCodeRequest {
  return { ...work(name, betas), housekeeping: true }
}

function fromSdk(request: ClaudeCodeRequest): ClaudeCodeRequest {
  const agent = 'claude-cli/2.1.197 (external, sdk-cli)'
  return { ...request, headers: { ...request.headers, 'user-agent': agent } }
}

function agents(request: ClaudeCodeRequest): ClaudeCodeRequest {
  return {
    ...request,
    headers: { ...request.headers, 'x-claude-code-agent-id': 'a56194fb4f5ce0ed6' },
  }
}

/** A file names what several share: `{ "$use": "main-turn" }` stands for the messages of that request, and so on. */
function bodyOf(name: string): Body {
  const body = read(name) as Body
  const { messages, system, tools } = body
  return {
    ...body,
    messages: filled(messages, (used) => bodyOf(used).messages),
    ...(system && { system: filled(system, promptsOf) }),
    ...(tools && { tools: filled(tools, toolsOf) }),
  }
}

function filled(items: readonly Item[], used: (name: string) => readonly Item[]): Item[] {
  return items.flatMap((item) => {
    const name = item['$use']
    return typeof name === 'string' ? used(name) : [withText(item)]
  })
}

function promptsOf(name: string): readonly Item[] {
  const prompts = read('system-prompt') as Readonly<Record<string, readonly Item[]>>
  return (prompts[name] ?? []).map(withText)
}

function toolsOf(name: string): readonly Item[] {
  const tools = read('tools') as readonly Item[]
  if (name === 'all') return tools.filter((one) => !SEARCH.includes(String(one['name'])))
  if (name === 'loaded') return tools.filter((one) => LOADED.includes(String(one['name'])))
  return tools.filter((one) => one['name'] === name)
}

/** A long text stands in its file line by line. */
function withText(item: Item): Item {
  const { text, content } = item
  if (Array.isArray(text)) return { ...item, text: text.join('\n') }
  return Array.isArray(content) ? { ...item, content: content.map(withText) } : item
}

function read(name: string): unknown {
  const file = new URL(`../fixtures/claude-code/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}
