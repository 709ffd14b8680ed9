import { readFileSync } from 'node:fs'

/**
 * Requests of Claude Code 2.1 to a router, in words of our own. What they are made of is documented:
 *
 * - paths, `?beta=true`, headers, the note for billing as first block of the system prompt, a count of tokens as the only
 *   optional endpoint, adaptive thinking: https://code.claude.com/docs/en/llm-gateway-protocol
 * - the order of fields, `metadata.user_id`, reminders before the user's words, every header:
 *   https://qntx.sbvh.nl/research/claude-api-wire-format.html and
 *   https://gist.github.com/troykelly/6fdb3845d3c53a39469c338c125dfff6
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
  'accept-language': '*',
  'anthropic-dangerous-direct-browser-access': 'true',
  'anthropic-version': '2023-06-01',
  authorization: 'Bearer of-ada',
  'content-type': 'application/json',
  'sec-fetch-mode': 'cors',
  'user-agent': 'claude-cli/2.1.285 (external, cli)',
  'x-app': 'cli',
  'x-claude-code-session-id': SESSION,
  'x-stainless-arch': 'x64',
  'x-stainless-lang': 'js',
  'x-stainless-os': 'Linux',
  'x-stainless-package-version': '0.94.0',
  'x-stainless-retry-count': '0',
  'x-stainless-runtime': 'node',
  'x-stainless-runtime-version': 'v24.3.0',
  'x-stainless-timeout': '600',
}

const SMALL_BETA = [
  'interleaved-thinking-2025-05-14',
  'thinking-token-count-2026-05-13',
  'context-management-2025-06-27',
  'prompt-caching-scope-2026-01-05',
]
const MAIN_BETA = [
  'claude-code-20250219',
  ...SMALL_BETA,
  'mid-conversation-system-2026-04-07',
  'per-turn-control-2026-07-01',
  'mid-conversation-tool-changes-2026-07-01',
  'effort-2025-11-24',
]
const AGENT_BETA = ['claude-code-20250219', ...SMALL_BETA]
const FORMAT_BETA = [...SMALL_BETA, 'structured-outputs-2025-12-15']
const COUNT_BETA = [...MAIN_BETA, 'token-counting-2024-11-01']

const MESSAGES = '/v1/messages?beta=true'
const COUNT = '/v1/messages/count_tokens?beta=true'

/** Everything that Claude Code sends, each kind once. */
export const claudeCodeRequests: readonly ClaudeCodeRequest[] = [
  work('main-turn', MAIN_BETA),
  work('tool-turn', MAIN_BETA),
  { ...work('count-tokens', COUNT_BETA), path: COUNT },
  work('compact', MAIN_BETA),
  work('side-question', MAIN_BETA),
  work('explore-agent', AGENT_BETA),
  work('web-search', SMALL_BETA),
  work('web-fetch', SMALL_BETA),
  work('permission-check', [...AGENT_BETA, 'auto-mode-classifier-2026-07-16']),
  work('goal-check', FORMAT_BETA),
  background('title', FORMAT_BETA),
  background('session-name', FORMAT_BETA),
  background('topic', SMALL_BETA),
  background('quota', SMALL_BETA),
  background('warmup', AGENT_BETA),
  background('bash-prefix', SMALL_BETA),
  background('file-paths', SMALL_BETA),
  background('tool-summary', SMALL_BETA),
  background('suggestion', MAIN_BETA),
  background('away-recap', MAIN_BETA),
  background('agent-status', AGENT_BETA),
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
  return name === 'all' ? tools : tools.filter((one) => one['name'] === name)
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
