import { signatureOf } from '../../../src/demo/anthropic/signature.ts'
import { PLAIN, type Row } from './crossing.ts'

const PIXEL = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' }
const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const TOOL = { name: 'weather', input_schema: SCHEMA }
const SPARE = { name: 'clock', input_schema: { type: 'object', additionalProperties: false } }
const SERVER_TOOL = { type: 'web_search_20250305', name: 'web_search' }
const hello = { role: 'user', content: 'Hello' }
const text = { type: 'text', text: 'Hello' }
const image = { type: 'image', source: PIXEL }
const found = (more: object = {}) => ({
  type: 'search_result',
  source: 'https://example.org/a',
  title: 'A',
  content: [text],
  ...more,
})
const call = { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Oslo' } }

const ask = (more: object) => ({ ...PLAIN.messages, ...more })
const said = (messages: readonly object[], more: object = {}) => ask({ messages, ...more })
const block = (...content: readonly object[]) => said([{ role: 'user', content }])
const tools = (more: object = {}) => ask({ tools: [TOOL], ...more })
const choice = (tool_choice: object) => tools({ tool_choice })
const answered = (...before: readonly object[]) =>
  said([hello, { role: 'assistant', content: [...before, text] }, hello])
const result = (content: unknown, more: object = {}) =>
  said(
    [
      hello,
      { role: 'assistant', content: [call] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content, ...more }],
      },
    ],
    { tools: [TOOL] },
  )

function field(name: string, value: unknown, more: Partial<Row> = {}): Row {
  return { name: `\`${name}\``, ask: ask({ [name]: value }), ...more }
}

const UNWANTED = {
  openai: 'left out: some refuse it',
  anthropic: 'taken out: it was not signed there',
}
const prompt = { type: 'text', text: 'Be kind.' }
const note = { type: 'text', text: 'x-anthropic-billing-header: cc_version=1' }

/** What a client of Anthropic's Messages may ask for. */
export const messagesRows: readonly Row[] = [
  field('system', 'Be kind.'),
  {
    name: "`system`: Claude Code's note for Anthropic's billing",
    ask: ask({ system: [note, prompt] }),
    plain: ask({ system: [prompt] }),
  },
  {
    name: '`cache_control`',
    ask: ask({ system: [{ ...prompt, cache_control: { type: 'ephemeral' } }] }),
    plain: ask({ system: [prompt] }),
  },
  { name: '`image`, base64', ask: block(text, { type: 'image', source: PIXEL }) },
  {
    name: '`image`, an address',
    ask: block(text, { type: 'image', source: { type: 'url', url: 'https://example.org/a.png' } }),
    untried: true,
  },
  {
    name: '`document`, plain text',
    ask: block(
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Words.' } },
      text,
    ),
  },
  {
    name: '`document`, a PDF',
    ask: block(
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
      },
      text,
    ),
  },
  {
    name: '`document`, blocks of text and images',
    ask: block(
      { type: 'document', source: { type: 'content', content: [text, image] }, context: 'Notes.' },
      text,
    ),
  },
  { name: '`search_result`', ask: block(found(), text) },
  {
    name: '`citations` of a `document` or `search_result`',
    ask: block(found({ citations: { enabled: true } }), text),
    plain: block(found(), text),
  },
  {
    name: '`thinking` of earlier answers, signed by Anthropic',
    ask: answered({ type: 'thinking', thinking: 'Hm.', signature: signatureOf('Hm.') }),
    plain: answered(),
    silently: UNWANTED,
  },
  {
    name: '`thinking` of earlier answers, signed `smarterrouter`',
    ask: answered({ type: 'thinking', thinking: 'Hm.', signature: 'smarterrouter' }),
    plain: answered(),
    silently: UNWANTED,
  },
  {
    name: '`redacted_thinking` of earlier answers',
    ask: answered({ type: 'redacted_thinking', data: 'sim-redacted-1' }),
    plain: answered(),
    silently: 'left out: nobody else can read it',
  },
  { name: '`tools`', ask: tools() },
  ...[
    { strict: true },
    { defer_loading: true },
    { allowed_callers: ['code_execution_20250825'] },
    { input_examples: [{ city: 'Oslo' }] },
  ].map((more) => ({
    name: `\`tools[].${Object.keys(more)}\``,
    ask: ask({ tools: [SPARE, { ...TOOL, ...more }] }),
    plain: ask({ tools: [SPARE, TOOL] }),
  })),
  { name: '`tools`: those that Anthropic runs', ask: ask({ tools: [SERVER_TOOL] }) },
  {
    name: '`tool_choice`: `any`',
    ask: choice({ type: 'any' }),
    plain: tools(),
  },
  {
    name: '`tool_choice`: `tool`',
    ask: choice({ type: 'tool', name: 'weather' }),
    plain: tools(),
  },
  {
    name: '`tool_choice`: `none`',
    ask: choice({ type: 'none' }),
    plain: tools(),
  },
  {
    name: '`tool_choice.disable_parallel_tool_use`',
    ask: choice({ type: 'auto', disable_parallel_tool_use: true }),
    plain: tools(),
  },
  { name: '`tool_result`', ask: result('sunny'), plain: tools() },
  {
    name: '`tool_result`, an image in it',
    ask: result([text, { type: 'image', source: PIXEL }]),
    plain: result([text]),
  },
  {
    name: '`tool_result`, a `search_result` in it',
    ask: result([text, found()]),
    plain: result([text]),
  },
  {
    name: '`tool_result`, a `tool_reference` in it',
    ask: result([{ type: 'tool_reference', tool_name: 'weather' }]),
    plain: result('x'),
  },
  {
    name: '`tool_result.is_error`',
    ask: result('none', { is_error: true }),
    plain: result('none'),
  },
  field('max_tokens', 50),
  field('stop_sequences', ['x']),
  field('temperature', 0.5),
  field('top_p', 0.9),
  {
    name: '`top_p` beside `temperature`',
    ask: ask({ temperature: 0.5, top_p: 0.9 }),
    plain: ask({ temperature: 0.5 }),
  },
  field('top_k', 20),
  {
    ...field('thinking', { type: 'enabled', budget_tokens: 2048 }),
    name: '`thinking`: `enabled`',
  },
  {
    ...field('thinking', { type: 'adaptive' }),
    name: '`thinking`: `adaptive`',
    silently: 'nothing to do: models there think as they like',
  },
  {
    name: '`thinking`: `adaptive`, `output_config.effort`',
    ask: ask({ thinking: { type: 'adaptive' }, output_config: { effort: 'medium' } }),
  },
  { ...field('thinking', { type: 'disabled' }), name: '`thinking`: `disabled`' },
  { ...field('thinking', { type: 'between_tools' }), name: '`thinking`: `between_tools`' },
  {
    name: '`thinking.display`: `omitted`',
    ask: ask({ thinking: { type: 'enabled', budget_tokens: 2048, display: 'omitted' } }),
    plain: ask({ thinking: { type: 'enabled', budget_tokens: 2048 } }),
    silently: 'heeded by the router: no thoughts are shown',
  },
  { name: '`output_config.effort` alone', ask: ask({ output_config: { effort: 'medium' } }) },
  {
    name: '`output_config.effort` beside another `thinking`',
    ask: ask({ thinking: { type: 'disabled' }, output_config: { effort: 'low' } }),
    plain: ask({ thinking: { type: 'disabled' } }),
  },
  {
    name: '`output_config.task_budget`',
    ask: ask({ output_config: { task_budget: { type: 'tokens', total: 20_000 } } }),
  },
  {
    name: '`output_config.format`',
    ask: ask({ output_config: { format: { type: 'json_schema', schema: SCHEMA } } }),
  },
  { name: '`metadata.user_id`', ask: ask({ metadata: { user_id: 'u-1' } }) },
  field('service_tier', 'auto'),
  field('container', 'c_1'),
  field('mcp_servers', [{ type: 'url', name: 'notes', url: 'https://example.org/mcp' }]),
]
